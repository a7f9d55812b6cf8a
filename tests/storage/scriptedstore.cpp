#include "storage/scriptedstore.h"

#include <QMutexLocker>

namespace chatroom::test {

using namespace storage;
using namespace Qt::Literals::StringLiterals;

QStringList Script::calls() const
{
    const QMutexLocker lock(&m_mutex);
    return m_calls;
}

void Script::note(const QString& call)
{
    const QMutexLocker lock(&m_mutex);
    m_calls += call;
}

void Script::hold()
{
    const QMutexLocker lock(&m_mutex);
    m_isHeld = true;
}

void Script::letOneGo()
{
    m_gate.release();
}

void Script::letGo()
{
    const QMutexLocker lock(&m_mutex);
    m_isHeld = false;
    m_gate.release();
}

void Script::waitForTurn()
{
    {
        const QMutexLocker lock(&m_mutex);
        if (!m_isHeld)
            return;
    }
    m_gate.acquire();
}

void Script::breakWith(std::optional<StoreError> error)
{
    const QMutexLocker lock(&m_mutex);
    m_error = std::move(error);
}

void Script::breakBehindCommit(const StoreError& error)
{
    const QMutexLocker lock(&m_mutex);
    m_error = error;
    m_isDone = true;
}

std::optional<StoreError> Script::error() const
{
    const QMutexLocker lock(&m_mutex);
    return m_error;
}

bool Script::takeIsDone()
{
    const QMutexLocker lock(&m_mutex);
    return std::exchange(m_isDone, false);
}

void Script::giveUpkeep(int steps)
{
    const QMutexLocker lock(&m_mutex);
    m_steps = steps;
}

bool Script::takeStep()
{
    const QMutexLocker lock(&m_mutex);
    m_steps = std::max(0, m_steps - 1);
    return m_steps > 0;
}

Result<void, StoreError> ScriptedStore::commit(std::span<const Write> writes)
{
    m_script.note(u"commit %1"_s.arg(writes.size()));
    m_script.waitForTurn();
    const auto error = m_script.error();
    if (!error || m_script.takeIsDone())
        (void)m_memory.commit(writes).has_value();
    if (error)
        return Unexpected{*error};
    return {};
}

Result<bool, StoreError> ScriptedStore::wasCommitted(const Entry& entry)
{
    m_script.note(u"was committed"_s);
    return m_memory.wasCommitted(entry);
}

Result<void, StoreError> ScriptedStore::probe()
{
    m_script.note(u"probe"_s);
    if (const auto error = m_script.error())
        return Unexpected{*error};
    return {};
}

Result<Entries, StoreError> ScriptedStore::history(const HistoryQuery& query)
{
    m_script.note(u"history"_s);
    return m_memory.history(query);
}

Result<std::vector<TargetRow>, StoreError> ScriptedStore::targets(const TargetsQuery& query)
{
    m_script.note(u"targets"_s);
    return m_memory.targets(query);
}

Result<Entries, StoreError> ScriptedStore::search(const SearchQuery& query)
{
    m_script.note(u"search"_s);
    return m_memory.search(query);
}

Result<Entries, StoreError> ScriptedStore::entry(const EntryQuery& query)
{
    m_script.note(u"entry"_s);
    return m_memory.entry(query);
}

Result<void, StoreError> ScriptedStore::catchUp()
{
    m_script.note(u"catch up"_s);
    return {};
}

Result<bool, StoreError> ScriptedStore::maintain(const Retention&)
{
    m_script.note(u"maintain"_s);
    return m_script.takeStep();
}

} // namespace chatroom::test
