// What can be pressed in the message list, by the mouse and by the keyboard: Tab walks over what is in view, Enter presses.
#include "client-gui/messageview/messageview.h"

#include <QFocusEvent>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace chatroom::clientgui {

std::optional<MessageView::Action> MessageView::headAction() const
{
    const QRect head = historyRect();
    if (head.isNull() || m_head.actionBox().isNull())
        return std::nullopt;
    return Action{Action::Kind::Older, {}, m_head.actionBox().translated(head.topLeft()), m_head.actionText()};
}

std::optional<MessageView::Action> MessageView::rowAction(int row)
{
    if (m_book->plan(row).shape == RowShape::Hidden)
        return std::nullopt;
    const RowLayout& layout = layoutFor(row);
    const QPoint top = rowRect(row).topLeft();
    const client::LineId line = m_lines->line(row).id;
    if (!layout.gap.actionBox.isNull())
        return Action{Action::Kind::Gap, line, layout.gap.actionBox.translated(top), layout.gap.action};
    if (!layout.retry.isNull())
        return Action{Action::Kind::Retry, line, layout.retry.translated(top), layout.retryText};
    return std::nullopt;
}

std::vector<MessageView::Action> MessageView::actionsInView()
{
    std::vector<Action> actions;
    const auto add = [&](const std::optional<Action>& action) {
        if (action && viewport()->rect().intersects(action->box))
            actions.push_back(*action);
    };
    add(headAction());
    if (!m_book)
        return actions;
    for (int row = std::max(0, rowAt({0, 0})); row < m_book->size() && rowRect(row).top() < viewport()->height(); ++row)
        add(rowAction(row));
    return actions;
}

void MessageView::press(const Action& action)
{
    setFocusedAction({});
    switch (action.kind) {
    case Action::Kind::Older: Q_EMIT olderRequested(); return;
    case Action::Kind::Gap:
        m_askedGap = action.line;
        Q_EMIT gapNeeded(action.line, action.box.center().y() <= viewport()->height() / 2);
        return;
    case Action::Kind::Retry: Q_EMIT retryRequested(action.line); return;
    }
}

bool MessageView::focusNextPrevChild(bool next)
{
    const std::vector<Action> actions = actionsInView();
    const auto count = static_cast<std::ptrdiff_t>(actions.size());
    const auto current =
        m_focused ? std::ranges::find_if(actions, [this](const Action& each) { return each.isSame(*m_focused); }) : actions.end();
    std::ptrdiff_t at = current == actions.end() ? (next ? -1 : count) : current - actions.begin();
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

void MessageView::focusOutEvent(QFocusEvent* event)
{
    setFocusedAction({});
    QAbstractScrollArea::focusOutEvent(event);
}

void MessageView::paintFocused(QPainter& painter)
{
    if (!m_focused)
        return;
    for (const Action& each : actionsInView()) {
        if (each.isSame(*m_focused))
            paintActionFocus(painter, each.box, m_style);
    }
}

} // namespace chatroom::clientgui
