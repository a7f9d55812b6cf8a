#include "client/historyserver.h"

#include "protocol/parser.h"
#include "protocol/search.h"
#include "protocol/timestamp.h"

#include <algorithm>

namespace chatroom::client::test {

using protocol::bytes;
using protocol::view;

namespace {

QByteArray timeTag(qint64 time)
{
    return protocol::formatTimestamp(Timestamp{std::chrono::milliseconds(time)});
}

bool isRoom(const QByteArray& name)
{
    return name.startsWith('#');
}

} // namespace

HistoryServer::HistoryServer(QByteArray capabilities) : m_capabilities(std::move(capabilities))
{
    m_server.listen(QHostAddress::LocalHost);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        m_socket = m_server.nextPendingConnection();
        m_rooms.clear();
        m_hasUser = m_isWelcome = m_isNegotiating = false;
        connect(m_socket, &QTcpSocket::readyRead, this, [this] { read(); });
        connect(m_socket, &QTcpSocket::disconnected, this, [this, socket = m_socket] {
            if (m_socket == socket)
                m_socket = nullptr;
        });
    });
}

void HistoryServer::write(const QByteArray& line)
{
    if (m_socket)
        m_socket->write(line + "\r\n");
}

void HistoryServer::hangUp()
{
    QTcpSocket* socket = std::exchange(m_socket, nullptr);
    if (!socket)
        return;
    socket->flush();
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
}

void HistoryServer::breakAt(Break point, int after)
{
    m_break = point;
    m_until = after;
}

bool HistoryServer::isBreaking(Break point)
{
    if (m_break != point || m_until-- > 0)
        return false;
    m_break = Break::Never;
    hangUp();
    return true;
}

bool HistoryServer::hasCapability(const QByteArray& name) const
{
    return m_capabilities.split(' ').contains(name);
}

int HistoryServer::asked(const QByteArray& part) const
{
    return static_cast<int>(std::ranges::count_if(lines, [&part](const QByteArray& each) { return each.contains(part); }));
}

QStringList HistoryServer::texts(const QByteArray& target) const
{
    QStringList all;
    for (const KeptMessage& each : kept) {
        if (each.target == target && each.verb == "PRIVMSG")
            all.append(QString::fromUtf8(each.text));
    }
    return all;
}

KeptMessage& HistoryServer::keep(const QByteArray& nickname, const QByteArray& verb, const QByteArray& target, const QByteArray& text,
                                 const QByteArray& tags)
{
    kept.push_back({"m" + QByteArray::number(++m_lastId), nickname, verb, target, text, ++now, tags});
    return kept.back();
}

QByteArray HistoryServer::tagsOf(const KeptMessage& message, const QByteArray& tags) const
{
    QByteArray all = tags;
    if (hasCapability("server-time"))
        all += (all.isEmpty() ? "" : ";") + QByteArray("time=") + timeTag(message.time);
    if (hasMessageIds && hasCapability("message-tags"))
        all += (all.isEmpty() ? "" : ";") + QByteArray("msgid=") + message.id;
    if (!message.tags.isEmpty())
        all += (all.isEmpty() ? "" : ";") + message.tags;
    return all.isEmpty() ? QByteArray() : '@' + all + ' ';
}

void HistoryServer::tell(const KeptMessage& message, const QByteArray& tags)
{
    const QByteArray source = ':' + message.nickname + "!u@h ";
    if (!message.text.contains('\n')) {
        const QByteArray end = message.text.isEmpty() ? QByteArray() : message.verb == "REDACT" ? ' ' + message.text : " :" + message.text;
        return write(tagsOf(message, tags) + source + message.verb + ' ' + message.target + end);
    }
    const QByteArray reference = 'l' + QByteArray::number(++m_lastBatch);
    write(tagsOf(message, tags) + source + "BATCH +" + reference + " draft/multiline " + message.target);
    for (const QByteArray& line : message.text.split('\n'))
        write("@batch=" + reference + ' ' + source + message.verb + ' ' + message.target + " :" + line);
    write(source + "BATCH -" + reference);
}

void HistoryServer::say(const QByteArray& nickname, const QByteArray& target, const QByteArray& text)
{
    happen(nickname, "PRIVMSG", target, text);
}

