#include "server/dialogue.h"

#include "protocol/parser.h"
#include "protocol/serializer.h"

#include <algorithm>

namespace chatroom::server::test {

using protocol::view;

namespace {

// What a worker makes of a line: with a fault, the command alone is told, if it can be.
IncomingLine incoming(std::string_view line)
{
    auto parsed = protocol::parse(line);
    if (!parsed) {
        const auto error = parsed.error();
        const bool isTooLong = error == protocol::ParseError::TagsTooLong || error == protocol::ParseError::MessageTooLong;
        return {{}, isTooLong ? LineFault::TooLong : LineFault::Malformed};
    }
    return {*parsed, protocol::isValidUtf8(line) ? LineFault::None : LineFault::NotUtf8};
}

// "@time=2023...;msgid=abc :x" -> "@time=*;msgid=* :x"
QByteArray withoutChance(const QByteArray& line)
{
    if (!line.startsWith('@'))
        return line;
    const qsizetype end = line.indexOf(' ');
    QByteArrayList tags = line.mid(1, end - 1).split(';');
    for (QByteArray& tag : tags) {
        if (tag.startsWith("time="))
            tag = "time=*";
        else if (tag.startsWith("msgid="))
            tag = "msgid=*";
    }
    return '@' + tags.join(';') + line.mid(end);
}

} // namespace

int Recorder::count(EventKind kind) const
{
    return static_cast<int>(std::count_if(events.begin(), events.end(), [&](const ServerEvent& e) { return e.kind == kind; }));
}

ServerEvent Recorder::last(EventKind kind) const
{
    for (auto it = events.rbegin(); it != events.rend(); ++it) {
        if (it->kind == kind)
            return *it;
    }
    return {};
}

void Person::say(const QByteArray& line)
{
    sayAll({line});
}

void Person::sayAll(const QByteArrayList& lines)
{
    LineBatch batch;
    batch.connection = m_id;
    batch.bytes = lines.join('\n');
    batch.receivedBytes = static_cast<std::uint64_t>(batch.bytes.size()) + 2;
    std::string_view rest = view(batch.bytes);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        batch.lines.push_back(incoming(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    m_dialogue.handle(batch);
}

QByteArrayList Person::read()
{
    QByteArrayList lines = readRaw();
    for (QByteArray& line : lines)
        line = withoutChance(line);
    return lines;
}

QByteArrayList Person::readRaw()
{
    return std::exchange(m_lines, {});
}

QByteArrayList Person::ask(const QByteArray& line)
{
    m_lines.clear();
    say(line);
    return read();
}

void Person::hangUp(CloseCause cause)
{
    m_isClosed = true;
    m_dialogue.handle(ConnectionClosed{m_id, cause, {}});
}

Dialogue::Dialogue(ServerConfig config, std::size_t workers, std::unique_ptr<storage::Store> store, std::chrono::milliseconds clockOffset)
    : engine(std::move(config), clock, recorder, workers, store != nullptr), m_workers(workers), m_store(std::move(store))
{
    clock.advance(clockOffset);
    if (m_store)
        engine.restore(storage::restore(*m_store).value());
}

Person& Dialogue::connect(const QHostAddress& from)
{
    const std::uint32_t slot = m_nextSlot++;
    const QHostAddress address = from.isNull() ? QHostAddress{0xc0000200U + slot + 1} : from;
    return connectAs({slot, 1, static_cast<std::uint16_t>(slot % m_workers)}, address);
}

Person& Dialogue::connectAs(ConnectionId id, const QHostAddress& from, const QByteArray& fingerprint)
{
    Person& person = *m_people.emplace(id, std::make_unique<Person>(*this, id)).first->second;
    handle(ConnectionOpened{id, from, static_cast<std::uint16_t>(50'000 + id.slot), !fingerprint.isEmpty(), fingerprint});
    return person;
}

Person& Dialogue::enter(const QByteArray& nickname, const QByteArray& capabilities)
{
    Person& person = connect();
    if (!capabilities.isEmpty())
        person.sayAll({"CAP REQ :" + capabilities, "CAP END"});
    person.sayAll({"NICK " + nickname, "USER " + nickname + " 0 * :" + nickname});
    const QByteArrayList welcome = person.readRaw();
    const bool isWelcome = std::any_of(welcome.begin(), welcome.end(), [](const QByteArray& l) { return l.contains(" 001 "); });
    if (!isWelcome)
        qFatal("%s was not let in: %s", nickname.constData(), welcome.join(" | ").constData());
    return person;
}

void Dialogue::wait(std::chrono::seconds time)
{
    for (std::chrono::seconds passed{0}; passed < time; ++passed) {
        clock.advance(std::chrono::seconds{1});
        engine.tick();
        deliver();
    }
}

void Dialogue::handle(const InboundEvent& event)
{
    engine.handle(event);
    deliver();
}

// What a turn wants kept is kept before any of it goes out; where that fails, what was to be kept does not go out at all.
bool Dialogue::keep(Outbox& outbox)
{
    const std::vector<storage::Write> writes = engine.takeWrites();
    if (writes.empty())
        return false;
    const auto kept = storeError ? Result<void, storage::StoreError>{Unexpected{*storeError}} : m_store->commit(writes);
    if (kept)
        return true;
    engine.setStoreTrouble(kept.error());
    engine.refuseKept(outbox.takeKept());
    return true;
}

void Dialogue::deliver()
{
    for (;;) {
        Outbox outbox = engine.takeOutbox();
        const bool isKept = keep(outbox);
        const std::vector<Asked> asked = engine.takeQuestions();
        m_asked.insert(m_asked.end(), asked.begin(), asked.end());
        const std::vector<Chore> chores = engine.takeChores();
        m_chores.insert(m_chores.end(), chores.begin(), chores.end());
        if (outbox.isEmpty() && !isKept && (m_asked.empty() || !isAnswering) && (m_chores.empty() || !isWorking))
            return;
        for (std::size_t worker = 0; worker < m_workers; ++worker) {
            for (const WorkerOrder& order : outbox.take(worker))
                carryOut(order);
        }
        if (isAnswering)
            giveAnswers();
        if (isWorking)
            doChores();
    }
}

void Dialogue::doChores()
{
    for (const Chore& chore : std::exchange(m_chores, {}))
        engine.finished(chore.number, server::carryOut(chore.work));
    if (!isWorking)
        deliver();
}

void Dialogue::giveAnswers()
{
    for (const Asked& asked : std::exchange(m_asked, {}))
        engine.answer(asked.number, storeError ? storage::Answer{*storeError} : storage::ask(*m_store, asked.question));
    if (!isAnswering)
        deliver();
}

void Dialogue::carryOut(const WorkerOrder& order)
{
    if (const auto* close = std::get_if<CloseOrder>(&order))
        return closeFromEngine(close->connection);
    if (const auto* flood = std::get_if<FloodOrder>(&order)) {
        m_people.at(flood->connection)->m_floodOrders.append(*flood);
        return;
    }
    const auto* direct = std::get_if<DirectDelivery>(&order);
    const Delivery delivery = direct == nullptr ? std::get<Delivery>(order) : Delivery{direct->bytes, {direct->to}, {}};
    ++deliveries;
    if (!delivery.bytes.endsWith("\r\n"))
        qFatal("not whole lines: %s", delivery.bytes.constData());
    QByteArrayList lines = delivery.bytes.chopped(2).split('\n');
    for (QByteArray& line : lines) {
        if (line.endsWith('\r'))
            line.chop(1);
    }
    for (const ConnectionId id : delivery.receivers) {
        if (id.worker != delivery.receivers.first().worker)
            qFatal("one delivery for two workers");
        const auto it = m_people.find(id);
        if (it != m_people.end() && !it->second->m_isClosed && id != delivery.except)
            it->second->m_lines += lines;
    }
}

void Dialogue::closeFromEngine(ConnectionId id)
{
    Person& person = *m_people.at(id);
    if (std::exchange(person.m_isClosed, true))
        return;
    engine.handle(ConnectionClosed{id, CloseCause::ByServer, {}});
}

void Dialogue::forgetLines()
{
    for (auto& [id, person] : m_people)
        person->m_lines.clear();
}

} // namespace chatroom::server::test
