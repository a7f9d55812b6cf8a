// The rooms and conversations of ChatRun, and the prompt that names the one that is looked at.
#include "chatrun.h"

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;
using client::Conversation;
using client::Session;

QList<Conversation*> ChatRun::places()
{
    QList<Conversation*> all = session().conversations();
    std::stable_partition(all.begin(), all.end(), [](const Conversation* place) { return place->kind() != Conversation::Kind::Server; });
    return all;
}

void ChatRun::switchTo(Conversation& conversation)
{
    if (m_current == &conversation)
        return;
    m_current = &conversation;
    m_messages.forgetNumbers();
    session().setActive(m_current);
    updatePrompt();
    const bool isServer = conversation.kind() == Conversation::Kind::Server;
    const QString topic = conversation.topic().isEmpty() ? QString() : u": "_s + sanitized(conversation.topic());
    note(isServer ? tr("What the server says") : sanitized(conversation.name()) + topic);
    m_transcript.setCurrent(m_current);
}

void ChatRun::switchBy(const QString& typed)
{
    if (typed.isEmpty())
        return printRooms();
    bool isNumber = false;
    const int number = typed.toInt(&isNumber);
    const QList<Conversation*> all = places();
    if (isNumber && number >= 1 && number <= all.size())
        return switchTo(*all.at(number - 1));
    if (Conversation* exact = session().find(typed))
        return switchTo(*exact);
    const QString bare = typed.startsWith(u'#') ? typed.mid(1) : typed;
    Conversation* found = nullptr;
    for (Conversation* place : all) {
        const QString name = place->name().startsWith(u'#') ? place->name().mid(1) : place->name();
        if (!name.startsWith(bare, Qt::CaseInsensitive))
            continue;
        if (found != nullptr)
            return note(tr("%1 could be more than one of your rooms.").arg(sanitized(typed)));
        found = place;
    }
    if (found == nullptr)
        return note(tr("You are in no room called %1. Enter it with /join").arg(sanitized(typed)));
    switchTo(*found);
}

void ChatRun::printRooms()
{
    const QList<Conversation*> all = places();
    for (qsizetype i = 0; i < all.size(); ++i) {
        const Conversation& place = *all.at(i);
        const QString name = place.kind() == Conversation::Kind::Server ? tr("the server") : sanitized(place.name());
        const QString unread = place.unread() > 0 ? u' ' + tr("(%1 unread)").arg(place.unread()) : QString();
        note(u"%1 %2%3"_s.arg(i + 1).arg(name, unread));
    }
}

void ChatRun::step(int by)
{
    const QList<Conversation*> all = places();
    if (all.isEmpty() || !hasEntered())
        return;
    const qsizetype now = all.indexOf(m_current.data());
    switchTo(*all.at((std::max<qsizetype>(now, 0) + by + all.size()) % all.size()));
}

// What stands before "> " changes while a person types only when it must: each change moves what they typed.
QString ChatRun::typingPart()
{
    if (!m_editor->isEmpty())
        return m_typing;
    const QStringList names = m_current == nullptr ? QStringList() : m_current->typing();
    if (names.isEmpty())
        m_typing.clear();
    else
        m_typing = names.size() == 1 ? tr("%1 is typing").arg(sanitized(names.first())) : tr("%1 people are typing").arg(names.size());
    return m_typing;
}

void ChatRun::updatePrompt()
{
    if (m_question)
        return m_editor->setPrompt(m_question->prompt);
    if (m_composition.isOpen())
        return m_editor->setPrompt(m_palette.dim(u"... "_s));
    const bool isPlace = m_current != nullptr && m_current->kind() != Conversation::Kind::Server;
    QString place = isPlace ? sanitized(m_current->name()) : sanitized(session().networkName());
    QString state;
    switch (session().state()) {
    case Session::State::Online: state = typingPart(); break;
    case Session::State::Offline: state = tr("not connected"); break;
    case Session::State::Connecting:
    case Session::State::Registering: state = tr("connecting"); break;
    case Session::State::Waiting: state = tr("next try in %1 s").arg(session().secondsToRetry()); break;
    }
    if (place.isEmpty())
        place = options().server.host;
    const QString stateText = state.isEmpty() ? QString() : m_palette.dim(u" (%1)"_s.arg(state));
    m_editor->setPrompt(m_palette.bold(place) + stateText + u"> "_s);
}

} // namespace chatroom::cli