QByteArray HistoryServer::happen(const QByteArray& nickname, const QByteArray& verb, const QByteArray& target, const QByteArray& text,
                                 const QByteArray& tags)
{
    const KeptMessage message = keep(nickname, verb, target, text, tags);
    if (m_isWelcome && (isRoom(target) ? m_rooms.contains(target) : target == m_nickname))
        tell(message, {});
    return message.id;
}

QByteArray HistoryServer::react(const QByteArray& nickname, const QByteArray& target, const QByteArray& id, const QByteArray& emoji,
                                bool isOn)
{
    return happen(nickname, "TAGMSG", target, {},
                  "+reply=" + id + ";+draft/reply=" + id + (isOn ? ";+draft/react=" : ";+draft/unreact=") + emoji);
}

void HistoryServer::redact(const QByteArray& nickname, const QByteArray& target, const QByteArray& id, const QByteArray& reason)
{
    for (KeptMessage& each : kept) {
        if (each.id != id)
            continue;
        each.nickname = nickname;
        each.verb = "REDACT";
        each.text = id + " :" + reason;
        each.tags.clear();
    }
    happen(nickname, "REDACT", target, id + " :" + reason);
}

void HistoryServer::read()
{
    while (m_socket && m_socket->canReadLine()) {
        const QByteArray waiting = m_socket->peek(1024);
        if (waiting.left(waiting.indexOf('\n')).contains("PRIVMSG") && isBreaking(Break::BeforeReading))
            return;
        QByteArray line = m_socket->readLine();
        line.chop(line.endsWith("\r\n") ? 2 : 1);
        lines.append(line);
        handle(line);
    }
}

void HistoryServer::welcome()
{
    if (m_isWelcome || !m_hasUser || m_isNegotiating || m_nickname.isEmpty())
        return;
    m_isWelcome = true;
    write(":s 001 " + m_nickname + " :Welcome");
    const QByteArray types = hasMessageIds ? "msgid,timestamp" : "timestamp";
    write(":s 005 " + m_nickname + " PREFIX=(ov)@+" + (tellsLimit ? " CHATHISTORY=" + QByteArray::number(limit) : QByteArray())
          + " MSGREFTYPES=" + types + (tokens.isEmpty() ? tokens : ' ' + tokens) + " :are supported");
    write(":s 422 " + m_nickname + " :No MOTD");
}

void HistoryServer::handle(const QByteArray& line)
{
    const auto parsed = protocol::parse(view(line), protocol::kLenient);
    if (!parsed)
        return;
    const QByteArray verb = bytes(parsed->command);
    const QByteArray label = parsed->tagsView().value("label").value_or(QByteArray());
    QByteArray tags;
    parsed->tagsView().forEach([&tags](std::string_view key, std::string_view value) {
        if (protocol::isClientOnlyTag(key))
            tags += (tags.isEmpty() ? "" : ";") + bytes(key) + '=' + bytes(value);
    });
    QByteArrayList words;
    for (std::size_t at = 0; at < parsed->parameterCount(); ++at)
        words.append(bytes(parsed->parameter(at)));
    if (verb == "CAP" && words.value(0) == "LS") {
        m_isNegotiating = true;
        return write("CAP * LS :" + m_capabilities);
    }
    if (verb == "CAP" && words.value(0) == "REQ")
        return write("CAP * ACK :" + words.mid(1).join(' '));
    m_isNegotiating = m_isNegotiating && !(verb == "CAP" && words.value(0) == "END");
    m_hasUser = m_hasUser || verb == "USER";
    if (verb == "NICK")
        m_nickname = words.value(0);
    welcome();
    if (verb == "JOIN") {
        m_rooms.append(words.value(0));
        tell(keep(m_nickname, "JOIN", words.value(0), {}), {});
        if (hasCapability("draft/read-marker"))
            mark({words.value(0)});
        write(":s 366 " + m_nickname + ' ' + words.value(0) + " :End");
    } else if (verb == "PING") {
        write("PONG s :" + words.value(0));
    } else if (verb == "BATCH") {
        takeBatch(label, words, tags);
    } else if (!m_batch.id.isEmpty() && parsed->tagsView().value("batch") == m_batch.id) {
        const bool isConcat = m_batch.verb.isEmpty() || parsed->tagsView().contains("draft/multiline-concat");
        m_batch.verb = verb;
        m_batch.text += (isConcat ? "" : "\n") + words.value(1);
    } else if (verb == "PRIVMSG" || verb == "NOTICE" || verb == "TAGMSG") {
        take(label, verb, words.value(0), words.value(1), tags);
    } else if (verb == "REDACT") {
        redact(m_nickname, words.value(0), words.value(1), words.value(2));
    } else if (verb == "MARKREAD") {
        mark(words);
    } else if (verb == "CHATHISTORY") {
        history(label, words);
    } else if (verb == "SEARCH") {
        search(label, words.value(0));
    }
}

