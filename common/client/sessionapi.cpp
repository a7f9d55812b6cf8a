// What a window asks of a session.
#include "client/plaintext.h"
#include "client/session_p.h"

#include <QSignalBlocker>

namespace chatroom::client {

using protocol::view;

Session::Session(const Clock& clock, network::TrustStore& trust, storage::ClientStore* store, QObject* parent)
    : QObject(parent), m_d(std::make_unique<Private>(*this, clock, trust, store))
{}

Session::~Session()
{
    const QSignalBlocker quiet(this);
    m_d->memory.flush();
    leave({}); // so that others read that we left and not that the connection broke
    m_d->connection.disconnect(this);
    m_d->state = State::Offline;
}

void Session::open(const network::ServerAddress& address, const Identity& identity, const QStringList& rooms)
{
    m_d->state = State::Offline;
    m_d->connection.abort();
    m_d->address = address;
    m_d->identity = identity;
    m_d->nickname = identity.nickname.toUtf8();
    m_d->wasOnline = false;
    m_d->goodbye.clear();
    m_d->lostReason.clear();
    m_d->tries = 0;
    m_d->awayMessage.clear();
    m_d->signIn.forget();
    m_d->profiles.forget();
    m_d->rooms.clear();
    for (const QString& room : rooms)
        m_d->rooms.push_back({room, {}});
    m_d->memory.open();
    m_d->connectNow();
}

void Session::leave(const QString& reason)
{
    m_d->retryTimer.stop();
    m_d->readMarks.flush();
    if (m_d->isRegistered)
        m_d->write({"QUIT", reason.toUtf8()});
    m_d->setState(State::Offline);
    m_d->connection.close();
}

void Session::retryNow()
{
    if (m_d->state == State::Waiting)
        m_d->connectNow();
}

void Session::setNickname(const QString& nickname)
{
    if (m_d->state == State::Online) {
        m_d->write({"NICK", nickname.toUtf8()});
        return;
    }
    m_d->identity.nickname = nickname;
    m_d->nickname = nickname.toUtf8();
    m_d->nameAttempt = 0;
    m_d->memory.open();
    if (m_d->state != State::Registering)
        return;
    if (m_d->connection.state() == network::Connection::State::Closed)
        return m_d->connectNow();
    m_d->isAskingName = false;
    m_d->write({"NICK", m_d->nickname});
}

void Session::answerTrust(bool isTrusted)
{
    m_d->connection.trust(isTrusted);
}
Session::State Session::state() const
{
    return m_d->state;
}

int Session::secondsToRetry() const
{
    const auto left = m_d->retryAt - m_d->clock.monotonic();
    return m_d->state == State::Waiting ? static_cast<int>(std::max<std::int64_t>(0, (left.count() + 999) / 1000)) : 0;
}

QString Session::lostReason() const
{
    return m_d->lostReason;
}
QString Session::nickname() const
{
    return plainName(view(m_d->nickname));
}

QString Session::networkName() const
{
    const QByteArray name = m_d->isupport.networkName();
    return name.isEmpty() ? m_d->address.host : plainName(view(name));
}

network::ServerAddress Session::address() const
{
    return m_d->address;
}
bool Session::isEncrypted() const
{
    return m_d->connection.isEncrypted();
}
bool Session::isAway() const
{
    return m_d->isAway;
}
const protocol::Isupport& Session::isupport() const
{
    return m_d->isupport;
}
Conversation& Session::server()
{
    return *m_d->server;
}

QList<Conversation*> Session::conversations() const
{
    QList<Conversation*> all;
    for (int row = 0; row < m_d->list.rowCount(); ++row)
        all.append(m_d->list.conversation(row));
    return all;
}

Conversation* Session::find(const QString& name) const
{
    return m_d->find(view(name.toUtf8()));
}

Conversation& Session::openDirect(const QString& nickname)
{
    return m_d->ensure(Conversation::Kind::Direct, view(nickname.toUtf8()));
}

void Session::close(Conversation& conversation)
{
    if (conversation.kind() == Conversation::Kind::Room && conversation.isJoined())
        part(conversation);
    m_d->forgetRoom(ConversationWriter::of(conversation).target);
    m_d->remove(conversation);
}

ConversationListModel& Session::conversationModel()
{
    return m_d->list;
}
RoomDirectoryModel& Session::roomDirectory()
{
    return m_d->directory;
}

void Session::send(Conversation& conversation, const QString& text, const QString& replyTo)
{
    if (conversation.kind() == Conversation::Kind::Server)
        return m_d->inform(conversation, tr("Nobody reads along here. Choose a room or a person first."), LineKind::Error);
    m_d->typing.said(conversation);
    m_d->outbox.enqueue(conversation, "PRIVMSG", ConversationWriter::of(conversation).target, text, false, replyTo);
}

void Session::resend(Conversation& conversation, LineId id)
{
    const std::optional<int> row = conversation.lines().rowOf(id);
    if (!row || conversation.lines().line(*row).state != DeliveryState::Failed)
        return;
    const ChatLine line = conversation.lines().line(*row);
    conversation.lines().remove(id);
    m_d->outbox.enqueue(conversation, line.kind == LineKind::Notice ? "NOTICE" : "PRIVMSG", ConversationWriter::of(conversation).target,
                        line.text, line.kind == LineKind::Action, line.replyTo);
}

void Session::join(const QString& room, const QString& key)
{
    m_d->wantRoom(room, key);
    if (m_d->state != State::Online)
        return;
    if (key.isEmpty())
        m_d->write({"JOIN", room.toUtf8()});
    else
        m_d->write({"JOIN", room.toUtf8(), key.toUtf8()});
}

void Session::part(Conversation& room, const QString& reason)
{
    m_d->forgetRoom(ConversationWriter::of(room).target);
    m_d->parting.insert(m_d->fold(view(ConversationWriter::of(room).target)));
    m_d->write({"PART", ConversationWriter::of(room).target, reason.toUtf8()});
}

void Session::setTopic(Conversation& room, const QString& topic)
{
    m_d->write({"TOPIC", ConversationWriter::of(room).target, topic.toUtf8()});
}

void Session::kick(Conversation& room, const QString& nickname, const QString& reason)
{
    m_d->write({"KICK", ConversationWriter::of(room).target, nickname.toUtf8(), (reason.isEmpty() ? this->nickname() : reason).toUtf8()});
}

void Session::invite(Conversation& room, const QString& nickname)
{
    m_d->asked = &room;
    m_d->write({"INVITE", nickname.toUtf8(), ConversationWriter::of(room).target});
}

void Session::setAway(const QString& message)
{
    m_d->awayMessage = message;
    if (message.isEmpty())
        m_d->write({"AWAY"});
    else
        m_d->write({"AWAY", message.toUtf8()});
}

void Session::whois(const QString& nickname, Conversation& showIn)
{
    m_d->asked = &showIn;
    m_d->write({"WHOIS", nickname.toUtf8()});
}

void Session::refreshRoomDirectory()
{
    if (!m_d->write({"LIST"}))
        return;
    m_d->directory.begin();
}

void Session::setActive(Conversation* conversation)
{
    if (m_d->active)
        ConversationWriter::of(*m_d->active).isActive = false;
    if (m_d->active && m_d->active != conversation)
        m_d->active->markRead();
    m_d->active = conversation;
    if (!conversation)
        return;
    auto& d = ConversationWriter::of(*conversation);
    d.isActive = true;
    d.unread = 0;
    d.mentions = 0;
    m_d->noteRead(*conversation);
    Q_EMIT conversation->changed(Conversation::Unread);
}

void Session::setForgetful(bool isForgetful)
{
    m_d->isForgetful = isForgetful;
}

bool Session::hasHistory() const
{
    return m_d->history.isOn();
}
bool Session::canSearch() const
{
    return m_d->searcher.isOn();
}
bool Session::isKeeping() const
{
    return m_d->memory.isKept();
}
void Session::loadOlder(Conversation& conversation)
{
    m_d->history.loadOlder(conversation);
}
void Session::fillGap(Conversation& conversation, LineId gap, bool fromBelow)
{
    m_d->history.fillGap(conversation, gap, fromBelow);
}
void Session::findMessage(Conversation& conversation, const QString& messageId)
{
    m_d->history.find(conversation, messageId);
}
void Session::search(const SearchRequest& request)
{
    m_d->searcher.search(request);
}
void Session::searchOlder()
{
    m_d->searcher.searchOlder();
}
SearchModel& Session::searchResults()
{
    return m_d->searcher.model();
}

} // namespace chatroom::client
