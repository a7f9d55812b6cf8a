// The server as a service: starts, logs, reloads and ends. Main thread.
#pragma once

#include "chatroomd/options.h"
#include "chatroomd/signals.h"
#include "server/io/serverhost.h"

#include <QObject>

namespace chatroom::service {

class Daemon final : public QObject
{
    Q_OBJECT

public:
    explicit Daemon(Options options);

    // Exit status: 0 when it runs from here on (quit() of the application follows on SIGTERM), 2 with one line on standard error.
    [[nodiscard]] int start();

private:
    void write(const QList<server::ServerEvent>& events, quint64 dropped);
    void logNow(server::EventKind kind, const QByteArray& text, const QByteArray& subject = {});
    void logAddresses();
    void reload();
    void end();

    Options m_options;
    server::ServerHost m_host;
    Signals m_signals;
    bool m_isEnding = false;
};

} // namespace chatroom::service
