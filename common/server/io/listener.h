// One listening address. Accepts and hands the descriptor on; makes no socket of its own. Thread: the accept thread.
#pragma once

#include "server/io/worker.h"

#include <QSocketNotifier>
#include <QTcpServer>
#include <QTimer>

#include <functional>
#include <memory>

namespace chatroom::server {

class Listener final : public QObject
{
    Q_OBJECT

public:
    using HandOn = std::function<void(const Accepted&)>;

    Listener(std::shared_ptr<const TlsContext> tls, HandOn handOn);
    // False: why stands in server().
    [[nodiscard]] bool open(const QHostAddress& address, std::uint16_t port);
    [[nodiscard]] const QTcpServer& server() const { return m_server; }
    void setTls(std::shared_ptr<const TlsContext> tls) { m_tls = std::move(tls); }

Q_SIGNALS:
    // No connection can be accepted (too many open files, as a rule); tried again by itself.
    void acceptFailed(const QString& why);

private:
    void acceptSome();

    std::shared_ptr<const TlsContext> m_tls; // null: plain. Shared with the connections that came this way
    HandOn m_handOn;
    QTcpServer m_server; // binds and listens; the accepting is acceptSome()
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_retry;
};

} // namespace chatroom::server
