// One listening address. Accepts and hands the descriptor on; makes no socket of its own. Thread: the accept thread.
#pragma once

#include "server/io/worker.h"

#include <QTcpServer>
#include <QTimer>

#include <functional>

namespace chatroom::server {

class Listener final : public QTcpServer
{
    Q_OBJECT

public:
    using HandOn = std::function<void(const Accepted&)>;

    Listener(std::shared_ptr<const TlsContext> tls, HandOn handOn);
    void setTls(std::shared_ptr<const TlsContext> tls) { m_tls = std::move(tls); }
    [[nodiscard]] bool isTls() const { return m_tls != nullptr; }

Q_SIGNALS:
    // No connection can be accepted (too many open files, as a rule); tried again by itself.
    void acceptFailed(const QString& why);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    std::shared_ptr<const TlsContext> m_tls; // null: plain. Shared with the connections that came this way
    HandOn m_handOn;
    QTimer m_retry;
};

} // namespace chatroom::server
