#include "durability/talker.h"

#include "durability/waiting.h"
#include "protocol/parser.h"
#include "server-io/support.h"

#include <algorithm>

namespace chatroom::test {

using protocol::bytes;

namespace {

const QByteArray kPage = "1000";
const QByteArray kBeginning = "timestamp=1970-01-01T00:00:00.000Z";

bool isHistory(const QByteArray& type)
{
    return type == "chathistory" || type == "soju.im/search";
}

} // namespace

Talker::Talker(QByteArray name, QByteArrayList rooms, std::uint32_t seed, QByteArray capabilities)
    : m_name(std::move(name)), m_rooms(std::move(rooms)), m_capabilities(std::move(capabilities)), m_random(seed)
{
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(&m_socket, &QTcpSocket::readyRead, this, &Talker::read);
    connect(&m_socket, &QTcpSocket::disconnected, this, &Talker::read);
}

void Talker::comeIn(std::uint16_t port)
{
    m_socket.abort();
    m_partial.clear();
    m_batches.clear();
    m_inFlight.clear(); // nobody will ever tell what became of those
    m_others.clear();
    m_topics.clear();
    m_entered = 0;
    m_socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    send("CAP REQ :" + m_capabilities);
    send("NICK " + m_name);
    send("USER " + m_name + " 0 * :" + m_name);
    send("CAP END");
    send("JOIN " + m_rooms.join(','));
}

void Talker::send(const QByteArray& line)
{
    m_socket.write(line + "\r\n");
}

void Talker::read()
{
    if (m_socket.isOpen())
        m_partial += m_socket.readAll();
    qsizetype begin = 0;
    for (qsizetype end = 0; (end = m_partial.indexOf('\n', begin)) >= 0; begin = end + 1)
        take(m_partial.mid(begin, end - begin).chopped(m_partial.at(end - 1) == '\r' ? 1 : 0));
    m_partial.remove(0, begin);
    pump();
}

void Talker::take(const QByteArray& line)
{
    const auto parsed = protocol::parse(protocol::view(line), protocol::kLenient);
    if (!parsed)
        return;
    const std::string_view command = parsed->command;
    const bool isToRoom = parsed->parameter(0).starts_with('#');
    if ((command == "PRIVMSG" || command == "NOTICE") && isToRoom)
        return takeSaid(*parsed);
    if (command == "BATCH")
        return takeBatch(*parsed);
    m_others.append(line);
    if (command == "PING")
        send("PONG :" + bytes(parsed->last()));
    else if (command == "366")
        ++m_entered;
    else if (command == "TOPIC" || command == "332")
        takeTopic(bytes(parsed->parameter(command == "TOPIC" ? 0 : 1)), bytes(parsed->last()).toInt());
    else if (command == "FAIL" && (parsed->parameter(0) == "CHATHISTORY" || parsed->parameter(0) == "SEARCH"))
        m_isRefused = true;
    else if (command == "FAIL" || (command == "NOTICE" && parsed->last().find("Not sent") != std::string_view::npos))
        takeRefusal(*parsed);
}

void Talker::takeSaid(const protocol::MessageView& message)
{
    const protocol::TagsView tags = message.tagsView();
    Said said{tags.value("msgid").value_or(QByteArray()), tags.value("time").value_or(QByteArray()),
              bytes(protocol::SourceView::parse(message.source).nickname), bytes(message.command), bytes(message.last())};
    const auto batch = m_batches.find(tags.value("batch").value_or(QByteArray()));
    if (batch != m_batches.end() && isHistory(batch->second.type)) {
        batch->second.messages.push_back(std::move(said));
        return;
    }
    ++m_count;
    if (said.author == m_name) {
        m_echoed.insert(wordOf(said.text));
        settle(wordOf(said.text));
    }
    m_heard[bytes(message.parameter(0))].push_back(std::move(said));
}

void Talker::takeBatch(const protocol::MessageView& message)
{
    const QByteArray name = bytes(message.parameter(0)).mid(1);
    if (message.parameter(0).starts_with('+')) {
        m_batches[name] = {
            bytes(message.parameter(1)), bytes(message.parameter(2)), message.tagsView().value("label").value_or(QByteArray()), {}};
        return;
    }
    Batch batch = std::move(m_batches[name]);
    m_batches.erase(name);
    if (!isHistory(batch.type))
        return;
    if (m_isBrowsing)
        browseOn(batch);
    else
        m_answer = std::move(batch.messages);
}

void Talker::takeRefusal(const protocol::MessageView& message)
{
    // With a label it says itself what it is about, or its batch does; what went out first is answered first otherwise.
    const protocol::TagsView tags = message.tagsView();
    const auto batch = m_batches.find(tags.value("batch").value_or(QByteArray()));
    QByteArray word = batch == m_batches.end() ? tags.value("label").value_or(QByteArray()) : batch->second.label;
    if (word.isEmpty() && !m_inFlight.empty())
        word = m_inFlight.front();
    m_refused.insert(word);
    settle(word);
}

void Talker::takeTopic(const QByteArray& room, int number)
{
    m_topics[room] = number;
    m_highest[room] = std::max(m_highest[room], number);
}

void Talker::settle(const QByteArray& word)
{
    const auto it = std::ranges::find(m_inFlight, word);
    if (it == m_inFlight.end())
        return; // the other room's
    m_late += it == m_inFlight.begin() ? 0U : 1U;
    m_inFlight.erase(it);
}

void Talker::talk(int inFlight)
{
    m_wanted = inFlight;
    pump();
}

void Talker::burst(int messages)
{
    for (int i = 0; i < messages; ++i)
        sayOne();
    m_socket.flush();
}

void Talker::pump()
{
    while (isInside() && !isGone() && m_inFlight.size() < static_cast<std::size_t>(m_wanted))
        sayOne();
}

void Talker::sayOne()
{
    const auto below = [this](int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(limit)); };
    const QByteArray word = m_name + QByteArray::number(++m_number).rightJustified(7, '0');
    QByteArray target = m_rooms.at(below(static_cast<int>(m_rooms.size())));
    if (below(8) == 0 && m_rooms.size() > 1 && target != m_rooms.constFirst()) {
        target = m_rooms.constFirst() + ',' + target;
        m_doubled.insert(word);
    }
    const bool isLabelled = m_capabilities.contains("labeled-response");
    send((isLabelled ? "@label=" + word + ' ' : QByteArray()) + (below(16) == 0 ? "NOTICE " : "PRIVMSG ") + target + " :" + word + ' '
         + QByteArray("\xc3\xa4 b").repeated(below(m_filler / 4 + 1)).trimmed() + '.');
    m_said.insert(word);
    m_inFlight.push_back(word);
}

