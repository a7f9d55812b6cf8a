#include "client-gui/demoserver.h"

#include <QTcpSocket>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::tests {

namespace {

constexpr auto kHistoryCapabilities = " draft/chathistory draft/event-playback";
constexpr auto kCapabilities = "message-tags server-time echo-message labeled-response batch away-notify multi-prefix";

QByteArray stamp(const QDateTime& at)
{
    return "@time=" + at.toUTC().toString(u"yyyy-MM-ddThh:mm:ss.zzzZ"_s).toLatin1();
}

QByteArray labelOf(const QByteArray& tags)
{
    for (const QByteArray& tag : tags.split(';')) {
        if (tag.startsWith("label="))
            return tag;
    }
    return {};
}

} // namespace

DemoServer::DemoServer(quint16 port)
{
    m_server.listen(QHostAddress::LocalHost, port);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        m_socket = m_server.nextPendingConnection();
        m_isIn = m_hasUser = m_hasEnd = false;
        m_nick.clear();
        m_password.clear();
        accounts.connectionOpened();
        connect(m_socket, &QTcpSocket::readyRead, this, &DemoServer::read);
    });
}

QString DemoServer::address() const
{
    return u"irc://127.0.0.1:%1"_s.arg(port());
}

void DemoServer::say(const QByteArray& line)
{
    if (m_socket)
        m_socket->write(line + "\r\n");
}

void DemoServer::saySomething(const QByteArray& who, const QByteArray& target, const QByteArray& text, const QDateTime& at,
                              const QByteArray& verb)
{
    if (keepsHistory)
        history.add(target, who, text, at, "demo" + QByteArray::number(m_messages + 1));
    happen(who, verb + ' ' + target + " :" + text, at);
}

void DemoServer::happen(const QByteArray& source, const QByteArray& rest, const QDateTime& at)
{
    say(stamp(at) + ";msgid=demo" + QByteArray::number(++m_messages) + " :" + source + "!user@192.0.2.7 " + rest);
}

void DemoServer::hangUp()
{
    m_server.close();
    if (m_socket)
        m_socket->abort();
}

void DemoServer::drop()
{
    if (m_socket)
        m_socket->abort();
}

void DemoServer::close()
{
    if (m_socket)
        m_socket->disconnectFromHost();
}

void DemoServer::answerHeld()
{
    holdsAnswers = false;
    for (const QByteArray& line : std::exchange(m_held, {}))
        say(line);
}

bool DemoServer::got(const QByteArray& part) const
{
    return std::any_of(lines.begin(), lines.end(), [&](const QByteArray& line) { return line.contains(part); });
}

void DemoServer::read()
{
    while (m_socket && m_socket->canReadLine()) {
        QByteArray line = m_socket->readLine().trimmed();
        lines.append(line);
        QByteArray tags;
        if (line.startsWith('@')) {
            const auto space = line.indexOf(' ');
            tags = line.mid(1, space - 1);
            line = line.mid(space + 1);
        }
        answer(tags, line);
    }
}

void DemoServer::answer(const QByteArray& tags, const QByteArray& line)
{
    const QByteArrayList words = line.split(' ');
    const QByteArray verb = words.value(0).toUpper();
    const QByteArray one = words.value(1);
    if (accounts.answer(line, m_nick, [this](const QByteArray& said) { say(said); }))
        return;
    if (verb == "CAP" && one == "LS")
        say(QByteArray("CAP * LS :") + kCapabilities + (keepsHistory ? kHistoryCapabilities : "")
            + (keepsHistory && searches ? " soju.im/search" : "") + more + accounts.capabilities());
    else if (verb == "CAP" && one == "REQ")
        say("CAP * ACK " + line.mid(8));
    else if (verb == "CAP" && one == "END")
        m_hasEnd = true;
    else if (verb == "USER")
        m_hasUser = true;
    else if (verb == "NICK")
        m_nick = one.startsWith(':') ? one.mid(1) : one;
    else if (verb == "PASS")
        m_password = one.startsWith(':') ? one.mid(1) : one;
    else if (verb == "PING")
        say("PONG demo " + line.mid(5));
    else if (verb == "PART")
        say(':' + m_nick + "!me@127.0.0.1 " + line);
    else if (verb == "AWAY")
        say(":demo " + QByteArray(line.size() > 5 ? "306 " : "305 ") + m_nick + " :Marked");
    else if (verb == "JOIN")
        enter(one.startsWith(':') ? one.mid(1) : one);
    else if (verb == "MODE" && words.size() == 2)
        say(":demo 324 " + m_nick + ' ' + one + " +nt");
    else if (verb == "WHO")
        say(":demo 315 " + m_nick + ' ' + one + " :End of WHO list");
    else if (verb == "PRIVMSG" || verb == "NOTICE")
        message(tags, line);
    else if (verb == "CHATHISTORY" || verb == "SEARCH") {
        const QByteArrayList said =
            verb == "SEARCH" ? history.answerSearch(labelOf(tags), line) : history.answerHistory(labelOf(tags), line);
        m_held += said;
        if (!holdsAnswers)
            answerHeld();
    } else if (verb == "LIST") {
        for (const QByteArray& room : rooms)
            say(":demo 322 " + m_nick + ' ' + room);
        say(":demo 323 " + m_nick + " :End of LIST");
    } else if (verb == "TOPIC" && words.size() > 2)
        say(':' + m_nick + "!me@127.0.0.1 " + line);
    welcome();
}

