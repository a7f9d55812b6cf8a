// What a session asks a server's history for: older lines, what was missed, what a gap stands for, what surrounds a message.
// IRCv3 draft/chathistory. One request at a time for a conversation, two for all; each has an end, by an answer, a refusal or a
// time-out. Where the server keeps no history nothing is asked and nothing is said.
#pragma once

#include "client/batches.h"
#include "client/conversation_p.h"
#include "protocol/history.h"
#include "protocol/standardreply.h"

#include <QPointer>
#include <QTimer>

#include <chrono>
#include <deque>
#include <optional>
#include <vector>

namespace chatroom::client {

struct SessionCore;
struct Merged;
struct PageLine;

struct HistoryRequest final
{
    enum class Purpose : std::uint8_t {
        Older,   // above the oldest line
        First,   // the latest, of a conversation that has none yet
        CatchUp, // behind what was known before the connection was lost
        Skip,    // the latest, behind the gap that a long absence leaves
        Proof,   // whether this conversation is kept at all
        Kept,    // the same, before something is forgotten that might not be had again
        Gap,
        Around,
        Targets, // which conversations have news
    };
    Purpose purpose{};
    QPointer<Conversation> where = {};
    QByteArray target = {}; // empty with Targets
    protocol::HistorySubcommand subcommand{};
    std::vector<Reference> references = {}; // none: "*"
    std::vector<int> shifts = {};           // milliseconds, of each where it is asked for by its time
    int limit = 0;
    LineId gap = {};
    bool isFromBelow = false;
    QByteArray label = {};
    std::chrono::milliseconds sentAt{0};
};

class HistoryKeeper final
{
public:
    explicit HistoryKeeper(SessionCore& core);

    [[nodiscard]] bool isOn() const;
    // What happens to the session.
    void online();
    void opened(Conversation& conversation); // a room we are in now, or a direct conversation
    void lost();
    void left(Conversation& room);
    void noteLine(Conversation& conversation, const ChatLine& line); // live, and settled
    void bound(Conversation& conversation);                          // after more lines have come
    // What a person asks for.
    void loadOlder(Conversation& conversation);
    void fillGap(Conversation& conversation, LineId gap, bool isFromBelow);
    void find(Conversation& conversation, const QString& messageId);
    // What the server answers.
    void take(const Batch& batch);
    [[nodiscard]] bool takeFailure(const QByteArray& label, const protocol::StandardReply& reply);
    void takeUnknownCommand();

private:
    using Purpose = HistoryRequest::Purpose;
    enum class Trouble : std::uint8_t { Passing, Selector, Lasting, Unanswered };
    enum class Outcome : std::uint8_t { Whole, Bounded, Unknown };

    // history.cpp
    void ask(HistoryRequest request);
    void pump();
    void write(HistoryRequest& request);
    void tick();
    [[nodiscard]] QByteArray selector(const HistoryRequest& request, std::size_t which) const;
    [[nodiscard]] bool fits(const HistoryRequest& request, const std::vector<PageLine>& page) const;
    void answered(const HistoryRequest& request, const Batch& batch);
    void failed(HistoryRequest request, Trouble trouble, const QString& words);
    void setState(Conversation& conversation, Conversation::HistoryState state, const QString& error = {});
    [[nodiscard]] int pageSize() const;
    [[nodiscard]] bool isEnd(int count, int limit) const; // so few lines: there are no more

    // catchup.cpp
    void catchUp(Conversation& conversation);
    void catchUpLater(Conversation& conversation);
    void askForFirst(Conversation& conversation);
    void catchUpAnswered(const HistoryRequest& request, std::vector<PageLine> page);
    void skip(Conversation& conversation);
    void endCatchUp(Conversation& conversation, Outcome outcome);
    void countMissed(Conversation& conversation, const Merged& merged, bool isFirst);
    void targetsAnswered(const Batch& batch);
    void catchUpDirects(bool isAll);
    void takeUnasked(const Batch& batch);
    [[nodiscard]] LineId aboveLive(Conversation& conversation) const;

    // gaps.cpp
    void olderAnswered(const HistoryRequest& request, std::vector<PageLine> page);
    void gapAnswered(const HistoryRequest& request, std::vector<PageLine> page);
    void aroundAnswered(const HistoryRequest& request, std::vector<PageLine> page);
    LineId insertGap(Conversation& conversation, LineId below);
    void findRead(Conversation& conversation);
    void reachMark(Conversation& conversation); // loads older lines until what is unread is there, within reason

    // scrollback.cpp
    void askIfKept(Conversation& conversation);
    void dropOldest(Conversation& conversation, int count);
    void dropBetween(Conversation& conversation, int count);
    void drop(Conversation& conversation, int first, int end);
    void forget(Conversation& conversation, int first, int count);
    [[nodiscard]] bool isAsked(const Conversation& conversation) const;

    SessionCore& m_core;
    std::deque<HistoryRequest> m_waiting;
    std::vector<HistoryRequest> m_running;
    Reference m_lastOnline; // before this connection; invalid: never, as far as is known
    QTimer m_tick;
};

} // namespace chatroom::client
