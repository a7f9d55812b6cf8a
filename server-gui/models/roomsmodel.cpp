#include "models/roomsmodel.h"

#include "text.h"
#include "widgets/plaintext.h"

namespace chatroom::servergui {

namespace {

bool isNumber(int column)
{
    return column == RoomsModel::People || column == RoomsModel::Messages || column == RoomsModel::History;
}

Room toRoom(const server::RoomRow& row, const server::ServerSnapshot& snapshot)
{
    return {.id = row.name,
            .name = Text::fromOthers(row.name),
            .topic = Text::fromOthers(row.topic),
            .people = row.people,
            .messages = row.messages,
            .entries = snapshot.hasHistory ? std::optional<quint64>(row.entries) : std::nullopt,
            .created = row.created,
            .age = std::chrono::duration_cast<std::chrono::minutes>(snapshot.at - row.created)};
}

} // namespace

RoomsModel::RoomsModel(QObject* parent) : RowsModel(parent) {}

void RoomsModel::follow(const server::ServerSnapshot& snapshot)
{
    QList<Room> rooms;
    rooms.reserve(snapshot.rooms.size());
    for (const server::RoomRow& row : snapshot.rooms)
        rooms.append(toRoom(row, snapshot));
    RowsModel::follow(rooms);
}

std::optional<Room> RoomsModel::room(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return std::nullopt;
    return row(index.row());
}

QByteArray RoomsModel::keyOf(const Room& room) const
{
    return room.id;
}

int RoomsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant RoomsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Room& room = row(index.row());
    switch (role) {
    case Qt::DisplayRole: return shown(room, index.column());
    case Qt::ToolTipRole: return widgets::toolTipText(hint(room, index.column()));
    case SortRole: return sortKey(room, index.column());
    case Qt::TextAlignmentRole:
        if (isNumber(index.column()))
            return QVariant::fromValue(Qt::Alignment(Qt::AlignTrailing | Qt::AlignVCenter));
        return {};
    default: return {};
    }
}

QString RoomsModel::shown(const Room& room, int column) const
{
    switch (column) {
    case Name: return room.name;
    case People: return Text::number(static_cast<quint64>(room.people));
    case Topic: return Text::isolated(room.topic);
    case Messages: return Text::number(room.messages);
    case History: return room.entries ? Text::number(*room.entries) : tr("–");
    case Age: return Text::duration(room.age);
    default: return {};
    }
}

QVariant RoomsModel::sortKey(const Room& room, int column) const
{
    switch (column) {
    case People: return room.people;
    case Messages: return QVariant::fromValue<qulonglong>(room.messages);
    case History: return QVariant::fromValue<qulonglong>(room.entries.value_or(0));
    case Age: return QVariant::fromValue<qlonglong>(-room.created.time_since_epoch().count());
    default: return shown(room, column).toCaseFolded();
    }
}

QString RoomsModel::hint(const Room& room, int column) const
{
    switch (column) {
    case Messages: return tr("%1 since the chatroom was started").arg(Text::number(room.messages));
    case History:
        return room.entries ? tr("%1 messages and events can be read again").arg(Text::number(*room.entries))
                            : tr("Nothing is kept: see History in the settings.");
    case Age: return tr("Made on %1").arg(Text::exactTime(room.created));
    default: return shown(room, column);
    }
}

QVariant RoomsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment((isNumber(section) ? Qt::AlignTrailing : Qt::AlignLeading) | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Room");
    case People: return tr("People");
    case Topic: return tr("Topic");
    case Messages: return tr("Messages");
    case History: return tr("History");
    case Age: return tr("Exists for");
    default: return {};
    }
}

} // namespace chatroom::servergui
