#include "storage/storethread.h"

#include "base/threads.h"
#include "storage/storewriter.h"

#include <semaphore>

namespace chatroom::storage {

namespace {

// As runOn(), for a thread that runs until finish(). What Qt's own waiting does behind the work is invisible to the thread
// sanitizer; a semaphore of the standard library is not.
template <typename Work>
void waitFor(QObject& object, const Work& work)
{
    std::binary_semaphore done(0);
    postTo(object, [&work, &done] {
        work();
        done.release();
    });
    done.acquire();
}

} // namespace

StoreThread::StoreThread() = default;

StoreThread::~StoreThread()
{
    finish();
}

Result<KeptState, StoreError> StoreThread::start(const Open& open, bool hasReader, StoreReports reports)
{
    Q_ASSERT(!m_writer);
    m_writer = std::make_unique<Writer>(std::move(reports));
    m_writerThread.setObjectName(QStringLiteral("store"));
    m_writer->moveToThread(&m_writerThread);
    m_writerThread.start();
    Result<KeptState, StoreError> opened = KeptState{};
    waitFor(*m_writer, [&] { opened = m_writer->open(open); });
    if (opened && hasReader) {
        m_reader = std::make_unique<Reader>(m_writer->reports());
        m_readerThread.setObjectName(QStringLiteral("store-reader"));
        m_reader->moveToThread(&m_readerThread);
        m_readerThread.start();
        Result<void, StoreError> done;
        waitFor(*m_reader, [&] { done = m_reader->open(open); });
        if (!done)
            opened = Unexpected{done.error()};
        else
            waitFor(*m_writer, [this] { m_writer->answerBy(m_reader.get()); });
    }
    if (!opened)
        finish();
    return opened;
}

void StoreThread::setRetention(const RetentionRule& rule)
{
    postTo(*m_writer, [writer = m_writer.get(), rule] { writer->setRetention(rule); });
}

void StoreThread::submit(StoreTurn turn)
{
    postTo(*m_writer, [writer = m_writer.get(), turn = std::move(turn)]() mutable { writer->take(std::move(turn)); });
}

void StoreThread::ask(std::uint64_t number, Question question)
{
    postTo(*m_writer,
           [writer = m_writer.get(), number, question = std::move(question)]() mutable { writer->take(number, std::move(question)); });
}

// The writer first, whose questions the reader answers; then nobody else uses the database, and the writer's end of it is the last.
void StoreThread::finish()
{
    if (!m_writer)
        return;
    waitFor(*m_writer, [this] { m_writer->flush(); });
    if (m_reader)
        waitFor(*m_reader, [this] { m_reader->close(); });
    waitFor(*m_writer, [this] { m_writer->close(); });
    for (QThread* each : {&m_readerThread, &m_writerThread}) {
        each->quit();
        each->wait();
    }
    m_reader.reset();
    m_writer.reset();
}

} // namespace chatroom::storage
