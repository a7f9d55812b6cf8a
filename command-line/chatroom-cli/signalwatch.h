// Signals of the system as ordinary events: a handler may do next to nothing, so it writes one byte into a pipe.
#pragma once

#include <QObject>

#include <array>
#include <memory>

class QSocketNotifier;

namespace chatroom::cli {

// One at a time in a process. The thread that made it.
class SignalWatch final : public QObject
{
    Q_OBJECT

public:
    enum class What : std::uint8_t {
        Interrupt, // SIGINT: Ctrl+C
        Terminate, // SIGTERM, SIGHUP
        Resize,    // SIGWINCH
        Suspend,   // SIGTSTP: Ctrl+Z
    };
    Q_ENUM(What)

    explicit SignalWatch(QObject* parent = nullptr);
    ~SignalWatch() override;

Q_SIGNALS:
    void received(chatroom::cli::SignalWatch::What what);

private:
    void read();

    std::array<int, 2> m_pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace chatroom::cli
