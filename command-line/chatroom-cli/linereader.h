// Standard input as lines, without ever blocking and without holding more of it than asked for.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <deque>
#include <memory>

class QSocketNotifier;

namespace chatroom::cli {

// Reading stops while kMostWaiting lines wait to be taken. A line longer than kLongestLine bytes comes in pieces.
class LineReader final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t kMostWaiting = 64;
    static constexpr qsizetype kLongestLine = 64 * 1024;

    explicit LineReader(int descriptor, QObject* parent = nullptr);
    ~LineReader() override;

    [[nodiscard]] bool hasLine() const { return !m_lines.empty(); }
    [[nodiscard]] bool isAtEnd() const { return m_isFinished && m_lines.empty(); }
    [[nodiscard]] QString takeLine(); // only when hasLine(); without its end; ill-formed UTF-8 is replaced

Q_SIGNALS:
    void advanced(); // there is a line, or the end

private:
    void read();
    void cut();

    int m_descriptor;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_partial;
    std::deque<QByteArray> m_lines;
    bool m_isFinished = false;
};

} // namespace chatroom::cli
