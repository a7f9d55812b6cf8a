// The keys of the message list, and what is selected by them.
#include "client-gui/messageview/messageview.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QScrollBar>

namespace chatroom::clientgui {

void MessageView::keyPressEvent(QKeyEvent* event)
{
    QScrollBar* bar = verticalScrollBar();
    if (pressFocused(*event))
        return;
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Home: bar->setValue(bar->minimum()); return;
    case Qt::Key_End: scrollToNewest(); return;
    case Qt::Key_PageUp: bar->triggerAction(QAbstractSlider::SliderPageStepSub); return;
    case Qt::Key_PageDown: bar->triggerAction(QAbstractSlider::SliderPageStepAdd); return;
    case Qt::Key_Up: bar->triggerAction(QAbstractSlider::SliderSingleStepSub); return;
    case Qt::Key_Down: bar->triggerAction(QAbstractSlider::SliderSingleStepAdd); return;
    default: break;
    }
    const bool isText = !event->text().isEmpty() && event->text().front().isPrint()
                        && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (isText)
        Q_EMIT typedInto(event);
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void MessageView::selectAll()
{
    if (!m_book || m_book->size() == 0)
        return;
    const int last = m_book->headOf(m_book->size() - 1);
    const QString text = rowText(rowInput(*m_lines, *m_book, last, QDate::currentDate()));
    m_selection.set({m_lines->line(0).id, 0}, {m_lines->line(last).id, static_cast<int>(text.size())});
    viewport()->update();
}

QString MessageView::selectedText() const
{
    if (!m_book)
        return {};
    const std::optional<RowRange> range = m_selection.range(*m_lines);
    return range ? copiedText(*m_lines, *m_book, *range) : QString();
}

void MessageView::copy() const
{
    const QString text = selectedText();
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

} // namespace chatroom::clientgui
