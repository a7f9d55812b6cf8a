// What the message list says of what the mouse rests on.
#include "client-gui/messageview/messageview.h"
#include "widgets/plaintext.h"

#include <QHelpEvent>
#include <QLocale>
#include <QToolTip>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr qsizetype kQuoted = 600; // UTF-16 units: a tip, not a page

} // namespace

bool MessageView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave && !m_isMenuOpen)
        setHovered(-1);
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString tip = tipAt(help->pos());
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), widgets::toolTipText(tip), viewport()); // never markup, whatever it holds
    return true;
}

QString MessageView::tipAt(const QPoint& at)
{
    const Hit hit = hitTest(at);
    if (hit.link)
        return hit.link->target;
    if (hit.row < 0)
        return {};
    const client::ChatLine& line = m_lines->line(hit.row);
    const RowLayout& layout = layoutFor(hit.row);
    const QPoint inside = at - rowRect(hit.row).topLeft();
    if (hit.isOnMark)
        return line.state == client::DeliveryState::Waiting ? tr("Waits until you are connected again") : tr("On its way");
    if (hit.isPerson)
        return nameTip(line);
    if (layout.time.isValid() && layout.time.contains(inside))
        return QLocale().toString(line.time.toLocalTime(), QLocale::LongFormat);
    const auto chip = std::ranges::find_if(layout.chips, [&](const Chip& each) { return each.box.contains(inside); });
    if (chip != layout.chips.end())
        return chipText(line, *chip);
    if (layout.quote.box.contains(inside) && layout.quote.quote.state == Quote::State::Shown) {
        if (const std::optional<int> quoted = m_lines->rowOfMessage(line.replyTo))
            return m_lines->line(*quoted).text.left(kQuoted);
    }
    if (layout.note.kind == RowNote::Kind::Unseen && layout.note.box.contains(inside))
        return tr("It is kept for them, and they read it when they come back");
    return hit.action && hit.action->kind == Action::Kind::CopyCode ? hit.action->text : QString();
}

// Who it is, where what is shown does not tell it.
QString MessageView::nameTip(const client::ChatLine& line) const
{
    const NameCard card = m_cards ? m_cards(line.author, line.account) : NameCard{};
    const QString shown = shownName(m_cards, line.author, line.account);
    const QString account = card.account.isEmpty() ? line.account : card.account;
    QStringList parts{shown};
    if (shown != line.author)
        parts += tr("Name here: %1").arg(line.author);
    if (!account.isEmpty())
        parts += tr("Account: %1").arg(account);
    if (line.isBot)
        parts += tr("A program, not a person");
    return parts.join(u" \u00b7 "_s);
}

QString MessageView::peopleText(const client::Reaction& reaction) const
{
    QStringList names;
    for (const QString& person : reaction.people) {
        const bool isSelf = m_cards && m_cards(person, {}).isSelf;
        if (isSelf)
            names.prepend(tr("You"));
        else
            names += shownName(m_cards, person, {});
    }
    return namesText(names);
}

QString MessageView::chipText(const client::ChatLine& line, const Chip& chip) const
{
    switch (chip.kind) {
    case Chip::Kind::Add: return tr("React");
    case Chip::Kind::Rest: return tr("%n more kinds of reactions", nullptr, static_cast<int>(line.reactions.size()) - kMostChips);
    case Chip::Kind::Emoji: break;
    }
    const auto reaction = std::ranges::find(line.reactions, chip.emoji, &client::Reaction::emoji);
    return reaction == line.reactions.end() ? QString() : peopleText(*reaction);
}

} // namespace chatroom::clientgui
