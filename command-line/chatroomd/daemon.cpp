#include "chatroomd/daemon.h"

#include "base/clock.h"
#include "chatroomd/logline.h"
#include "chatroomd/servicenotify.h"
#include "network/trust.h"

#include <QCoreApplication>
#include <QNetworkInterface>

#include <cstdio>
#include <utility>

namespace chatroom::service {

using server::BoundAddress;
using server::EventKind;
using server::ServerEvent;

namespace {

constexpr int kBadStart = 2;

int complain(const QString& what)
{
    const QByteArray line = "chatroomd: " + what.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
    return kBadStart;
}

QByteArray shown(const QHostAddress& address, std::uint16_t port)
{
    const QString text = address.toString();
    const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return (isV6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(text).arg(port).toUtf8();
}

// What others can type: for every interface those of this machine, but not the ones that reach nobody else.
QList<QHostAddress> reachable(const QHostAddress& bound)
{
    const bool isAny = bound == QHostAddress::Any || bound == QHostAddress::AnyIPv4 || bound == QHostAddress::AnyIPv6;
    if (!isAny)
        return {bound};
    QList<QHostAddress> found;
    for (const QHostAddress& address : QNetworkInterface::allAddresses()) {
        const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
        if (!address.isLoopback() && !address.isLinkLocal() && !(isV6 && bound == QHostAddress::AnyIPv4))
            found.append(address);
    }
    return found.isEmpty() ? QList<QHostAddress>{QHostAddress::LocalHost} : found;
}

} // namespace

Daemon::Daemon(Options options) : m_options(std::move(options)), m_host(m_options.dataFolder)
{
    connect(&m_host, &server::ServerHost::eventsArrived, this, &Daemon::write);
    connect(&m_host, &server::ServerHost::rehashRequested, this, &Daemon::reload);
    connect(&m_signals, &Signals::reloadRequested, this, &Daemon::reload);
    connect(&m_signals, &Signals::endRequested, this, &Daemon::end);
}

int Daemon::start()
{
    const auto config = configFor(m_options);
    if (!config)
        return complain(config.error().toString());
    m_host.setEventsWanted(!m_options.isQuiet);
    if (const auto started = m_host.start(*config); !started)
        return complain(started.error().what);
    logAddresses();
    notifyService("READY=1");
    return 0;
}

void Daemon::logAddresses()
{
    for (const BoundAddress& bound : m_host.boundAddresses()) {
        for (const QHostAddress& address : reachable(bound.address))
            logNow(EventKind::Listening, bound.tls ? "encrypted" : "not encrypted", shown(address, bound.port));
    }
    if (const QByteArray fingerprint = m_host.fingerprint(); !fingerprint.isEmpty()) {
        const QByteArray words = network::fingerprintWords(fingerprint).join(u' ').toUtf8();
        logNow(EventKind::Listening, words, "fingerprint " + fingerprint);
    }
}

void Daemon::logNow(EventKind kind, const QByteArray& text, const QByteArray& subject)
{
    write({ServerEvent{.at = SystemClock{}.now(), .kind = kind, .subject = subject, .text = text}}, 0);
}

void Daemon::write(const QList<ServerEvent>& events, quint64 dropped)
{
    QByteArray lines;
    for (const ServerEvent& event : events)
        lines += logLine(event, m_options.withMessageText) + '\n';
    if (dropped > 0) {
        const QByteArray text = QByteArray::number(dropped) + " events were too many to log";
        lines += logLine({.at = SystemClock{}.now(), .kind = EventKind::Warning, .text = text}, true) + '\n';
    }
    std::fwrite(lines.constData(), 1, static_cast<std::size_t>(lines.size()), stdout);
    std::fflush(stdout);
}

// A bad file changes nothing: the old settings stay.
void Daemon::reload()
{
    if (m_isEnding)
        return;
    notifyService(reloadingState());
    const auto config = configFor(m_options);
    if (!config) {
        logNow(EventKind::Warning, "The old settings stay: " + config.error().toString().toUtf8());
    } else if (const auto applied = m_host.apply(*config); !applied) {
        logNow(EventKind::Warning, "The old settings stay: " + applied.error().what.toUtf8());
    } else {
        logNow(EventKind::Listening, "The configuration was read again");
        logAddresses();
    }
    notifyService("READY=1");
}

// Signals come in pairs: a terminal interrupts everybody in it, and then a script ends what it started.
void Daemon::end()
{
    if (std::exchange(m_isEnding, true))
        return;
    notifyService("STOPPING=1");
    m_host.stop(QStringLiteral("The server is closing"));
    QCoreApplication::sendPostedEvents(this); // the last events of the hub
    QCoreApplication::sendPostedEvents(&m_host);
    logNow(EventKind::Stopped, {});
    QCoreApplication::quit();
}

} // namespace chatroom::service
