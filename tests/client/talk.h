// What the tests of histories and of the outbox say and read.
#pragma once

#include "client/historyserver.h"
#include "client/models/linemodel.h"
#include "client/session.h"

#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

namespace chatroom::client::test {

inline const QByteArray kNoEvents = "batch draft/chathistory echo-message labeled-response message-tags server-time";
inline const QByteArray kNoLabels = "batch draft/chathistory draft/event-playback echo-message message-tags server-time";
inline const QByteArray kNoIds = "batch draft/chathistory draft/event-playback echo-message labeled-response server-time";

// Ann comes, and is in #lobby.
inline Conversation& enter(Session& session, const HistoryServer& server)
{
    session.open({QStringLiteral("127.0.0.1"), server.port(), false}, {QStringLiteral("Ann"), {}, {}}, {QStringLiteral("#lobby")});
    const auto lobby = [&session] { return session.find(QStringLiteral("#lobby")); };
    if (!QTest::qWaitFor([&] { return lobby() && lobby()->isJoined(); }))
        qFatal("never got in");
    return *lobby();
}

struct Person final
{
    Person(const HistoryServer& server, const Clock& clock, storage::ClientStore* store) : session(clock, trust, store)
    {
        enter(session, server);
    }
    [[nodiscard]] Conversation* lobby() { return session.find(QStringLiteral("#lobby")); }

    network::TrustStore trust;
    Session session;
};

inline void losesConnection(Session& session, HistoryServer& server)
{
    server.hangUp();
    QTRY_COMPARE(session.state(), Session::State::Waiting);
}

inline std::vector<ChatLine> said(Conversation& room)
{
    std::vector<ChatLine> all;
    for (int row = 0; row < room.lines().rowCount(); ++row) {
        if (room.lines().line(row).kind == LineKind::Message)
            all.push_back(room.lines().line(row));
    }
    return all;
}

// What was said, with "~" for a gap.
inline QStringList texts(Conversation& room)
{
    QStringList all;
    for (int row = 0; row < room.lines().rowCount(); ++row) {
        const ChatLine& line = room.lines().line(row);
        if (line.kind == LineKind::Gap)
            all.append(QStringLiteral("~"));
        else if (line.kind == LineKind::Message)
            all.append(line.text);
    }
    return all;
}

inline bool hasGap(Conversation& room)
{
    return texts(room).contains(QStringLiteral("~"));
}

inline LineId gapOf(Conversation& room)
{
    for (int row = 0; row < room.lines().rowCount(); ++row) {
        if (room.lines().line(row).kind == LineKind::Gap)
            return room.lines().line(row).id;
    }
    return {};
}

inline bool areSent(Conversation& room)
{
    const std::vector<ChatLine> all = said(room);
    return std::ranges::all_of(
        all, [](const ChatLine& line) { return line.state == DeliveryState::Sent || line.state == DeliveryState::Received; });
}

inline void talk(HistoryServer& server, int from, int count)
{
    for (int i = from; i < from + count; ++i)
        server.say("bob", "#lobby", QByteArray::number(i));
}

} // namespace chatroom::client::test
