#include "client/models/peoplemodel.h"

#include <algorithm>

namespace chatroom::client {

namespace {

// Those in charge first, then by name whatever its case; the exact name last, so that the order is total.
bool comesBefore(const Person& a, const Person& b)
{
    if (a.rank != b.rank)
        return a.rank > b.rank;
    const int order = QString::compare(a.nickname, b.nickname, Qt::CaseInsensitive);
    return order != 0 ? order < 0 : a.nickname < b.nickname;
}

} // namespace

PeopleModel::PeopleModel(QObject* parent) : QAbstractListModel(parent) {}

int PeopleModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_people.size());
}

QVariant PeopleModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Person& each = person(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case NicknameRole: return each.nickname;
    case RankRole: return static_cast<int>(each.rank);
    case IsAwayRole: return each.isAway;
    case IsBotRole: return each.isBot;
    case IsSelfRole: return each.isSelf;
    case RealnameRole: return each.realname;
    case AccountRole: return each.account;
    case DisplayNameRole: return each.displayName;
    case StatusRole: return each.status;
    default: return {};
    }
}

QHash<int, QByteArray> PeopleModel::roleNames() const
{
    return {{NicknameRole, "nickname"}, {RankRole, "rank"},         {IsAwayRole, "isAway"},   {IsBotRole, "isBot"},
            {IsSelfRole, "isSelf"},     {RealnameRole, "realname"}, {AccountRole, "account"}, {DisplayNameRole, "displayName"},
            {StatusRole, "status"}};
}

const Person& PeopleModel::person(int row) const
{
    return m_people.at(static_cast<std::size_t>(row));
}

int PeopleModel::rowOf(const QString& nickname) const
{
    // One search in each rank: the caller knows the name, not the rank.
    Person wanted;
    wanted.nickname = nickname;
    for (int rank = static_cast<int>(Rank::Owner); rank >= static_cast<int>(Rank::Person); --rank) {
        wanted.rank = static_cast<Rank>(rank);
        const auto found = std::lower_bound(m_people.begin(), m_people.end(), wanted, comesBefore);
        if (found != m_people.end() && found->rank == wanted.rank && found->nickname == nickname)
            return static_cast<int>(found - m_people.begin());
    }
    return -1;
}

void PeopleModel::setPeople(std::vector<Person> people)
{
    beginResetModel();
    m_people = std::move(people);
    std::sort(m_people.begin(), m_people.end(), comesBefore);
    endResetModel();
}

void PeopleModel::insertOrUpdate(const Person& person)
{
    const int old = rowOf(person.nickname);
    if (old >= 0 && m_people[static_cast<std::size_t>(old)].rank == person.rank) {
        m_people[static_cast<std::size_t>(old)] = person;
        Q_EMIT dataChanged(index(old), index(old));
        return;
    }
    if (old >= 0)
        remove(person.nickname);
    const auto place = std::lower_bound(m_people.begin(), m_people.end(), person, comesBefore);
    const int row = static_cast<int>(place - m_people.begin());
    beginInsertRows({}, row, row);
    m_people.insert(place, person);
    endInsertRows();
}

void PeopleModel::remove(const QString& nickname)
{
    const int row = rowOf(nickname);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_people.erase(m_people.begin() + row);
    endRemoveRows();
}

void PeopleModel::rename(const QString& from, const QString& to)
{
    const int row = rowOf(from);
    if (row < 0)
        return;
    Person renamed = m_people[static_cast<std::size_t>(row)];
    renamed.nickname = to;
    remove(from);
    insertOrUpdate(renamed);
}

void PeopleModel::clear()
{
    if (!m_people.empty())
        setPeople({});
}

} // namespace chatroom::client
