// What can be pressed in the message list, by the mouse and by the keyboard: Tab walks over what is in view, Enter presses.
#include "client-gui/messageview/messageview.h"

#include <QApplication>
#include <QClipboard>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace chatroom::clientgui {

std::optional<MessageView::Action> MessageView::headAction() const
{
    const QRect head = historyRect();
    if (head.isNull() || m_head.actionBox().isNull())
        return std::nullopt;
    return Action{Action::Kind::Older, {}, m_head.actionBox().translated(head.topLeft()), m_head.actionText()};
}

std::vector<MessageView::Action> MessageView::rowActions(int row)
{
    std::vector<Action> actions;
    if (m_book->plan(row).shape == RowShape::Hidden)
        return actions;
    using Kind = Action::Kind;
    const RowLayout& layout = layoutFor(row);
    const QPoint top = rowRect(row).topLeft();
    const client::ChatLine& line = m_lines->line(row);
    const auto add = [&](Kind kind, const QRect& box, const QString& text, int index = 0) {
        if (!box.isNull())
            actions.push_back({kind, line.id, box.translated(top), text, index});
    };
    add(Kind::Gap, layout.gap.actionBox, layout.gap.action);
    add(Kind::Quote, layout.quote.box, tr("Go to the message that it answers"));
    for (int i = 0; i < static_cast<int>(layout.cards.size()); ++i)
        add(Kind::CopyCode, layout.cards[static_cast<std::size_t>(i)].copy, tr("Copy the code"), i);
    add(Kind::Fold, layout.fold, layout.foldText);
    add(layout.note.kind == RowNote::Kind::Leaving ? Kind::Undo : Kind::Retry, layout.note.actionBox, layout.note.action);
    for (int i = 0; canReact(row) && i < static_cast<int>(layout.chips.size()); ++i) {
        const Chip& chip = layout.chips[static_cast<std::size_t>(i)];
        if (chip.kind == Chip::Kind::Emoji)
            add(Kind::React, chip.box, tr("%1: %2").arg(chip.emoji, chipText(line, chip)), i);
        else if (chip.kind == Chip::Kind::Add)
            add(Kind::AddReaction, chip.box, chipText(line, chip));
    }
    return actions;
}

// What Tab walks over: of a message's own things only those of the one that is chosen, or it would never end.
std::vector<MessageView::Action> MessageView::actionsInView()
{
    std::vector<Action> actions;
    const auto add = [&](const Action& action) {
        const bool isReached = !action.isOfMessage() || action.line == m_chosen;
        if (isReached && viewport()->rect().intersects(action.box))
            actions.push_back(action);
    };
    if (const std::optional<Action> head = headAction())
        add(*head);
    if (!m_book)
        return actions;
    for (int row = std::max(0, rowAt({0, 0})); row < m_book->size() && rowRect(row).top() < viewport()->height(); ++row)
        std::ranges::for_each(rowActions(row), add);
    return actions;
}

void MessageView::press(const Action& action)
{
    const bool isThereAfterwards = action.isOfMessage() && m_focused && m_focused->isSame(action);
    if (!isThereAfterwards)
        setFocusedAction({});
    switch (action.kind) {
    case Action::Kind::Older: Q_EMIT olderRequested(); return;
    case Action::Kind::Gap:
        m_askedGap = action.line;
        Q_EMIT gapNeeded(action.line, action.box.center().y() <= viewport()->height() / 2);
        return;
    case Action::Kind::Retry: Q_EMIT retryRequested(action.line); return;
    case Action::Kind::Undo: m_deletions.undo(action.line); return;
    case Action::Kind::Quote: showQuoted(action.line); return;
    case Action::Kind::CopyCode: copyCode(action.line, action.index); return;
    case Action::Kind::Fold: toggleFold(action.line); return;
    case Action::Kind::AddReaction: Q_EMIT reactionPickerAsked(action.line, viewport()->mapToGlobal(action.box.bottomLeft())); return;
    case Action::Kind::React: {
        const std::vector<Chip>& chips = layoutFor(m_lines->rowOf(action.line).value_or(0)).chips;
        if (static_cast<std::size_t>(action.index) < chips.size())
            Q_EMIT reactionToggled(action.line, QString(chips[static_cast<std::size_t>(action.index)].emoji));
        return;
    }
    }
}

