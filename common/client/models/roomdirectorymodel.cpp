#include "client/models/roomdirectorymodel.h"

#include <algorithm>

namespace chatroom::client {

namespace {

constexpr std::size_t kMaximumRooms = 20'000;

} // namespace

RoomDirectoryModel::RoomDirectoryModel(QObject* parent) : QAbstractListModel(parent) {}

int RoomDirectoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rooms.size());
}

QVariant RoomDirectoryModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ListedRoom& each = room(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case NameRole: return each.name;
    case TopicRole: return each.topic;
    case PeopleRole: return each.people;
    default: return {};
    }
}

QHash<int, QByteArray> RoomDirectoryModel::roleNames() const
{
    return {{NameRole, "name"}, {TopicRole, "topic"}, {PeopleRole, "people"}};
}

const ListedRoom& RoomDirectoryModel::room(int row) const
{
    return m_rooms.at(static_cast<std::size_t>(row));
}

bool RoomDirectoryModel::isLoading() const
{
    return m_isLoading;
}

void RoomDirectoryModel::begin()
{
    m_incoming.clear();
    if (m_isLoading)
        return;
    m_isLoading = true;
    Q_EMIT loadingChanged(true);
}

void RoomDirectoryModel::add(ListedRoom room)
{
    if (m_isLoading && m_incoming.size() < kMaximumRooms)
        m_incoming.push_back(std::move(room));
}

void RoomDirectoryModel::finish()
{
    if (!m_isLoading)
        return;
    std::sort(m_incoming.begin(), m_incoming.end(), [](const ListedRoom& a, const ListedRoom& b) {
        return a.people != b.people ? a.people > b.people : QString::localeAwareCompare(a.name, b.name) < 0;
    });
    beginResetModel();
    m_rooms.swap(m_incoming);
    m_incoming.clear();
    endResetModel();
    m_isLoading = false;
    Q_EMIT loadingChanged(false);
}

} // namespace chatroom::client
