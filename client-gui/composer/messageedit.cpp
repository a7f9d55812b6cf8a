#include "client-gui/composer/messageedit.h"

#include "client-gui/composer/codehighlighter.h"
#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QMimeData>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

MessageEdit::MessageEdit(const widgets::Theme& theme, QWidget* parent) : QPlainTextEdit(parent), m_theme(theme)
{
    setObjectName(u"messageEdit"_s);
    setAccessibleName(tr("Message"));
    setTabChangesFocus(true);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    new CodeHighlighter(theme, document());
    connect(document(), &QTextDocument::contentsChanged, this, &MessageEdit::grow);
    connect(&theme, &widgets::Theme::changed, this, &MessageEdit::grow);
    grow();
}

void MessageEdit::setText(const QString& text)
{
    setPlainText(text);
    moveCursor(QTextCursor::End);
}

void MessageEdit::replace(int start, int length, const QString& by)
{
    QTextCursor cursor = textCursor();
    cursor.setPosition(start);
    cursor.setPosition(start + length, QTextCursor::KeepAnchor);
    cursor.insertText(by);
    setTextCursor(cursor);
}

void MessageEdit::setCaret(int position)
{
    QTextCursor cursor = textCursor();
    cursor.setPosition(position);
    setTextCursor(cursor);
}

bool MessageEdit::isOnFirstLine() const
{
    const QTextCursor cursor = textCursor();
    const QTextLayout* layout = cursor.block().layout();
    const bool isFirstBlock = cursor.block() == document()->firstBlock();
    return isFirstBlock && (layout->lineCount() == 0 || layout->lineForTextPosition(cursor.positionInBlock()).lineNumber() <= 0);
}

bool MessageEdit::isOnLastLine() const
{
    const QTextCursor cursor = textCursor();
    const QTextLayout* layout = cursor.block().layout();
    const bool isLastBlock = cursor.block() == document()->lastBlock();
    return isLastBlock
           && (layout->lineCount() == 0 || layout->lineForTextPosition(cursor.positionInBlock()).lineNumber() == layout->lineCount() - 1);
}

// QPlainTextEdit counts its document's height in lines.
void MessageEdit::grow()
{
    // One line stands in the middle of a field as high as any other.
    const double lineSpacing = QFontMetricsF(font()).lineSpacing();
    const int frame = m_theme.metrics().unit() + 1;
    const double margin = std::max(0.0, (m_theme.metrics().control() + 4 - lineSpacing) / 2 - frame);
    if (std::abs(document()->documentMargin() - margin) > 0.01) {
        document()->setDocumentMargin(margin); // comes back here
        m_height = 0;
    }
    const double lines = std::clamp(document()->documentLayout()->documentSize().height(), 1.0, static_cast<double>(kMostLinesSeen));
    const QMargins edges = contentsMargins() + viewportMargins();
    const int height = static_cast<int>(std::ceil(lines * lineSpacing + 2 * margin)) + edges.top() + edges.bottom();
    const bool isFull = document()->documentLayout()->documentSize().height() > kMostLinesSeen;
    setVerticalScrollBarPolicy(isFull ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (height == m_height)
        return;
    m_height = height;
    setFixedHeight(height);
}

QSize MessageEdit::sizeHint() const
{
    return {QPlainTextEdit::sizeHint().width(), m_height};
}

QSize MessageEdit::minimumSizeHint() const
{
    return {0, m_theme.metrics().control()};
}

void MessageEdit::insertFromMimeData(const QMimeData* source)
{
    if (source->hasText())
        insertPlainText(source->text());
}

void MessageEdit::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    grow();
}

} // namespace chatroom::clientgui