void HistoryServer::takeBatch(const QByteArray& label, const QByteArrayList& words, const QByteArray& tags)
{
    const QByteArray reference = words.value(0).mid(1);
    if (words.value(0).startsWith('+')) {
        m_batch = {reference, {}, {}, words.value(2), {}, 0, tags};
        m_batchLabel = label;
    } else if (reference == m_batch.id) {
        const KeptMessage whole = std::exchange(m_batch, {});
        take(m_batchLabel, whole.verb, whole.target, whole.text, whole.tags);
    }
}

void HistoryServer::mark(const QByteArrayList& words)
{
    QByteArray& mark = marks[words.value(0)];
    if (words.size() > 1 && !isMarking)
        return write(":s FAIL MARKREAD INTERNAL_ERROR " + words.value(0) + " :Only with an account");
    if (words.size() > 1 && mark < words.value(1))
        mark = words.value(1);
    write(":s MARKREAD " + words.value(0) + ' ' + (mark.isEmpty() ? "*" : mark));
}

void HistoryServer::take(const QByteArray& label, const QByteArray& verb, const QByteArray& target, const QByteArray& text,
                         const QByteArray& tags)
{
    if (isBreaking(Break::BeforeStoring))
        return;
    if (isBroken)
        return write((label.isEmpty() ? QByteArray() : "@label=" + label + ' ') + ":s FAIL PRIVMSG MESSAGE_NOT_SAVED " + target
                     + " :The disk is full");
    const KeptMessage message = keep(m_nickname, verb, target, text, tags);
    if (isBreaking(Break::AfterStoring))
        return;
    if (hasCapability("echo-message") && !holdsEchoes)
        tell(message, label.isEmpty() ? QByteArray() : "label=" + label);
    if (isBreaking(Break::AfterEcho))
        return;
}

std::vector<KeptMessage> HistoryServer::messagesOf(const QByteArray& target) const
{
    std::vector<KeptMessage> all;
    for (const KeptMessage& each : kept) {
        const bool isEvent = each.verb != "PRIVMSG" && each.verb != "NOTICE";
        const bool isThere = isRoom(target) ? each.target == target
                                            : (each.target == target && each.nickname == m_nickname)
                                                  || (each.target == m_nickname && each.nickname == target);
        if (isKeeping && isThere && (!isEvent || hasCapability("draft/event-playback")))
            all.push_back(each);
    }
    return all;
}

void HistoryServer::answer(const QByteArray& label, const QByteArray& type, const std::vector<KeptMessage>& messages)
{
    const QByteArray reference = QByteArray::number(++m_lastBatch);
    write((label.isEmpty() ? QByteArray() : "@label=" + label + ' ') + ":s BATCH +" + reference + ' ' + type);
    for (const KeptMessage& each : messages)
        tell(each, "batch=" + reference);
    write(":s BATCH -" + reference);
}

