#include "client/conversation_p.h"

namespace chatroom::client {

Conversation::Conversation(std::unique_ptr<Private> d, QObject* parent) : QObject(parent), m_d(std::move(d)) {}

Conversation::~Conversation() = default;

Conversation::Kind Conversation::kind() const
{
    return m_d->kind;
}
QString Conversation::name() const
{
    return m_d->name;
}
QString Conversation::topic() const
{
    return m_d->topic;
}
QString Conversation::topicSetBy() const
{
    return m_d->topicSetBy;
}
bool Conversation::isJoined() const
{
    return m_d->isJoined;
}
bool Conversation::isPersonAway() const
{
    return m_d->isPersonAway;
}
bool Conversation::isPersonHere() const
{
    return m_d->isPersonHere;
}
int Conversation::unread() const
{
    return m_d->unread;
}
int Conversation::mentions() const
{
    return m_d->mentions;
}
LineId Conversation::lastRead() const
{
    return m_d->lastRead;
}
Conversation::HistoryState Conversation::historyState() const
{
    return m_d->history.state;
}
QString Conversation::historyError() const
{
    return m_d->history.error;
}
bool Conversation::isCatchingUp() const
{
    return m_d->isJoined && !m_d->history.isCaughtUp && m_d->history.tries == 0;
}
QStringList Conversation::typing() const
{
    QStringList names;
    for (const TypingPart::Writer& each : m_d->typing.writers)
        names.append(each.name);
    return names;
}
LineModel& Conversation::lines()
{
    return m_d->lines;
}
PeopleModel& Conversation::people()
{
    return m_d->people;
}

bool Conversation::canSetTopic() const
{
    return m_d->isJoined && m_d->kind == Kind::Room && (canModerate() || !m_d->flags.contains('t'));
}

bool Conversation::canModerate() const
{
    return m_d->isJoined && m_d->rank >= Rank::HalfOperator;
}

void Conversation::setReading(LineId line)
{
    m_d->reading = line;
}

void Conversation::markRead()
{
    const int rows = m_d->lines.rowCount();
    m_d->lastRead = rows > 0 ? m_d->lines.line(rows - 1).id : LineId{};
    m_d->unread = 0;
    m_d->mentions = 0;
    Q_EMIT changed(Unread);
}

} // namespace chatroom::client
