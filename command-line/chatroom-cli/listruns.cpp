#include "listruns.h"

#include "client/models/peoplemodel.h"
#include "client/models/roomdirectorymodel.h"
#include "terminaltext.h"

#include <QJsonObject>

#include <cstdio>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;
using client::PeopleModel;
using client::RoomDirectoryModel;

namespace {

Options withoutRooms(Options options)
{
    options.rooms.clear(); // whoever only asks for the list goes into none
    return options;
}

QLatin1StringView rankWord(client::Rank rank)
{
    switch (rank) {
    case client::Rank::Person: return "person"_L1;
    case client::Rank::Voice: return "voice"_L1;
    case client::Rank::HalfOperator: return "half-operator"_L1;
    case client::Rank::Operator: return "operator"_L1;
    case client::Rank::Admin: return "admin"_L1;
    case client::Rank::Owner: return "owner"_L1;
    }
    return "person"_L1;
}

void printRow(const QByteArray& row)
{
    std::fwrite(row.constData(), 1, static_cast<std::size_t>(row.size()), stdout);
    std::fputc('\n', stdout);
}

} // namespace

RoomsRun::RoomsRun(Options options, QObject* parent) : Run(withoutRooms(std::move(options)), parent) {}

void RoomsRun::entered()
{
    connect(
        &session().roomDirectory(), &RoomDirectoryModel::loadingChanged, this,
        [this](bool isLoading) {
            if (!isLoading)
                print();
        },
        Qt::QueuedConnection);
    startWaiting(tr("The list of rooms did not come within %1 seconds.").arg(options().timeout.count()));
    session().refreshRoomDirectory();
}

void RoomsRun::print()
{
    const RoomDirectoryModel& rooms = session().roomDirectory();
    for (int row = 0; row < rooms.rowCount() && !isEnding(); ++row) {
        const client::ListedRoom& room = rooms.room(row);
        const QString plain = sanitized(room.name) + u'\t' + QString::number(room.people) + u'\t' + sanitized(room.topic);
        printRow(options().isJson ? jsonBytes({{u"room"_s, room.name}, {u"people"_s, room.people}, {u"topic"_s, room.topic}})
                                  : plain.toUtf8());
    }
    end(ExitStatus::Ok);
}

void PeopleRun::conversationAdded(client::Conversation& conversation)
{
    if (conversation.kind() != client::Conversation::Kind::Room)
        return;
    connect(&conversation.people(), &PeopleModel::modelReset, this, [this] {
        m_hasList = true;
        if (hasEntered())
            print();
    });
}

void PeopleRun::entered()
{
    startWaiting(tr("The list of people did not come within %1 seconds.").arg(options().timeout.count()));
    if (m_hasList)
        print();
}

void PeopleRun::print()
{
    client::Conversation* room = session().find(options().rooms.first());
    if (isEnding() || room == nullptr)
        return;
    const PeopleModel& people = room->people();
    if (people.rowCount() == 0)
        return; // emptied, as when the connection goes
    for (int row = 0; row < people.rowCount(); ++row) {
        const client::Person& person = people.person(row);
        if (person.isSelf)
            continue;
        const QString plain = sanitized(person.nickname) + u'\t' + rankWord(person.rank) + (person.isAway ? u"\taway"_s : u"\there"_s);
        if (!options().isJson) {
            printRow(plain.toUtf8());
            continue;
        }
        QJsonObject object{
            {u"who"_s, person.nickname}, {u"rank"_s, rankWord(person.rank)}, {u"away"_s, person.isAway}, {u"bot"_s, person.isBot}};
        if (!person.account.isEmpty())
            object.insert(u"account"_s, person.account);
        if (!person.status.isEmpty())
            object.insert(u"status"_s, person.status);
        printRow(jsonBytes(object));
    }
    end(ExitStatus::Ok);
}

} // namespace chatroom::cli
