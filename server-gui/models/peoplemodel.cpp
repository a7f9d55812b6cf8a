#include "models/peoplemodel.h"

#include "addresses.h"
#include "text.h"
#include "widgets/plaintext.h"

#include <QStringList>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Signs before a room's name that say what somebody may do there ("@#lobby"); every room's own sign is one of "#&+!".
QByteArray withoutRank(const QByteArray& room)
{
    qsizetype at = 0;
    while (at < room.size() && !QByteArray("#&").contains(room[at]))
        ++at;
    return at == room.size() ? room : room.mid(at);
}

// What is shown in minutes need not change every second.
std::chrono::seconds coarse(std::chrono::seconds exact)
{
    return exact < 1min ? exact : std::chrono::duration_cast<std::chrono::minutes>(exact);
}

QString aboutText(const server::PersonRow& row)
{
    QStringList parts;
    if (row.isOperator)
        parts.append(PeopleModel::tr("in charge"));
    if (row.isBot)
        parts.append(PeopleModel::tr("bot"));
    if (row.isAway)
        parts.append(PeopleModel::tr("away"));
    return parts.join(u", "_s);
}

// "ada", or with the devices where there is more than the one.
QString accountText(const Person& person)
{
    if (person.account.isEmpty() || person.devices <= 1)
        return person.account;
    return PeopleModel::tr("%1, %2 devices").arg(Text::isolated(person.account), Text::number(static_cast<quint64>(person.devices)));
}

QString accountHint(const Person& person)
{
    const QString account = Text::isolated(person.account);
    if (person.devices <= 1)
        return PeopleModel::tr("Signed in as %1").arg(account);
    return PeopleModel::tr("Signed in as %1 on %2 devices").arg(account, Text::number(static_cast<quint64>(person.devices)));
}

Person toPerson(const server::PersonRow& row, Timestamp at)
{
    Person person;
    person.connection = row.connection;
    person.nickname = row.nickname;
    person.name = Text::fromOthers(row.nickname);
    const QString peer = Text::fromOthers(row.address);
    const auto parts = parseListener(peer);
    person.address = parts ? parts->host : peer;
    person.about = aboutText(row);
    person.account = Text::fromOthers(row.account);
    person.devices = row.devices;
    QStringList shown;
    for (const QByteArray& room : row.rooms) {
        person.rooms.append(withoutRank(room));
        shown.append(Text::fromOthers(person.rooms.last()));
    }
    person.shownRooms = shown.join(u", "_s);
    person.since = row.since;
    person.connected = coarse(std::chrono::duration_cast<std::chrono::seconds>(at - row.since));
    person.idle = coarse(std::chrono::seconds(row.idleSeconds));
    person.messages = row.messages;
    person.isSecure = row.isSecure;
    person.isAway = row.isAway;
    person.isOperator = row.isOperator;
    person.isBot = row.isBot;
    return person;
}

} // namespace

PeopleModel::PeopleModel(QObject* parent) : RowsModel(parent) {}

void PeopleModel::follow(const server::ServerSnapshot& snapshot)
{
    QList<Person> people;
    people.reserve(snapshot.people.size());
    for (const server::PersonRow& row : snapshot.people)
        people.append(toPerson(row, snapshot.at));
    RowsModel::follow(people);
}

std::optional<Person> PeopleModel::person(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return std::nullopt;
    return row(index.row());
}

quint64 PeopleModel::keyOf(const Person& person) const
{
    return std::hash<ConnectionId>{}(person.connection);
}

int PeopleModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant PeopleModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Person& person = row(index.row());
    switch (role) {
    case Qt::DisplayRole: return shown(person, index.column());
    case Qt::ToolTipRole: return widgets::toolTipText(hint(person, index.column()));
    case NameRole: return person.name;
    case AwayRole: return person.isAway;
    case SecureRole: return person.isSecure;
    case SortRole: return sortKey(person, index.column());
    case Qt::TextAlignmentRole:
        if (index.column() == Messages)
            return QVariant::fromValue(Qt::Alignment(Qt::AlignTrailing | Qt::AlignVCenter));
        return {};
    default: return {};
    }
}

QString PeopleModel::shown(const Person& person, int column) const
{
    switch (column) {
    case Name: return person.about.isEmpty() ? person.name : tr("%1 (%2)").arg(Text::isolated(person.name), person.about);
    case Account: return accountText(person);
    case Address: return person.address;
    case Rooms: return person.shownRooms;
    case Since: return Text::duration(person.connected);
    case Idle: return Text::duration(person.idle);
    case Messages: return Text::number(person.messages);
    case Encrypted: return person.isSecure ? tr("Yes") : tr("No");
    default: return {};
    }
}

QVariant PeopleModel::sortKey(const Person& person, int column) const
{
    switch (column) {
    case Name: return person.name.toCaseFolded();
    case Since: return QVariant::fromValue<qlonglong>(-person.since.time_since_epoch().count());
    case Idle: return QVariant::fromValue<qlonglong>(person.idle.count());
    case Messages: return QVariant::fromValue<qulonglong>(person.messages);
    case Rooms: return QVariant::fromValue<qlonglong>(person.rooms.size());
    default: return shown(person, column).toCaseFolded();
    }
}

QString PeopleModel::hint(const Person& person, int column) const
{
    switch (column) {
    case Account: return person.account.isEmpty() ? tr("Not signed in") : accountHint(person);
    case Address: return person.devices > 1 ? tr("%1, the first of their devices").arg(Text::isolated(person.address)) : person.address;
    case Since: return tr("Connected since %1").arg(Text::exactTime(person.since));
    case Idle: return tr("Time since the last message");
    case Encrypted:
        return person.isSecure ? tr("Nobody on the way can read along.")
                               : tr("This connection is not encrypted: the network can read along.");
    default: return shown(person, column);
    }
}

QVariant PeopleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment((section == Messages ? Qt::AlignTrailing : Qt::AlignLeading) | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Name");
    case Account: return tr("Kept name");
    case Address: return tr("Address");
    case Rooms: return tr("Rooms");
    case Since: return tr("Connected");
    case Idle: return tr("Idle");
    case Messages: return tr("Messages");
    case Encrypted: return tr("Encrypted");
    default: return {};
    }
}

} // namespace chatroom::servergui