void DemoServer::welcome()
{
    if (m_isIn || !m_hasUser || !m_hasEnd || m_nick.isEmpty())
        return;
    if (!banned.isEmpty()) {
        say(":demo 465 " + m_nick + " :" + banned);
        m_socket->disconnectFromHost();
        return;
    }
    if (!password.isEmpty() && m_password != password) {
        say(":demo 464 " + m_nick + " :Password incorrect");
        m_socket->disconnectFromHost();
        return;
    }
    if (accounts.isRefused(m_nick)) {
        say(":demo 433 * " + m_nick + " :This nickname is reserved for its account");
        m_nick.clear();
        return;
    }
    if (takenNames.contains(m_nick)) {
        say(":demo 433 * " + m_nick + " :Nickname is already in use");
        m_nick.clear();
        return;
    }
    m_isIn = true;
    say(":demo 001 " + m_nick + " :Welcome");
    say(":demo 005 " + m_nick + " PREFIX=(ov)@+ CHANTYPES=# NETWORK=House CASEMAPPING=ascii"
        + (keepsHistory ? " CHATHISTORY=" + QByteArray::number(history.page) + " MSGREFTYPES=msgid,timestamp" : "") + moreSupport + " :are supported");
    say(":demo 375 " + m_nick + " :Message of the day");
    say(":demo 372 " + m_nick + " :Welcome to the house. Coffee is in the kitchen.");
    say(":demo 376 " + m_nick + " :End of message of the day");
}

void DemoServer::enter(const QByteArray& names)
{
    for (const QByteArray& room : names.split(',')) {
        if (refusedRooms.contains(room)) {
            say(":demo 473 " + m_nick + ' ' + room + " :Cannot join channel (+i)");
            continue;
        }
        say((joinedAt.isValid() ? stamp(joinedAt) + ' ' : QByteArray()) + ':' + m_nick + "!me@127.0.0.1 JOIN " + room);
        if (!topic.isEmpty())
            say(":demo 332 " + m_nick + ' ' + room + " :" + topic);
        const bool isAlone = people.isEmpty();
        say(":demo 353 " + m_nick + " = " + room + " :" + (isAlone ? '@' + m_nick : m_nick + ' ' + people.join(' ')));
        say(":demo 366 " + m_nick + ' ' + room + " :End of NAMES list");
        for (const QByteArray& name : away)
            say(':' + name + "!user@192.0.2.7 AWAY :Lunch");
    }
}

void DemoServer::message(const QByteArray& tags, const QByteArray& line)
{
    const QByteArray label = labelOf(tags);
    if (line.contains(silentWhen))
        return;
    const QByteArray prefix = label.isEmpty() ? QByteArray() : '@' + label + ' ';
    if (line.contains(refusedWhen)) {
        say(prefix + ":demo 404 " + m_nick + ' ' + line.split(' ').value(1) + " :You cannot speak in this room");
        return;
    }
    const QDateTime saidAt = answersAt.isValid() ? answersAt : QDateTime::currentDateTimeUtc();
    const QByteArray time = stamp(saidAt).mid(1);
    if (keepsHistory) {
        const QByteArray target = line.split(' ').value(1);
        QByteArray text = line.mid(line.indexOf(target) + target.size() + 1);
        text = text.startsWith(':') ? text.mid(1) : text;
        history.add(target, m_nick, text, saidAt, "own" + QByteArray::number(m_messages + 1));
    }
    say('@' + (label.isEmpty() ? time : label + ';' + time) + ";msgid=own" + QByteArray::number(++m_messages) + " :" + m_nick
        + "!me@127.0.0.1 " + line);
}

} // namespace chatroom::tests
