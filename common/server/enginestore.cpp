// What the engine has to do with the store: only values, never a call that waits.
#include "protocol/timestamp.h"
#include "server/commands/actions.h"
#include "server/engine_p.h"
#include "server/keptrooms.h"
#include "server/metadata.h"

namespace chatroom::server {

void Engine::restore(const storage::KeptState& kept)
{
    Q_ASSERT(m_state->hasStore);
    Hub& hub = m_state->hub;
    for (const storage::AccountRecord& account : kept.accounts)
        hub.accounts.restore(account);
    for (const storage::ReadMarkRecord& mark : kept.readMarks)
        hub.accounts.restore(mark);
    if (hub.archive.isOn()) { // else rooms go with their last person, as they always did there
        for (const storage::RoomRecord& room : kept.rooms)
            server::restore(hub, room);
    }
    restoreMetadata(hub, kept.metadata);
    hub.setLatest(kept.latest);
    // Whoever reads the times wonders; who runs the machine can set its clock right.
    if (kept.latest > hub.clock.now() + std::chrono::minutes{1}) {
        m_state->hub.record(EventKind::Warning, nullptr,
                            {.text = "The last message is from " + protocol::formatTimestamp(kept.latest)
                                     + ", later than this machine's clock says: until then new messages have that time"});
    }
}

std::vector<storage::Write> Engine::takeWrites()
{
    return m_state->hub.archive.takeWrites(m_state->hub);
}

std::vector<Asked> Engine::takeQuestions()
{
    return m_state->hub.archive.takeQuestions();
}

void Engine::answer(std::uint64_t question, const storage::Answer& answer)
{
    m_state->hub.archive.answer(m_state->hub, question, answer);
}

void Engine::setHistorySizes(const std::vector<storage::RoomRecord>& rooms)
{
    for (const storage::RoomRecord& room : rooms) {
        if (Channel* channel = m_state->hub.directory.findChannel(protocol::FoldedName{protocol::view(room.name)}))
            channel->entries = room.entries;
    }
}

void Engine::setStoreTrouble(const storage::StoreError& error)
{
    Hub& hub = m_state->hub;
    const bool isNews = !hub.archive.trouble() || hub.archive.trouble()->what != error.what;
    hub.archive.setTrouble(error);
    if (isNews)
        hub.record(EventKind::Warning, nullptr, {.text = "Messages in rooms are refused: " + error.what.toUtf8()});
}

void Engine::endStoreTrouble()
{
    Hub& hub = m_state->hub;
    if (!hub.archive.trouble())
        return;
    hub.archive.setTrouble(std::nullopt);
    for (const auto& [name, channel] : hub.directory.channels()) {
        roomChanged(hub, *channel); // what was set meanwhile was not kept
        keepMetadata(hub, *channel);
    }
    hub.accounts.saveAll(hub.archive);
    hub.record(EventKind::Warning, nullptr, {.text = "Messages can be saved again"});
}

void Engine::refuseKept(const Outbox& kept)
{
    Hub& hub = m_state->hub;
    for (const Receipt& receipt : kept.receipts()) {
        Session* session = hub.find(receipt.sender);
        if (session == nullptr || !session->isRegistered())
            continue;
        const storage::StoreError unknown{storage::StoreError::Kind::Unavailable, {}, false};
        Responder reply{hub, *session, receipt.label};
        refuseUnkept(reply, hub.archive.trouble().value_or(unknown), receipt.verb, receipt.target);
    }
}

} // namespace chatroom::server
