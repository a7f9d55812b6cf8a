// What we say, from the line on the screen to its confirmation. The rule is: exactly once.
//
//   Waiting -> Marking -> Ready -> Written -> (echo) gone
//                                     |
//                    connection lost  +--> Doubtful -> (found in the history) gone
//                                              |
//                                              +-----> (not there) Waiting
//
// With a store each entry is there before anything of it can have reached the server, marked as one that may have, and leaves it
// after the echo. So a program that ends at any moment finds it again:
//   before it is marked       it was never written: it goes out, as any that waits
//   between mark and write    it is doubted, looked for in the history, not found, and goes out
//   between write and echo    it is doubted and looked for: found, or it goes out
//   between echo and removal  it is doubted and looked for: found
// Where the history cannot tell, it is never said again by itself: it has failed, and a person decides.
#pragma once

#include "client/conversation_p.h"
#include "storage/clientstore.h"

#include <QTimer>

#include <chrono>
#include <deque>
#include <optional>

namespace chatroom::client {

struct SessionCore;
struct Incoming;

struct Outgoing final
{
    enum class Stage : std::uint8_t { Waiting, Marking, Ready, Written, Doubtful };

    std::uint64_t number = 0; // in the store
    LineId line;
    Conversation* where = nullptr;
    QByteArray verb, target, text, label; // text: with its wrapping, as it goes on the wire; with line feeds it is one message
    QByteArray replyTo;
    Stage stage = Stage::Waiting;
    bool isStored = false;
    std::uint64_t mark = 0;    // which marking counts
    bool mayBeDeleted = false; // something was, that can have been this one
    std::chrono::milliseconds writtenAt{0};
    QByteArray writtenAs;
    Reference after; // the last message known there before it was written
};

class Outbox final
{
public:
    explicit Outbox(SessionCore& core);

    void enqueue(Conversation& where, const QByteArray& verb, const QByteArray& target, const QString& text, bool isAction,
                 const QString& replyTo = {});
    void takeUp(const std::vector<storage::OutboxRecord>& records); // from the store, when it was opened
    void pump();
    void forget(const Conversation& where);
    void moveTo(const Conversation& from, Conversation& to);            // what waits there
    void retarget(const Conversation& where, const QByteArray& target); // the room has another name
    void clear();                                                       // what is in the store stays there
    void lost();
    void online(); // the rate begins anew

    // The server's answers; false: to nothing of ours.
    [[nodiscard]] bool confirm(const Incoming& in, const QByteArray& target, const QByteArray& text);
    [[nodiscard]] bool refuse(const QByteArray& label, const QByteArray& target, const QString& why);
    // The line of ours that a message of the history is; it is confirmed by it, once.
    [[nodiscard]] std::optional<LineId> foundInHistory(const Conversation& where, const QByteArray& verb, const QByteArray& nickname,
                                                       const QByteArray& text, const Reference& reference);
    // In the place of a message that is not known any more: it can have been one of those that are in doubt.
    void mayBeDeleted(const Conversation& where, const Reference& reference);
    // Before what a conversation's first doubtful message was written: from there on the history tells.
    [[nodiscard]] std::optional<Reference> oldestDoubt(const Conversation& where) const;
    // Its history was looked through: what is still in doubt is not there. Without `isKnown` it cannot be known.
    void settleDoubts(Conversation& where, bool isKnown);

private:
    using Stage = Outgoing::Stage;

    [[nodiscard]] qsizetype textBytes(const QByteArray& verb, const QByteArray& target) const;
    [[nodiscard]] bool canGo(const Conversation& where, const QByteArray& target) const; // at once, or as soon as it is its turn
    [[nodiscard]] bool isAbsent(const Conversation& where, const QByteArray& target) const;
    void refill();
    void waitForTokens();
    void mark(Outgoing& out, std::vector<storage::OutboxRecord>& records);
    void marked(const std::vector<storage::OutboxRecord>& records, std::uint64_t mark);
    void keepWaiting();
    [[nodiscard]] bool write(Outgoing& out);
    // multiline.cpp
    [[nodiscard]] bool isMultilineOn() const;
    [[nodiscard]] std::vector<QByteArray> fitting(const QByteArray& verb, const QByteArray& target, const QString& text,
                                                  bool isAction) const;
    [[nodiscard]] std::vector<QByteArray> fittingNow(const QByteArray& verb, const QByteArray& target, const QByteArray& text) const;
    void refit(); // what was typed for a server that takes longer messages, or while none was known
    void splitUp(std::size_t at, const std::vector<QByteArray>& pieces);
    [[nodiscard]] std::uint64_t numberFor(const QByteArray& text);
    [[nodiscard]] bool writeLines(const Outgoing& out);
    [[nodiscard]] storage::OutboxRecord recordOf(const Outgoing& out) const;
    void settle(const Outgoing& out, DeliveryState next, const QString& detail, const Incoming* echo = nullptr);
    void show(const Outgoing& out, DeliveryState state);
    // One of ours is there: what we wrote behind it stands behind it, too. On the disk before that one leaves it, else a same text
    // that was confirmed already could be taken for one that is in doubt.
    void moveBehind(const Outgoing& confirmed, const Reference& there);
    void drop(const Outgoing& out); // from the store

    SessionCore& m_core;
    std::deque<Outgoing> m_entries; // in the order of typing
    std::uint64_t m_lastNumber = 0, m_lastMark = 0;
    double m_tokens = 0;
    std::chrono::milliseconds m_refilled{0};
    QTimer m_timer;
};

} // namespace chatroom::client
