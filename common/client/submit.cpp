// What a person types.
#include "client/commandhelp.h"
#include "client/session_p.h"

namespace chatroom::client {

namespace {

void changeRank(Session& session, SessionCore& core, Conversation& where, const char* change, const QString& name)
{
    Q_UNUSED(session)
    core.write({"MODE", ConversationWriter::of(where).target, change, name.toUtf8()});
}

} // namespace

void Session::submit(Conversation& where, const QString& typed)
{
    if (!typed.startsWith(u'/'))
        return send(where, typed);
    if (typed.startsWith(QLatin1String("//")))
        return send(where, typed.mid(1));
    m_d->asked = &where;
    const QString name = typed.section(u' ', 0, 0).mid(1).toLower();
    const QString rest = typed.section(u' ', 1).trimmed();
    const QString first = rest.section(u' ', 0, 0);
    const QString behind = rest.section(u' ', 1);
    const TypedCommand* command = findTypedCommand(name);
    if (!command)
        return m_d->inform(where, tr("There is no command /%1. Type /help to see them all.").arg(name), LineKind::Error);
    const QStringList words = rest.split(u' ', Qt::SkipEmptyParts);
    if (words.size() < command->leastArguments)
        return m_d->inform(where, tr("Type it as %1").arg(QString::fromLatin1(command->usage.data(), static_cast<qsizetype>(command->usage.size()))), LineKind::Error);
    const QByteArray target = ConversationWriter::of(where).target;
    const auto is = [&name](const char* text) { return name == QLatin1String(text); };
    if (is("help")) {
        for (const TypedCommand& each : typedCommands()) {
            const QString label = QString::fromLatin1(each.name.data(), static_cast<qsizetype>(each.name.size()));
            if (first.isEmpty() || first == label)
                m_d->inform(where, QString::fromLatin1(each.usage.data(), static_cast<qsizetype>(each.usage.size())) + QStringLiteral(" – ")
                                + QString::fromLatin1(each.help.data(), static_cast<qsizetype>(each.help.size())));
        }
        return;
    }
    if (is("quit")) return leave(rest);
    if (is("close")) return close(where);
    if (is("clear")) {
        while (where.lines().rowCount() > 0)
            where.lines().remove(where.lines().line(where.lines().rowCount() - 1).id);
        return;
    }
    if (is("query") || is("msg")) {
        Conversation& there = m_d->isRoomName(protocol::view(first.toUtf8())) ? m_d->ensure(Conversation::Kind::Room, protocol::view(first.toUtf8())) : openDirect(first);
        if (is("query"))
            Q_EMIT conversationAsked(&there);
        return behind.isEmpty() ? void() : send(there, behind);
    }
    if (is("me")) return m_d->enqueue(where, "PRIVMSG", target, rest, true);
    if (m_d->state != State::Online)
        return m_d->inform(where, tr("You are not connected at the moment."), LineKind::Error);
    if (is("join")) {
        const QString room = m_d->isRoomName(protocol::view(first.toUtf8())) ? first : u'#' + first;
        if (Conversation* there = find(room); there && there->isJoined())
            return Q_EMIT conversationAsked(there);
        m_d->askedRoom = room.toUtf8();
        return join(room, behind);
    }
    if (is("nick")) return setNickname(first);
    if (is("away")) return setAway(rest.isEmpty() ? tr("away") : rest);
    if (is("back")) return setAway({});
    if (is("whois")) return whois(first, where);
    if (is("list")) return refreshRoomDirectory();
    if (is("notice")) return m_d->enqueue(where, "NOTICE", first.toUtf8(), behind, false);
    if (is("quote") || is("raw")) return void(m_d->connection.send(QString(rest).remove(u'\r').remove(u'\n').toUtf8()));
    if (where.kind() != Conversation::Kind::Room)
        return m_d->inform(where, tr("That works in a room only."), LineKind::Error);
    if (is("part")) return part(where, rest);
    if (is("topic")) return rest.isEmpty() ? m_d->inform(where, where.topic().isEmpty() ? tr("No topic is set.") : where.topic()) : setTopic(where, rest);
    if (is("kick")) return kick(where, first, behind);
    if (is("invite")) return invite(where, first);
    if (is("names")) {
        ConversationWriter::of(where).isNamesAsked = true;
        return void(m_d->write({"NAMES", target}));
    }
    if (is("ban")) return changeRank(*this, *m_d, where, "+b", first.contains(u'!') ? first : first + QStringLiteral("!*@*"));
    if (is("unban")) return changeRank(*this, *m_d, where, "-b", first.contains(u'!') ? first : first + QStringLiteral("!*@*"));
    if (is("op")) return changeRank(*this, *m_d, where, "+o", first);
    if (is("deop")) return changeRank(*this, *m_d, where, "-o", first);
    if (is("voice")) return changeRank(*this, *m_d, where, "+v", first);
    if (is("devoice")) return changeRank(*this, *m_d, where, "-v", first);
    if (is("mode")) {
        protocol::Message message{"MODE", {target}};
        for (const QString& word : words)
            message.parameters.push_back(word.toUtf8());
        m_d->writeMessage(message);
    }
}

} // namespace chatroom::client