void Talker::setTopic(const QByteArray& room, int number)
{
    send("TOPIC " + room + " :" + QByteArray::number(number));
}

void Talker::browse(bool isOn)
{
    if (!std::exchange(m_isBrowsing, isOn) && isOn)
        browseOn({});
}

void Talker::browseOn(const Batch& page)
{
    QByteArray room = page.target.isEmpty() ? m_rooms.constFirst() : page.target;
    QByteArray from = kBeginning;
    if (!page.messages.empty())
        from = "msgid=" + page.messages.back().id;
    else
        room = m_rooms.at((m_rooms.indexOf(room) + 1) % m_rooms.size());
    send("CHATHISTORY AFTER " + room + ' ' + from + " 100");
}

std::optional<Heard> Talker::ask(const QByteArray& command)
{
    m_answer.reset();
    m_isRefused = false;
    send(command);
    const bool isTold = waitFor([this] { return m_answer || m_isRefused || isGone(); }, kPatience);
    return isTold ? std::exchange(m_answer, std::nullopt) : std::nullopt;
}

std::optional<Heard> Talker::history(const QByteArray& room)
{
    Heard all;
    QByteArray from = kBeginning;
    while (true) {
        auto page = ask("CHATHISTORY AFTER " + room + ' ' + from + ' ' + kPage);
        if (!page)
            return std::nullopt;
        if (page->empty())
            return all;
        from = "msgid=" + page->back().id;
        std::ranges::move(*page, std::back_inserter(all));
    }
}

std::optional<Heard> Talker::historyBackwards(const QByteArray& room)
{
    Heard all;
    auto page = ask("CHATHISTORY LATEST " + room + " * " + kPage);
    while (page && !page->empty()) {
        std::ranges::copy(page->rbegin(), page->rend(), std::back_inserter(all));
        page = ask("CHATHISTORY BEFORE " + room + " msgid=" + all.back().id + ' ' + kPage);
    }
    if (!page)
        return std::nullopt;
    std::ranges::reverse(all);
    return all;
}

bool Talker::isAnswered()
{
    const QByteArray token = "asked" + QByteArray::number(++m_asked);
    send("PING " + token);
    return waitFor([&] { return isGone() || hears(token); }, kPatience) && !isGone();
}

bool Talker::hears(const QByteArray& part) const
{
    return std::any_of(m_others.crbegin(), m_others.crend(), [&](const QByteArray& line) { return line.contains(part); });
}

} // namespace chatroom::test
