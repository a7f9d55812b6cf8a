// SIGTERM, SIGINT and SIGHUP as Qt signals: a handler may do next to nothing, so it writes a byte into a pipe that the event loop
// reads. One at a time; main thread.
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace chatroom::service {

class Signals final : public QObject
{
    Q_OBJECT

public:
    Signals();
    ~Signals() override;

Q_SIGNALS:
    void endRequested();
    void reloadRequested();

private:
    void readPipe();

    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace chatroom::service
