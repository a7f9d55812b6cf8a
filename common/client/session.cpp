#include "client/session.h"

#include "client/handlers/handlers.h"
#include "client/plaintext.h"
#include "protocol/parser.h"
#include "protocol/serializer.h"
#include "protocol/timestamp.h"

#include <QRandomGenerator>

#include <algorithm>
#include <unordered_map>

namespace chatroom::client {

using namespace std::chrono_literals;
using protocol::bytes;
using protocol::view;

namespace {

constexpr auto kLongestRetry = 60s;
constexpr auto kQuietBeforePing = 60s;
constexpr auto kQuietBeforeLost = 90s;

const HandlerRow* findHandler(std::string_view verb)
{
    static const auto rows = [] {
        std::unordered_map<std::string_view, const HandlerRow*> all;
        for (const auto family : {registrationHandlers(), messageHandlers(), modernHandlers(), membershipHandlers(), roomHandlers(), queryHandlers(),
                                  aboutHandlers(), accountHandlers()}) {
            for (const HandlerRow& row : family)
                all.emplace(row.verb, &row);
        }
        return all;
    }();
    const auto found = rows.find(verb);
    return found == rows.end() ? nullptr : found->second;
}

} // namespace

SessionCore::SessionCore(Session& owner, const Clock& time, network::TrustStore& trust, storage::ClientStore* store)
    : self(owner), clock(time), connection(trust), server(ConversationWriter::make(Conversation::Kind::Server, Session::tr("Server"))),
      batches([this](const Batch& batch) { collected(batch); }), memory(*this, store), history(*this), outbox(*this), searcher(*this), readMarks(*this), typing(*this),
      signIn(*this), accounts(*this), profiles(*this), presence(*this)
{
    list.insert(server.get());
    using network::Connection;
    QObject::connect(&connection, &Connection::opened, &self, [this] {
        setState(Session::State::Registering);
        heard = clock.monotonic();
        aliveTimer.start(10s);
        write({"CAP", "LS", "302"});
        if (!identity.serverPassword.isEmpty())
            write({"PASS", identity.serverPassword.toUtf8()});
        nickname = identity.nickname.toUtf8();
        write({"NICK", nickname});
        const QString real = identity.realname.isEmpty() ? identity.nickname : identity.realname;
        write({"USER", "chatroom", "0", "*", real.toUtf8()});
    });
    QObject::connect(&connection, &Connection::linesReceived, &self, [this](const QByteArrayList& lines) {
        heard = clock.monotonic();
        isPinged = false;
        for (const QByteArray& line : lines) {
            if (connection.state() == Connection::State::Open)
                handleLine(line);
        }
    });
    QObject::connect(&connection, &Connection::trustNeeded, &self, &Session::trustNeeded);
    QObject::connect(&connection, &Connection::failed, &self, [this](const network::Failure& failure) { lost(failure); });
    QObject::connect(&connection, &Connection::closed, &self, [this] {
        lost({network::FailureKind::Lost, Session::tr("The chatroom at %1 closed the connection.").arg(address.host)});
    });
    QObject::connect(&retryTimer, &QTimer::timeout, &self, [this] {
        const int left = self.secondsToRetry();
        Q_EMIT self.retryTick(left);
        if (left <= 0)
            connectNow();
    });
    QObject::connect(&aliveTimer, &QTimer::timeout, &self, [this] { keepAlive(); });
    onlineTimer.setSingleShot(true);
    onlineTimer.setInterval(5s);
    QObject::connect(&onlineTimer, &QTimer::timeout, &self, [this] { becomeOnline(); });
}

void SessionCore::setState(Session::State next)
{
    if (state == next)
        return;
    state = next;
    Q_EMIT self.stateChanged(next);
}

void SessionCore::connectNow()
{
    retryTimer.stop();
    forgetServer();
    setState(Session::State::Connecting);
    connection.open(address);
}

void SessionCore::forgetServer()
{
    isRegistered = isRegaining = isPinged = isAskingName = isNegotiated = isNameHeld = isNameReserved = false;
    parting.clear();
    offered = enabled = {};
    capabilityValues.clear();
    capabilityAnswers = 0;
    isupport = {};
    batches.clear();
    ownUser.clear();
    ownHost.clear();
    nameAttempt = 0;
}

void SessionCore::lost(const network::Failure& told)
{
    // What the server said is nearer to the cause than that nobody answers there now.
    const network::Failure failure{told.kind, goodbye.isEmpty() ? told.what : goodbye};
    lostReason = failure.what;
    aliveTimer.stop();
    onlineTimer.stop();
    outbox.lost();
    history.lost();
    searcher.lost();
    readMarks.lost();
    signIn.lost();
    accounts.lost();
    profiles.lost();
    presence.lost();
    memory.flush();
    const bool wasWaitingForName = isAskingName;
    const bool isDone = state == Session::State::Offline;
    for (auto& each : conversations)
        ConversationWriter::of(*each.second).isJoined = false;
    if (isDone || failure.kind == network::FailureKind::Untrusted || (!wasOnline && !wasWaitingForName)) {
        if (!isDone)
            giveUp(failure);
    } else if (!wasWaitingForName) {
        inform(*server, failure.what, LineKind::Error);
        scheduleRetry();
    } // else a person still thinks about a name: setNickname() connects again
    for (auto& each : conversations)
        leaveRoom(*each.second);
}

void SessionCore::giveUp(const network::Failure& failure)
{
    setState(Session::State::Offline);
    connection.abort();
    Q_EMIT self.failed(failure);
}

void SessionCore::scheduleRetry()
{
    const auto base = std::min<std::chrono::milliseconds>(kLongestRetry, 1000ms * (1 << std::min(tries, 6)));
    ++tries;
    const auto jitter = std::chrono::milliseconds(QRandomGenerator::global()->bounded(static_cast<int>(base.count() / 4) + 1));
    retryAt = clock.monotonic() + base + jitter;
    setState(Session::State::Waiting);
    Q_EMIT self.retryTick(self.secondsToRetry());
    retryTimer.start(1s);
}

void SessionCore::becomeOnline()
{
    if (!isRegistered || state == Session::State::Online)
        return;
    onlineTimer.stop();
    wasOnline = true;
    goodbye.clear();
    lostReason.clear();
    tries = 0;
    outbox.online();
    setState(Session::State::Online);
    for (auto& each : conversations) {
        if (each.second->kind() == Conversation::Kind::Direct)
            leaveRoom(*each.second); // a direct one is joined while online
    }
    const std::vector<WantedRoom> wanted = rooms;
    for (const WantedRoom& room : wanted) {
        const Conversation* there = self.find(room.name);
        if (!there || !there->isJoined()) // the server may have put us there by itself
            self.join(room.name, room.key);
    }
    if (!awayMessage.isEmpty() && !enabled.has(protocol::Capability::PreAway))
        write({"AWAY", awayMessage.toUtf8()});
    if (isAway && awayMessage.isEmpty()) {
        isAway = false;
        Q_EMIT self.awayChanged(false);
    }
    presence.online();
    readMarks.online();
    if (!memory.isLoading()) {
        history.online();
        openRooms();
    }
    outbox.pump();
}

void SessionCore::openRooms()
{
    for (auto& each : conversations) {
        if (each.second->kind() == Conversation::Kind::Room && each.second->isJoined())
            history.opened(*each.second);
    }
}

void SessionCore::remembered()
{
    if (state == Session::State::Online) {
        history.online();
        openRooms();
        for (const WantedRoom& room : std::vector<WantedRoom>(rooms)) {
            const Conversation* there = self.find(room.name);
            if (there && !there->isJoined())
                self.join(room.name, room.key); // for what waits to be said there
        }
    }
    outbox.pump();
}

void SessionCore::keepAlive()
{
    const auto quiet = clock.monotonic() - heard;
    if (quiet >= kQuietBeforeLost) {
        connection.abort();
        return;
    }
    if (isRegistered && quiet >= kQuietBeforePing && !isPinged) {
        isPinged = true;
        write({"PING", "alive"});
    }
    const QByteArray wanted = identity.nickname.toUtf8();
    if (state == Session::State::Online && wanted != nickname && !isRegaining) {
        isRegaining = true;
        write({"NICK", wanted});
    }
}

void SessionCore::handleLine(const QByteArray& line)
{
    const auto parsed = protocol::parse(view(line), protocol::kLenient);
    if (parsed && !batches.take(*parsed, line))
        handle(*parsed);
}

void SessionCore::handle(const protocol::MessageView& message)
{
    const Incoming in = incoming(message);
    if (message.tagsView().contains("time") && (!serverTime.isValid() || serverTime < in.time))
        serverTime = in.time;
    const QByteArray verb = bytes(message.command).toUpper();
    const bool isNumeric = verb.size() == 3 && verb[0] >= '0' && verb[0] <= '9';
    if (isQuiet(in.label) && (verb == "FAIL" || (isNumeric && verb[0] >= '4')))
        return;
    if (const HandlerRow* row = findHandler(view(verb))) {
        if (message.parameterCount() >= row->leastParameters)
            row->handle(*this, in);
        return;
    }
    if (isNumeric)
        handleOtherNumeric(*this, in);
}

Incoming SessionCore::incoming(const protocol::MessageView& message) const
{
    const protocol::TagsView tags = message.tagsView();
    Incoming in{message, protocol::SourceView::parse(message.source), {}, {}, tags.value("label").value_or(QByteArray()), {}, false};
    in.author = plainName(in.source.nickname);
    in.isOwn = !in.source.nickname.empty() && fold(in.source.nickname) == fold(view(nickname));
    in.messageId = QString::fromUtf8(tags.value("msgid").value_or(QByteArray()));
    if (in.label.isEmpty())
        in.label = batches.labelOf(tags.value("batch").value_or(QByteArray()));
    const QByteArray told = tags.value("time").value_or(QByteArray());
    const Timestamp when = protocol::parseTimestamp(view(told)).value_or(clock.now());
    in.time = QDateTime::fromMSecsSinceEpoch(when.time_since_epoch().count(), Qt::UTC);
    return in;
}

void SessionCore::collected(const Batch& batch)
{
    if (view(batch.type) == protocol::kMultilineBatch) {
        if (const auto whole = protocol::parse(view(batch.lines.front()), kWhole))
            handle(*whole);
        return;
    }
    const bool isHistory = batch.type == "chathistory" || batch.type == "draft/chathistory-targets";
    if (isHistory)
        history.take(batch);
    else
        searcher.take(batch);
}

bool SessionCore::writeMessage(const protocol::Message& message)
{
    return connection.send(protocol::serialize(message));
}

bool SessionCore::write(std::initializer_list<QByteArray> words)
{
    protocol::Message message;
    message.command = *words.begin();
    message.parameters.assign(words.begin() + 1, words.end());
    return writeMessage(message);
}

void SessionCore::wantRoom(const QString& name, const QString& key)
{
    for (WantedRoom& each : rooms) {
        if (fold(view(each.name.toUtf8())) == fold(view(name.toUtf8()))) {
            each.key = key.isEmpty() ? each.key : key;
            return;
        }
    }
    rooms.push_back({name, key});
}

void SessionCore::forgetRoom(const QByteArray& name)
{
    std::erase_if(rooms, [&](const WantedRoom& each) { return fold(view(each.name.toUtf8())) == fold(view(name)); });
}

} // namespace chatroom::client
