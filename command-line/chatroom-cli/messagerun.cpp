#include "messagerun.h"

#include "client/models/linemodel.h"
#include "shortcodes.h"
#include "terminaltext.h"

#include <algorithm>

namespace chatroom::cli {

using client::ChatLine;
using client::Conversation;
using client::LineModel;
using client::Session;

void MessageRun::entered()
{
    const bool isReaction = options().mode == Mode::React;
    if (isReaction && !session().can(Session::Feature::Reactions))
        return end(ExitStatus::NotOffered, tr("This chatroom has no reactions."));
    if (!isReaction && !session().can(Session::Feature::Deletion))
        return end(ExitStatus::NotOffered, tr("In this chatroom no message can be deleted."));
    m_emoji = emojiOf(options().text);
    if (isReaction && m_emoji.trimmed().isEmpty())
        return end(ExitStatus::WrongUsage, tr("There is no emoji %1. Give the emoji itself.").arg(sanitized(options().text)));
    m_place = options().person.isEmpty() ? session().find(options().rooms.first()) : &session().openDirect(options().person);
    if (m_place == nullptr)
        return end(ExitStatus::Refused, tr("%1 was closed.").arg(options().rooms.first()));
    startWaiting(tr("The chatroom did not answer within %1 seconds.").arg(options().timeout.count()));
    connect(
        &session(), &Session::lineFound, this, [this](Conversation*, client::LineId line) { begin(line); }, Qt::QueuedConnection);
    connect(&session(), &Session::lineLost, this,
            [this] { end(ExitStatus::NothingFound, tr("No message here has the id %1.").arg(sanitized(options().messageId))); });
    session().findMessage(*m_place, options().messageId);
}

void MessageRun::begin(client::LineId line)
{
    if (std::exchange(m_isBegun, true) || isEnding())
        return;
    m_line = line;
    connect(&m_place->lines(), &LineModel::dataChanged, this, &MessageRun::check, Qt::QueuedConnection);
    // What is refused is told where we are, or where the server talks.
    for (Conversation* place : {m_place, &session().server()}) {
        connect(&place->lines(), &LineModel::rowsInserted, this,
                [this, place](const QModelIndex&, int first, int last) { failIfRefused(*place, first, last); });
    }
    options().mode == Mode::React ? react(line) : remove(line);
}

void MessageRun::react(client::LineId line)
{
    const auto row = m_place->lines().rowOf(line);
    if (!row || m_place->lines().line(*row).isDeleted)
        return end(ExitStatus::NothingFound, tr("The message was deleted."));
    check(); // it may be as it should be
    if (!isEnding())
        session().react(*m_place, line, m_emoji);
}

void MessageRun::remove(client::LineId line)
{
    check();
    if (isEnding())
        return;
    if (!session().canDelete(*m_place, line))
        return end(ExitStatus::Refused,
                   tr("You can delete only what you said yourself, and what others said in rooms that you are in charge of."));
    session().deleteMessage(*m_place, line, options().text);
}

void MessageRun::check()
{
    const auto row = m_place->lines().rowOf(m_line);
    if (!row || isEnding())
        return;
    const ChatLine& line = m_place->lines().line(*row);
    if (options().mode == Mode::Delete) {
        if (line.isDeleted)
            end(ExitStatus::Ok);
        return;
    }
    const bool isThere =
        std::ranges::any_of(line.reactions, [this](const client::Reaction& each) { return each.isOwn && each.emoji == m_emoji; });
    if (isThere != options().isRemoving)
        end(ExitStatus::Ok);
}

void MessageRun::failIfRefused(Conversation& place, int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const ChatLine& line = place.lines().line(row);
        if (line.kind == client::LineKind::Error)
            return end(ExitStatus::Refused, sanitized(line.text));
    }
}

void MessageRun::lost()
{
    end(ExitStatus::Lost, tr("The connection was lost before it was confirmed."));
}

} // namespace chatroom::cli