void MessageView::showQuoted(client::LineId line)
{
    const std::optional<int> row = m_lines->rowOf(line);
    if (!row)
        return;
    const QString messageId = m_lines->line(*row).replyTo;
    if (const std::optional<int> quoted = m_lines->rowOfMessage(messageId))
        showRow(*quoted);
    else
        Q_EMIT messageAsked(messageId);
}

void MessageView::copyCode(client::LineId line, int card)
{
    const std::optional<int> row = m_lines->rowOf(line);
    if (!row)
        return;
    const RowLayout& layout = layoutFor(*row);
    const CodeCard& copied = layout.cards.at(static_cast<std::size_t>(card));
    QApplication::clipboard()->setText(layout.text.mid(copied.start, copied.length));
    const QRect box = copied.copy.translated(rowRect(*row).topLeft());
    QToolTip::showText(viewport()->mapToGlobal(box.bottomLeft()), tr("Copied"), viewport(), box);
}

// The first line stays where it is, or where it was scrolled out comes to the top.
void MessageView::toggleFold(client::LineId line)
{
    const std::optional<int> row = m_lines->rowOf(line);
    if (!row)
        return;
    const bool isFolding = m_unfolded.erase(line) > 0;
    if (!isFolding)
        m_unfolded.insert(line);
    const int top = rowRect(*row).top();
    forgetLayout(*row);
    (void)m_book->measured(*row, layoutFor(*row).height);
    m_sticks = false;
    m_anchorRow = *row;
    m_anchorY = isFolding ? std::max(0, top) : top;
    settle();
    m_sticks = verticalScrollBar()->value() >= verticalScrollBar()->maximum();
    placeNewestButton();
    setHovered(-1);
    viewport()->update();
}

bool MessageView::focusNextPrevChild(bool next)
{
    const std::vector<Action> actions = actionsInView();
    const auto count = static_cast<std::ptrdiff_t>(actions.size());
    const auto current =
        m_focused ? std::ranges::find_if(actions, [this](const Action& each) { return each.isSame(*m_focused); }) : actions.end();
    std::ptrdiff_t at = current == actions.end() ? (next ? -1 : count) : current - actions.begin();
    if (!m_focused && next) {
        const auto chosen = std::ranges::find(actions, m_chosen, &Action::line);
        at = m_chosen.isValid() && chosen != actions.end() ? chosen - actions.begin() - 1 : at;
    }
    at += next ? 1 : -1;
    // Backwards the list itself comes before what is in it.
    const bool isInList = hasFocus() && at >= 0 && at < count && (next || m_focused);
    if (!isInList) {
        setFocusedAction({});
        return QAbstractScrollArea::focusNextPrevChild(next);
    }
    setFocusedAction(actions[static_cast<std::size_t>(at)]);
    return true;
}

bool MessageView::pressFocused(const QKeyEvent& key)
{
    const bool isPress = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter || key.key() == Qt::Key_Space;
    if (!isPress || !m_focused)
        return false;
    const std::vector<Action> actions = actionsInView();
    const auto current = std::ranges::find_if(actions, [this](const Action& each) { return each.isSame(*m_focused); });
    if (current == actions.end())
        return false;
    press(Action(*current));
    return true;
}

void MessageView::setFocusedAction(const std::optional<Action>& action)
{
    m_focused = action;
    setAccessibleDescription(focusedAction());
    viewport()->update();
}

QString MessageView::focusedAction() const
{
    return m_focused ? m_focused->text : QString();
}

void MessageView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void MessageView::focusOutEvent(QFocusEvent* event)
{
    setFocusedAction({});
    QAbstractScrollArea::focusOutEvent(event);
}

void MessageView::paintFocused(QPainter& painter)
{
    const int chosen = chosenRow();
    if (!m_focused && chosen >= 0 && hasFocus() && m_book->plan(chosen).shape != RowShape::Hidden) {
        const int ring = m_style.metrics.focusRing();
        const QRect row = layoutFor(chosen).content.translated(rowRect(chosen).topLeft());
        paintActionFocus(painter, row.adjusted(2 * ring, ring, -2 * ring, -ring), m_style, m_style.metrics.unit());
    }
    for (const Action& each : m_focused ? actionsInView() : std::vector<Action>()) {
        const bool isChip = each.kind == Action::Kind::React || each.kind == Action::Kind::AddReaction;
        if (each.isSame(*m_focused))
            paintActionFocus(painter, each.box, m_style, isChip ? m_style.metrics.cardRadius() : 0);
    }
}

} // namespace chatroom::clientgui
