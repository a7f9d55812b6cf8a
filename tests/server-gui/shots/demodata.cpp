#include "demodata.h"

#include <array>
#include <chrono>

namespace chatroom::servergui {

using namespace std::chrono_literals;
using server::EventKind;
using server::PersonRow;
using server::ServerEvent;

namespace {

constexpr std::array<const char*, 22> kNames{
    "ada",   "Bertrand", "chloë", "דוד_כהן",  "محمد_علي", "Eve",       "frederik", "Grace", "hopper", "a_name_that_fills_all_32_bytes__",
    "zoë",   "Jürgen",   "kim",   "Lovelace", "mia",      "build-bot", "Νίκος",    "olga",  "Пётр",   "quentin",
    "rosa🌹", "sam"};
constexpr std::array<const char*, 6> kRooms{"#lobby", "#build", "#kitchen", "#ארוחות", "#a-room-with-a-name-as-long-as-they-come",
                                            "#music"};
constexpr std::array<const char*, 6> kTopics{"Welcome. Say who you are.",
                                             "Nightly: green · Release on Thursday · Ask Grace before you touch the pipeline",
                                             "Who made the coffee?",
                                             "מה אוכלים היום?",
                                             "",
                                             "What we listen to"};

QList<server::AccountRow> demoAccounts(Timestamp now)
{
    return {{"ada", now - 24h * 400, now, 3, 1, true},
            {"a_name_that_fills_all_32_bytes__", now - 24h * 31, now, 1, 0, true},
            {"Bertrand", now - 24h * 12, now - 47min, 0, 0, true},
            {"build-bot", now - 24h * 200, now, 1, 1, false},
            {"Grace", now - 24h * 90, now - 24h * 9, 0, 2, true},
            {"דוד_כהן", now - 3h, now, 1, 0, true},
            {"olga", now - 24h * 700, now - 24h * 210, 0, 0, true},
            {"Jürgen", now - 20s, now - 10s, 0, 0, false},
            {"Νίκος", now - 26h, now - 5h, 0, 1, false}};
}

} // namespace

server::ServerSnapshot demoSnapshot(Timestamp now, int people)
{
    server::ServerSnapshot snapshot;
    snapshot.at = now;
    snapshot.startedAt = now - 3h;
    for (int index = 0; index < people; ++index) {
        const auto at = static_cast<std::size_t>(index);
        PersonRow row;
        row.connection = {static_cast<std::uint32_t>(index), 1, 0};
        row.nickname = kNames[at % kNames.size()];
        row.address = index == 7 ? QByteArray("[2001:db8:85a3::8a2e:370:7334]:51514")
                                 : "192.0.2." + QByteArray::number(20 + index) + ":5" + QByteArray::number(1000 + index);
        for (std::size_t room = 0; room <= at % 5; ++room)
            row.rooms.append((room == 1 && index % 4 == 0 ? "@" : "") + QByteArray(kRooms[room]));
        row.since = now - std::chrono::minutes(index * index + 1);
        row.idleSeconds = (index * 47) % 900;
        row.messages = static_cast<std::uint64_t>((index * 7919) % 1500);
        row.isSecure = index % 5 != 3;
        row.isAway = index % 6 == 2;
        row.isOperator = index == 0;
        row.isBot = index == 15;
        const bool isSignedIn = index == 0 || index == 3 || index == 9 || index == 15;
        row.account = isSignedIn ? row.nickname : QByteArray();
        row.devices = index == 0 ? 3 : 1;
        snapshot.people.append(row);
    }
    for (std::size_t room = 0; people > 0 && room < kRooms.size(); ++room) {
        snapshot.rooms.append({kRooms[room], kTopics[room], "+nt", people / static_cast<int>(room + 1), now - 40min * (room + 1),
                               1234 / (room + 1), 12'184'512 / (room * room * room * room + 1)});
    }
    if (people > 0) {
        snapshot.accounts = demoAccounts(now);
        snapshot.bans = {{"192.0.2.99", "the host", "Advertising", now - 2h, now + 22h},
                         {"*@198.51.100.*", "ada", "", now - 24h, now - 24h}};
    }
    snapshot.hasHistory = true;
    snapshot.connections = people + (people > 0 ? 2 : 0);
    return snapshot;
}

QList<ServerEvent> demoEvents(Timestamp now)
{
    const ConnectionId id{1, 1, 0};
    QList<ServerEvent> events{
        {now - 600s, EventKind::Listening, {}, {}, "tls", {}, {}, "[::]:6697"},
        {now - 600s, EventKind::Listening, {}, {}, "plain", {}, {}, "127.0.0.1:6667"},
        {now - 540s, EventKind::Opened, id, {}, {}, {}, "192.0.2.20:51000", {}},
        {now - 539s, EventKind::Registered, id, "ada", {}, {}, "192.0.2.20:51000", {}},
        {now - 538s, EventKind::Joined, id, "ada", {}, "#lobby", {}, {}},
        {now - 500s, EventKind::Opened, id, {}, {}, {}, "192.0.2.23:51003", {}},
        {now - 499s, EventKind::Registered, id, "דוד_כהן", {}, {}, "192.0.2.23:51003", {}},
        {now - 498s, EventKind::Joined, id, "דוד_כהן", {}, "#lobby", {}, {}},
        {now - 400s, EventKind::Message, id, "ada", {}, "#lobby", {}, "Good morning, everybody"},
        {now - 390s, EventKind::Message, id, "דוד_כהן", {}, "#lobby", {}, "בוקר טוב ada"},
        {now - 385s, EventKind::Message, id, "محمد_علي", {}, "#lobby", {}, "صباح الخير"},
        {now - 300s, EventKind::TopicSet, id, "Grace", {}, "#build", {}, "Nightly: green"},
        {now - 280s, EventKind::DirectMessage, id, "Eve", "Bertrand", {}, {}, "never shown"},
        {now - 200s, EventKind::Renamed, id, "guest4711", "a_name_that_fills_all_32_bytes__", {}, {}, {}},
        {now - 190s,
         EventKind::Message,
         id,
         "a_name_that_fills_all_32_bytes__",
         {},
         "#build",
         {},
         "The build of this morning took 4 minutes and 12 seconds on the old machine, so that I would rather we moved it to the new one "
         "before Thursday <b>please</b>"},
        {now - 180s, EventKind::SignedIn, id, "ada", "ada", {}, {}, {}},
        {now - 170s, EventKind::AccountRegistered, id, "Grace", "Grace", {}, {}, {}},
        {now - 160s, EventKind::SignInFailed, {}, {}, "olga", {}, "192.0.2.77:40001", "Wrong password"},
        {now - 150s, EventKind::Redacted, id, "ada", "Eve", "#kitchen", {}, "not here, please"},
        {now - 140s, EventKind::RoomRenamed, id, "Grace", "#builds", "#build", {}, {}},
        {now - 130s, EventKind::PasswordReset, {}, {}, "olga", {}, {}, {}},
        {now - 120s, EventKind::AccountDeleted, {}, {}, "visitor", {}, {}, {}},
        {now - 100s, EventKind::Refused, {}, {}, {}, {}, "192.0.2.99:40000", "Banned: advertising"},
        {now - 60s, EventKind::Kicked, id, "ada", "quentin", "#kitchen", {}, "That was the last biscuit"},
        {now - 40s, EventKind::Announced, {}, {}, {}, {}, {}, "The network goes down at noon for ten minutes"},
        {now - 20s, EventKind::Closed, id, "frederik", {}, {}, "192.0.2.26:51006", "Ping timeout"},
        {now - 5s, EventKind::Warning, {}, {}, {}, {}, {}, "A certificate expires in 10 days"},
    };
    return events;
}

} // namespace chatroom::servergui
