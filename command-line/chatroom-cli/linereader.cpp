#include "linereader.h"

#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <unistd.h>

namespace chatroom::cli {

LineReader::LineReader(int descriptor, QObject* parent)
    : QObject(parent), m_descriptor(descriptor), m_notifier(std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read))
{
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &LineReader::read);
}

LineReader::~LineReader() = default;

QString LineReader::takeLine()
{
    QString line = QString::fromUtf8(m_lines.front());
    m_lines.pop_front();
    m_notifier->setEnabled(!m_isFinished && m_lines.size() < kMostWaiting);
    return line;
}

void LineReader::read()
{
    std::array<char, 4096> bytes; // NOLINT: filled by read
    const auto count = ::read(m_descriptor, bytes.data(), bytes.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count <= 0) {
        m_isFinished = true;
        if (!m_partial.isEmpty())
            m_lines.push_back(std::exchange(m_partial, {}));
    }
    if (count > 0) {
        m_partial.append(bytes.data(), count);
        cut();
    }
    m_notifier->setEnabled(!m_isFinished && m_lines.size() < kMostWaiting);
    if (m_isFinished || !m_lines.empty())
        Q_EMIT advanced();
}

void LineReader::cut()
{
    qsizetype start = 0;
    for (qsizetype end = m_partial.indexOf('\n'); end >= 0; end = m_partial.indexOf('\n', start)) {
        const bool hasReturn = end > start && m_partial.at(end - 1) == '\r';
        m_lines.push_back(m_partial.mid(start, end - start - (hasReturn ? 1 : 0)));
        start = end + 1;
    }
    m_partial.remove(0, start);
    if (m_partial.size() >= kLongestLine)
        m_lines.push_back(std::exchange(m_partial, {}));
}

} // namespace chatroom::cli
