#include "storage/storethread.h"

#include "base/threads.h"
#include "storage/storewriter.h"

namespace chatroom::storage {

StoreThread::StoreThread() = default;

StoreThread::~StoreThread()
{
    finish();
}

Result<OpenedStore, StoreError> StoreThread::start(const Open& open, bool hasReader, StoreReports reports)
{
    Q_ASSERT(!m_writer);
    m_writer = std::make_unique<Writer>(std::move(reports));
    m_writerThread.setObjectName(QStringLiteral("store"));
    m_writer->moveToThread(&m_writerThread);
    m_writerThread.start();
    Result<OpenedStore, StoreError> opened = OpenedStore{};
    runOn(*m_writer, [&] { opened = m_writer->open(open); });
    if (opened && hasReader) {
        m_reader = std::make_unique<Reader>(m_writer->reports());
        m_readerThread.setObjectName(QStringLiteral("store-reader"));
        m_reader->moveToThread(&m_readerThread);
        m_readerThread.start();
        Result<void, StoreError> done;
        runOn(*m_reader, [&] { done = m_reader->open(open); });
        if (!done)
            opened = Unexpected{done.error()};
        else
            runOn(*m_writer, [this] { m_writer->answerBy(m_reader.get()); });
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
    runOn(*m_writer, [this] { m_writer->flush(); });
    if (m_reader)
        runOn(*m_reader, [this] { m_reader->close(); });
    runOn(*m_writer, [this] { m_writer->close(); });
    for (QThread* each : {&m_readerThread, &m_writerThread}) {
        each->quit();
        each->wait();
    }
    m_reader.reset();
    m_writer.reset();
}

} // namespace chatroom::storage