void HistoryServer::history(const QByteArray& label, const QByteArrayList& words)
{
    if (isBreaking(Break::WhileHistoryIsAsked) || isSilent)
        return;
    if (beforeAnswer)
        beforeAnswer();
    const QByteArray start = label.isEmpty() ? QByteArray() : "@label=" + label + ' ';
    if (!failure.isEmpty())
        return write(start + ":s FAIL CHATHISTORY " + failure + ' ' + words.value(0) + ' ' + words.value(1) + " :No");
    if (words.value(0) == "TARGETS")
        return targets(label, words);
    const std::vector<KeptMessage> all = messagesOf(words.value(1));
    const auto count = static_cast<std::ptrdiff_t>(all.size());
    // How many messages stand before that place, and how many up to it.
    const auto place = [&](const QByteArray& selector, bool isAfterIt) -> std::ptrdiff_t {
        const QByteArray value = selector.mid(selector.indexOf('=') + 1);
        const auto time = selector.startsWith("timestamp=") ? protocol::parseTimestamp(view(value)) : std::nullopt;
        std::ptrdiff_t at = 0;
        for (; at < count; ++at) {
            const KeptMessage& each = all[static_cast<std::size_t>(at)];
            if (!time && each.id == value)
                return isAfterIt ? at + 1 : at;
            if (time && (each.time > time->time_since_epoch().count() || (!isAfterIt && each.time == time->time_since_epoch().count())))
                return at;
        }
        return at;
    };
    const std::ptrdiff_t most = std::min<std::ptrdiff_t>(words.last().toInt(), limit);
    std::ptrdiff_t begin = 0;
    std::ptrdiff_t end = count;
    if (words.value(0) == "BEFORE") {
        end = place(words.value(2), false);
        begin = std::max<std::ptrdiff_t>(0, end - most);
    } else if (words.value(0) == "AFTER") {
        begin = place(words.value(2), true);
        end = std::min(count, begin + most);
    } else if (words.value(0) == "LATEST") {
        begin = words.value(2) == "*" ? 0 : place(words.value(2), true);
        begin = std::max(begin, count - most);
    } else if (words.value(0) == "AROUND") {
        const std::ptrdiff_t center = place(words.value(2), false);
        begin = std::max<std::ptrdiff_t>(0, center - most / 2);
        end = std::min(count, begin + most);
    } else if (words.value(0) == "BETWEEN") {
        const bool isForward = place(words.value(2), true) <= place(words.value(3), false);
        begin = isForward ? place(words.value(2), true) : place(words.value(3), true);
        end = isForward ? place(words.value(3), false) : place(words.value(2), false);
        if (isForward)
            end = std::min(end, begin + most);
        else
            begin = std::max(begin, end - most);
    }
    begin = std::min(begin, end);
    answer(label, "chathistory " + words.value(1), {all.begin() + begin, all.begin() + end});
}

void HistoryServer::targets(const QByteArray& label, const QByteArrayList& words)
{
    const auto from = protocol::parseTimestamp(view(words.value(1).mid(10)));
    const auto to = protocol::parseTimestamp(view(words.value(2).mid(10)));
    std::vector<std::pair<QByteArray, qint64>> found;
    for (const KeptMessage& each : kept) {
        const QByteArray other = each.nickname == m_nickname ? each.target : each.nickname;
        if (isRoom(each.target) || (each.target != m_nickname && each.nickname != m_nickname))
            continue;
        std::erase_if(found, [&](const auto& known) { return known.first == other; });
        if (each.time > from->time_since_epoch().count() && each.time < to->time_since_epoch().count())
            found.emplace_back(other, each.time);
    }
    const QByteArray reference = QByteArray::number(++m_lastBatch);
    write((label.isEmpty() ? QByteArray() : "@label=" + label + ' ') + ":s BATCH +" + reference + " draft/chathistory-targets");
    for (const auto& [name, time] : found)
        write("@batch=" + reference + " :s CHATHISTORY TARGETS " + name + ' ' + timeTag(time));
    write(":s BATCH -" + reference);
}

void HistoryServer::search(const QByteArray& label, const QByteArray& attributes)
{
    if (isSilent)
        return;
    if (!failure.isEmpty())
        return write((label.isEmpty() ? QByteArray() : "@label=" + label + ' ') + ":s FAIL SEARCH " + failure + " :No");
    const auto asked = protocol::parseSearchAttributes(view(attributes));
    std::vector<KeptMessage> found;
    for (auto each = kept.rbegin(); asked && each != kept.rend() && static_cast<int>(found.size()) < asked->limit.value_or(limit); ++each) {
        const Timestamp time{std::chrono::milliseconds(each->time)};
        if (each->verb != "PRIVMSG" || (asked->before && time > *asked->before) || (asked->after && time < *asked->after))
            continue;
        if ((!asked->in.isEmpty() && each->target != asked->in) || (!asked->from.isEmpty() && each->nickname != asked->from))
            continue;
        if (each->text.contains(asked->text))
            found.push_back(*each);
    }
    std::ranges::reverse(found);
    answer(label, "soju.im/search", found);
}

} // namespace chatroom::client::test
