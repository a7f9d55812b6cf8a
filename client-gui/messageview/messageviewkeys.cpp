// The keys of the message list, and what is selected by them.
#include "client-gui/messageview/messageview.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace chatroom::clientgui {

using client::LineId;

void MessageView::keyPressEvent(QKeyEvent* event)
{
    if (m_frame.isActive()) // the newest is below what is seen yet
        settle();
    QScrollBar* bar = verticalScrollBar();
    if (pressFocused(*event) || pressCommand(*event))
        return;
    switch (event->key()) {
    case Qt::Key_Home: bar->setValue(bar->minimum()); return;
    case Qt::Key_End: scrollToNewest(); return;
    case Qt::Key_PageUp: bar->triggerAction(QAbstractSlider::SliderPageStepSub); return;
    case Qt::Key_PageDown: bar->triggerAction(QAbstractSlider::SliderPageStepAdd); return;
    default: break;
    }
    const bool isText = !event->text().isEmpty() && event->text().front().isPrint()
                        && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (isText)
        Q_EMIT typedInto(event);
    else
        QAbstractScrollArea::keyPressEvent(event);
}

bool MessageView::pressCommand(QKeyEvent& key)
{
    if (key.matches(QKeySequence::Copy)) {
        const int row = chosenRow();
        if (m_selection.isEmpty() && row >= 0)
            copyMessage(row);
        else
            copy();
        return true;
    }
    if (key.matches(QKeySequence::SelectAll)) {
        selectAll();
        return true;
    }
    if (key.matches(QKeySequence::Undo)) {
        if (const std::optional<LineId> line = m_deletions.lastUndoable())
            m_deletions.undo(*line);
        return true;
    }
    const bool isPlain = !(key.modifiers() & ~Qt::KeypadModifier);
    if (isPlain && (key.key() == Qt::Key_Up || key.key() == Qt::Key_Down)) {
        chooseNext(key.key() == Qt::Key_Up ? -1 : 1);
        return true;
    }
    if (isPlain && key.key() == Qt::Key_Delete && canDelete(chosenRow())) {
        startDeletion(chosenRow());
        return true;
    }
    if (isPlain && key.key() == Qt::Key_Escape && chosenRow() >= 0) {
        choose(-1);
        return true;
    }
    return false;
}

void MessageView::choose(int row)
{
    const LineId line = row >= 0 ? m_lines->line(row).id : LineId{};
    if (m_chosen == line)
        return;
    m_chosen = line;
    setFocusedAction({});
    if (row >= 0)
        setAccessibleDescription(rowDescription(row));
    viewport()->update();
}

// From the message that is chosen to the one above or below; without one from the edge that one looks at. What does not fit
// into the view is scrolled through first.
void MessageView::chooseNext(int step)
{
    if (!m_book || m_book->size() == 0)
        return;
    const int view = viewport()->height();
    const int chosen = chosenRow();
    const QRect rect = rowRect(chosen);
    const bool isSeen = chosen >= 0 && rect.bottom() >= 0 && rect.top() < view;
    const bool isCutOff = isSeen && (step < 0 ? rect.top() < 0 : rect.bottom() >= view) && rect.height() > view;
    if (isCutOff) {
        verticalScrollBar()->triggerAction(step < 0 ? QAbstractSlider::SliderSingleStepSub : QAbstractSlider::SliderSingleStepAdd);
        return;
    }
    int row = chosen + step;
    if (!isSeen)
        row = std::max(0, step < 0 ? rowAt({0, view - 1}) : rowAt({0, 0}));
    if (!isSeen && step < 0 && rowAt({0, view - 1}) < 0)
        row = m_book->size() - 1; // the air below the newest
    while (row >= 0 && row < m_book->size() && m_book->plan(row).shape == RowShape::Hidden)
        row += step;
    if (row < 0 || row >= m_book->size()) {
        verticalScrollBar()->triggerAction(step < 0 ? QAbstractSlider::SliderSingleStepSub : QAbstractSlider::SliderSingleStepAdd);
        return;
    }
    makeVisible(row);
    choose(row);
}

void MessageView::makeVisible(int row)
{
    const int view = viewport()->height();
    (void)m_book->measured(row, layoutFor(row).height);
    const QRect rect = rowRect(row);
    if (rect.top() >= 0 && rect.bottom() < view)
        return;
    const bool isAbove = rect.top() < 0;
    m_sticks = false;
    m_anchorRow = row;
    m_anchorY = isAbove == (rect.height() <= view) ? 0 : view - rect.height();
    settle();
    m_sticks = verticalScrollBar()->value() >= verticalScrollBar()->maximum();
    placeNewestButton();
    viewport()->update();
}

void MessageView::selectAll()
{
    if (!m_book || m_book->size() == 0)
        return;
    const int last = m_book->headOf(m_book->size() - 1);
    const QString text = rowText(m_source->input(last));
    m_selection.set({m_lines->line(0).id, 0}, {m_lines->line(last).id, static_cast<int>(text.size())});
    viewport()->update();
}

QString MessageView::selectedText() const
{
    if (!m_book)
        return {};
    const std::optional<RowRange> range = m_selection.range(*m_lines);
    return range ? copiedText(*m_source, *range) : QString();
}

void MessageView::copy() const
{
    const QString text = selectedText();
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

} // namespace chatroom::clientgui
