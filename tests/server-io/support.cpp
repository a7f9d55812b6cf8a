#include "server-io/support.h"

#include <QTest>

#include <algorithm>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;
using server::ServerConfig;

server::ListenConfig plainListener(std::uint16_t port)
{
    server::ListenConfig listener;
    listener.address = u"127.0.0.1:%1"_s.arg(port);
    return listener;
}

server::ListenConfig tlsListener(std::uint16_t port)
{
    server::ListenConfig listener = plainListener(port);
    listener.tls = true;
    return listener;
}

Server::Server(int workers) : m_config(usualConfig(workers)), m_host(m_folder.path())
{
    connect(&m_host, &server::ServerHost::eventsArrived, this, [this](const QList<server::ServerEvent>& events) { m_events += events; });
}

ServerConfig Server::usualConfig(int workers)
{
    ServerConfig config;
    config.listen = {plainListener()};
    config.workers = workers;
    return config;
}

QString Server::start(const Adjust& adjust)
{
    if (adjust)
        adjust(m_config);
    const auto started = m_host.start(m_config);
    return started ? QString() : started.error().what;
}

QString Server::apply(const Adjust& adjust)
{
    ServerConfig config = m_config;
    adjust(config);
    const auto applied = m_host.apply(config);
    if (!applied)
        return applied.error().what;
    m_config = std::move(config);
    return {};
}

std::uint16_t Server::port(qsizetype listener) const
{
    const auto bound = m_host.boundAddresses();
    return listener < bound.size() ? bound.at(listener).port : std::uint16_t{0};
}

bool Server::hasRecorded(server::EventKind kind, const QByteArray& part)
{
    const auto isIt = [&](const server::ServerEvent& event) { return event.kind == kind && event.text.contains(part); };
    return QTest::qWaitFor([&] { return std::any_of(m_events.cbegin(), m_events.cend(), isIt); }, kPatience);
}

Visitor::Visitor()
{
    m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    connect(&m_socket, &QSslSocket::readyRead, this, &Visitor::read);
}

void Visitor::connectPlain(std::uint16_t port)
{
    m_socket.connectToHost(u"127.0.0.1"_s, port);
}

void Visitor::connectTls(std::uint16_t port)
{
    m_socket.connectToHostEncrypted(u"127.0.0.1"_s, port);
}

void Visitor::read()
{
    m_partial += m_socket.readAll();
    QByteArrayList lines = m_partial.split('\n');
    m_partial = lines.takeLast();
    for (QByteArray& line : lines) {
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.startsWith("PING "))
            send("PONG " + line.mid(5));
        m_lines.append(line);
    }
}

void Visitor::giveName(const QByteArray& name)
{
    send("NICK " + name);
    send("USER " + name + " 0 * :" + name);
}

bool Visitor::comeIn(const QByteArray& name, const QByteArray& room)
{
    giveName(name);
    send("JOIN " + room);
    return hears(" 366 " + name + ' ' + room);
}

bool Visitor::enter(std::uint16_t port, const QByteArray& name, const QByteArray& room)
{
    connectPlain(port);
    return comeIn(name, room);
}

bool Visitor::enterTls(std::uint16_t port, const QByteArray& name, const QByteArray& room)
{
    connectTls(port);
    return comeIn(name, room);
}

bool Visitor::isAnswered()
{
    const QByteArray token = "asked-" + QByteArray::number(++m_asked);
    send("PING " + token);
    return QTest::qWaitFor(
        [&] { return std::any_of(m_lines.crbegin(), m_lines.crend(), [&](const QByteArray& line) { return line.endsWith(token); }); },
        kPatience);
}

bool Visitor::hasHeard(const QByteArray& part) const
{
    return std::any_of(m_lines.cbegin(), m_lines.cend(), [&](const QByteArray& line) { return line.contains(part); });
}

bool Visitor::hears(const QByteArray& part)
{
    return QTest::qWaitFor([&] { return hasHeard(part); }, kPatience);
}

bool Visitor::isGone()
{
    return QTest::qWaitFor([&] { return m_socket.state() == QAbstractSocket::UnconnectedState; }, kPatience);
}

QByteArrayList Visitor::heard(const QByteArray& target) const
{
    const QByteArray verb = " PRIVMSG " + target + ' ';
    QByteArrayList texts;
    for (const QByteArray& line : m_lines) {
        const qsizetype at = line.indexOf(verb);
        if (at < 0)
            continue;
        const qsizetype colon = line.indexOf(':');
        QByteArray text = line.mid(at + verb.size());
        if (text.startsWith(':'))
            text.remove(0, 1);
        texts.append(line.mid(colon + 1, line.indexOf('!') - colon - 1) + ": " + text);
    }
    return texts;
}

} // namespace chatroom::test
