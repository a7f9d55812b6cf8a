#include "client/memory.h"

#include "client/session_p.h"

namespace chatroom::client {

using namespace std::chrono_literals;
using protocol::view;
using storage::ClientScope;
using storage::ReadMark;
using storage::StoreError;

Memory::Memory(SessionCore& core, storage::ClientStore* store) : m_core(core), m_store(store)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(2s);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { flush(); });
}

Memory::~Memory()
{
    if (m_stage != Stage::Closed)
        m_store->release(m_scope);
}

void Memory::open()
{
    if (!m_store)
        return;
    const QByteArray server = m_core.address.host.toUtf8() + ':' + QByteArray::number(m_core.address.port);
    const ClientScope scope{server, protocol::FoldedName{view(m_core.identity.nickname.toUtf8())}.bytes()};
    if (m_stage != Stage::Closed && scope == m_scope)
        return;
    flush();
    if (m_stage != Stage::Closed)
        m_store->release(m_scope);
    // Under another name here, what waits is still ours to say; elsewhere it is not meant.
    if (m_stage == Stage::Open && scope.server != m_scope.server)
        m_core.outbox.clear();
    m_before = m_scope;
    m_scope = scope;
    m_stage = Stage::Loading;
    m_marks.clear();
    m_store->load(scope, &m_context, [this, scope](const Result<storage::ClientMemory, StoreError>& memory) {
        if (m_stage == Stage::Loading && scope == m_scope)
            loaded(memory);
    });
}

void Memory::loaded(const Result<storage::ClientMemory, StoreError>& memory)
{
    m_stage = memory ? Stage::Open : Stage::Closed;
    if (memory) {
        m_marks = memory->marks;
        for (auto& each : m_core.conversations) {
            auto& d = ConversationWriter::of(*each.second);
            if (!d.history.read.isValid())
                d.history.read = readIn(d.target);
            if (!d.read.here.isValid())
                d.read.here = d.history.read.time;
        }
        m_core.outbox.takeUp(memory->outbox);
    } else {
        warn(memory.error());
    }
    m_core.remembered();
}

void Memory::warn(const StoreError& error)
{
    if (std::exchange(m_isWarned, true))
        return;
    m_core.inform(*m_core.server, error.what, LineKind::Error);
    Q_EMIT m_core.self.notKept(error.what);
}

void Memory::put(const std::vector<storage::OutboxRecord>& records, std::function<void()> done)
{
    m_store->put(m_scope, records, &m_context, [this, done = std::move(done)](const Result<void, StoreError>& result) {
        if (!result)
            warn(result.error()); // it goes out all the same: a full disk here is no reason to be silent there
        if (done)
            done();
    });
}

void Memory::removeBefore(std::uint64_t number)
{
    m_store->remove(m_before, number);
}

void Memory::remove(std::uint64_t number)
{
    if (m_stage == Stage::Open)
        m_store->remove(m_scope, number);
}

Reference Memory::readIn(const QByteArray& target) const
{
    for (const ReadMark& each : m_marks) {
        if (m_core.fold(view(each.conversation)) == m_core.fold(view(target)))
            return {QString::fromUtf8(each.messageId), QDateTime::fromMSecsSinceEpoch(each.time.time_since_epoch().count(), Qt::UTC)};
    }
    return {};
}

Reference Memory::lastOnline() const
{
    return readIn({});
}

void Memory::noteRead(Conversation& conversation)
{
    if (m_stage == Stage::Closed)
        return;
    m_read.insert(&conversation);
    if (!m_timer.isActive())
        m_timer.start();
}

void Memory::flush()
{
    m_timer.stop();
    if (m_stage != Stage::Open)
        return;
    for (const QPointer<Conversation>& each : std::exchange(m_read, {})) {
        if (each && each->unread() == 0)
            keep(ConversationWriter::of(*each).target, ConversationWriter::of(*each).history.newest);
    }
    keep({}, {{}, m_core.serverTime});
}

void Memory::keep(const QByteArray& target, const Reference& reference)
{
    if (!reference.isValid())
        return;
    const Timestamp time{std::chrono::milliseconds(reference.time.toMSecsSinceEpoch())};
    m_store->setMark(m_scope, {target, reference.messageId.toUtf8(), time});
}

} // namespace chatroom::client
