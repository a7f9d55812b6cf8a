// The listeners of a running server, on a thread of their own, or on that of the only worker. All or nothing: when one cannot be
// opened, those that were opened with it are closed again. Thread: the owner's; open() and close() wait for the other one.
#pragma once

#include "base/result.h"
#include "server/io/listener.h"
#include "server/io/serverhost.h"

#include <QThread>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace chatroom::server {

class ListenSet final : public QObject
{
    Q_OBJECT

public:
    // `handOn` is called on the thread of `worker`, which runs while anything is open; null: on the accept thread, which is made.
    ListenSet(QString dataFolder, Listener::HandOn handOn, Worker* worker);
    ~ListenSet() override;

    // Makes what is open equal to `wanted`, and reads the certificates again. After an error it is what it was before.
    [[nodiscard]] Result<void, StartError> set(const std::vector<ListenConfig>& wanted);
    void closeAll();
    [[nodiscard]] QList<BoundAddress> bound() const;
    [[nodiscard]] QByteArray fingerprint() const; // of the first with TLS

Q_SIGNALS:
    void acceptFailed(const QString& why); // emitted where `handOn` is called

private:
    struct Open final
    {
        ListenConfig config;
        std::unique_ptr<Listener> listener; // lives on the thread of m_context
        BoundAddress bound;
        QByteArray fingerprint; // empty: plain
    };
    struct Security final
    {
        std::shared_ptr<const TlsContext> context; // null: plain. Shared with the connections
        QByteArray fingerprint;
    };
    // On `port` where the address leaves it open.
    [[nodiscard]] Result<Open, StartError> open(const ListenConfig& config, std::uint16_t port = 0);
    void close(Open open);
    [[nodiscard]] Result<Security, StartError> securityFor(const ListenConfig& config) const;
    [[nodiscard]] Result<std::vector<Security>, StartError> renewed(const std::vector<ListenConfig>& wanted) const;
    [[nodiscard]] bool isOpen(const ListenConfig& config) const;
    [[nodiscard]] std::optional<StartError> openMissing(const std::vector<ListenConfig>& wanted);
    void whereAccepted(const std::function<void()>& act);

    QString m_dataFolder;
    Listener::HandOn m_handOn;
    Worker* m_worker;
    QThread m_thread;  // runs only without a worker
    QObject m_context; // lives on m_thread, or with the worker
    std::vector<Open> m_open;
};

} // namespace chatroom::server
