// What a turn wants kept and asks of what was kept. It only gathers: the host brings it to a store and the answers back, so the
// engine never waits for a disk (docs/threads.md, "Nothing leaves before it is kept"). Hub's thread.
#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "protocol/casefold.h"
#include "storage/store.h"

#include <QByteArray>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace chatroom::server {

class Channel;
class Hub;
struct Session;

// A question with its number, on its way to the store.
struct Asked final
{
    std::uint64_t number = 0;
    storage::Question question;
};

class Archive final
{
public:
    // What is done with an answer, when who asked is still there.
    using Continuation = std::function<void(Hub& hub, Session& session, const storage::Answer& answer)>;

    static constexpr int kMostQuestions = 8; // of one connection, not answered yet

    // Whether there is a history at all.
    [[nodiscard]] bool isOn() const { return m_isOn; }
    void setOn(bool isOn) { m_isOn = isOn; }
    // Why nothing can be kept at the moment; nothing while it can.
    [[nodiscard]] const std::optional<storage::StoreError>& trouble() const { return m_trouble; }
    void setTrouble(std::optional<storage::StoreError> trouble) { m_trouble = std::move(trouble); }

    void keep(storage::Entry entry);
    // What is no entry: accounts and what belongs to them, also where there is no history.
    void write(storage::Write write);
    void setStored(bool isStored) { m_isStored = isStored; }
    // Its settings have changed; they are read when the turn ends.
    void save(const Channel& channel);
    void forget(const Channel& channel);
    [[nodiscard]] std::uint64_t kept() const { return m_kept; } // entries, ever

    // False when that one has asked too much at once.
    [[nodiscard]] bool ask(const Session& session, storage::Question question, Continuation then);
    // When who asked is still there, does what was to be done with it.
    void answer(Hub& hub, std::uint64_t number, const storage::Answer& answer);

    [[nodiscard]] std::vector<storage::Write> takeWrites(const Hub& hub);
    [[nodiscard]] std::vector<Asked> takeQuestions() { return std::exchange(m_questions, {}); }

private:
    struct Waiting final
    {
        ConnectionId who;
        Continuation then;
    };

    bool m_isOn = false;
    bool m_isStored = false; // there is a store, whether it keeps a history or not
    std::optional<storage::StoreError> m_trouble;
    std::uint64_t m_kept = 0;
    std::vector<storage::Write> m_writes;
    std::set<protocol::FoldedName> m_changed; // channels
    std::uint64_t m_lastQuestion = 0;
    std::vector<Asked> m_questions;
    std::map<std::uint64_t, Waiting> m_waiting;
};

} // namespace chatroom::server
