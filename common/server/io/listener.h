// One listening address: QTcpServer accepts, and the descriptor is handed on; no socket is made of it here. Thread: the accept
// thread; or that of the only worker, which then tells within its turns that somebody waits: who comes in costs no thread a
// wake-up of its own.
#pragma once

#include "server/io/worker.h"

#include <QTcpServer>
#include <QTimer>

#include <functional>
#include <memory>

namespace chatroom::server {

class Listener final : public QTcpServer
{
    Q_OBJECT

public:
    using HandOn = std::function<void(const Accepted&)>;

    // `worker` null: on the accept thread. Else it outlives this.
    Listener(std::shared_ptr<const TlsContext> tls, HandOn handOn, Worker* worker);
    ~Listener() override;
    // False: why stands in serverError() and errorString().
    [[nodiscard]] bool open(const QHostAddress& address, std::uint16_t port);
    void setTls(std::shared_ptr<const TlsContext> tls) { m_tls = std::move(tls); }

Q_SIGNALS:
    // No connection can be accepted (too many open files, as a rule); tried again by itself.
    void acceptFailed(const QString& why);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void acceptSome();
    void setAccepting(bool isAccepting);
    void rest(const QString& why);
    void tryAgain();

    std::shared_ptr<const TlsContext> m_tls; // null: plain. Shared with the connections that came this way
    HandOn m_handOn;
    Worker* m_worker;   // null: QTcpServer's own notifier tells
    int m_accepted = 0; // in this turn of the worker
    QTimer m_retry;     // runs while it rests
};

} // namespace chatroom::server
