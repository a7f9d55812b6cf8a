#include "chatmessages.h"

#include "client/models/linemodel.h"
#include "shortcodes.h"

#include <algorithm>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;
using client::ChatLine;
using client::Conversation;
using client::LineKind;
using client::LineModel;
using client::Session;

namespace {

constexpr int kLast = 10; // that /last shows
constexpr int kMostLast = 100;

// One that can be pointed at.
bool isNamed(const ChatLine& line)
{
    const bool isSaid = line.kind == LineKind::Message || line.kind == LineKind::Action || line.kind == LineKind::Notice;
    return isSaid && !line.isDeleted && !line.messageId.isEmpty();
}

std::vector<client::LineId> newest(Conversation& where, int count)
{
    std::vector<client::LineId> found;
    const LineModel& lines = where.lines();
    for (int row = lines.rowCount() - 1; row >= 0 && std::ssize(found) < count; --row) {
        if (isNamed(lines.line(row)))
            found.push_back(lines.line(row).id);
    }
    return found;
}

} // namespace

bool ChatMessages::run(const QString& command, const QString& rest, Conversation* where)
{
    const bool isOurs = command == "/last"_L1 || command == "/reply"_L1 || command == "/react"_L1 || command == "/delete"_L1;
    if (!isOurs)
        return false;
    if (where == nullptr || where->kind() == Conversation::Kind::Server)
        m_transcript.note(tr("Change to a room or a person first."));
    else if (command == "/last"_L1)
        showLast(*where, rest);
    else if (m_session.state() != Session::State::Online)
        m_transcript.note(tr("You are not connected at the moment."));
    else if (command == "/reply"_L1)
        reply(*where, split(rest, false));
    else if (command == "/react"_L1)
        react(*where, split(rest, false));
    else
        remove(*where, split(rest, true));
    return true;
}

void ChatMessages::forgetNumbers()
{
    m_numbered.clear();
}

ChatMessages::Numbered ChatMessages::split(const QString& typed, bool isNumberAlone)
{
    const qsizetype end = std::distance(typed.cbegin(), std::ranges::find_if(typed, [](QChar c) { return c.isSpace(); }));
    bool isNumber = false;
    const int number = typed.left(end).toInt(&isNumber);
    const QString rest = typed.mid(end).trimmed();
    if (!isNumber || (rest.isEmpty() && !isNumberAlone))
        return {std::nullopt, typed};
    return {number, rest};
}

std::optional<ChatLine> ChatMessages::find(Conversation& where, std::optional<int> number, Of whose)
{
    const LineModel& lines = where.lines();
    if (!number) {
        for (int row = lines.rowCount() - 1; row >= 0; --row) {
            if (isNamed(lines.line(row)) && lines.line(row).isOwn == (whose == Of::Us))
                return lines.line(row);
        }
        m_transcript.note(whose == Of::Us ? tr("You have said nothing here that could be deleted.")
                                          : tr("Nobody else has said anything here."));
        return std::nullopt;
    }
    const std::vector<client::LineId> numbered = m_numbered.empty() ? newest(where, kMostLast) : m_numbered;
    if (*number < 1 || *number > std::ssize(numbered)) {
        m_transcript.note(tr("No message has the number %1. /last shows the numbers.").arg(*number));
        return std::nullopt;
    }
    const auto row = lines.rowOf(numbered.at(static_cast<std::size_t>(*number - 1)));
    if (!row || !isNamed(lines.line(*row))) {
        m_transcript.note(tr("The message of that number was deleted. /last shows those that are there."));
        return std::nullopt;
    }
    return lines.line(*row);
}

void ChatMessages::showLast(Conversation& where, const QString& typed)
{
    bool isNumber = true;
    const int count = typed.isEmpty() ? kLast : typed.toInt(&isNumber);
    if (!isNumber || count < 1 || count > kMostLast)
        return m_transcript.note(tr("/last takes a number from 1 to %1.").arg(kMostLast));
    m_numbered = newest(where, count);
    if (m_numbered.empty())
        return m_transcript.note(tr("Nothing was said here that could be answered."));
    QStringList rows;
    for (auto number = std::ssize(m_numbered); number > 0; --number) {
        const ChatLine& line = where.lines().line(*where.lines().rowOf(m_numbered.at(static_cast<std::size_t>(number - 1))));
        const QString time = line.time.toLocalTime().toString(u"HH:mm"_s);
        rows += u"%1  %2 <%3> %4"_s.arg(QString::number(number).rightJustified(3), time, sanitized(line.author), excerpt(line.text));
    }
    rows += tr("/reply, /react and /delete take these numbers.");
    m_transcript.note(rows);
}

void ChatMessages::reply(Conversation& where, const Numbered& typed)
{
    if (typed.rest.isEmpty())
        return m_transcript.note(tr("Type it as %1").arg(u"/reply [NUMBER] TEXT"_s));
    if (!m_session.can(Session::Feature::Replies))
        return m_transcript.note(tr("In this chatroom no message can be answered: say it as a message of its own."));
    if (const auto line = find(where, typed.number, Of::Others))
        m_session.send(where, typed.rest, line->messageId);
}

void ChatMessages::react(Conversation& where, const Numbered& typed)
{
    if (typed.rest.isEmpty())
        return m_transcript.note(tr("Type it as %1").arg(u"/react [NUMBER] EMOJI"_s));
    if (!m_session.can(Session::Feature::Reactions))
        return m_transcript.note(tr("This chatroom has no reactions."));
    const QString emoji = emojiOf(typed.rest);
    if (emoji.isEmpty())
        return m_transcript.note(tr("There is no emoji %1. Type or paste the emoji itself.").arg(sanitized(typed.rest)));
    if (const auto line = find(where, typed.number, Of::Others))
        m_session.react(where, line->id, emoji);
}

void ChatMessages::remove(Conversation& where, const Numbered& typed)
{
    if (!m_session.can(Session::Feature::Deletion))
        return m_transcript.note(tr("In this chatroom no message can be deleted."));
    const auto line = find(where, typed.number, Of::Us);
    if (!line)
        return;
    if (!m_session.canDelete(where, line->id))
        return m_transcript.note(
            tr("You can delete only what you said yourself, and what others said in rooms that you are in charge of."));
    m_session.deleteMessage(where, line->id, typed.rest);
}

} // namespace chatroom::cli
