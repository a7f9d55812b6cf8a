#include "client-gui/messageview/codecard.h"

#include "client-gui/messageview/messagestyle.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace chatroom::clientgui {

namespace {

int buttonSize(const MessageStyle& style)
{
    return style.metrics.smallIcon() + style.metrics.unit();
}

} // namespace

CodeCard openCard(const QString& language, const MessageStyle& style, int top)
{
    CodeCard card;
    const int padding = style.codePadding;
    card.box = QRect(style.textLeft, top + padding / 2, style.textWidth, 0);
    const int button = buttonSize(style);
    if (!language.isEmpty()) {
        card.head = QRect(style.textLeft + padding, card.box.top() + style.cardPadding, style.textWidth - 3 * padding - button,
                          style.secondaryHeight);
        card.language = QFontMetrics(style.secondary).elidedText(language, Qt::ElideRight, card.head.width());
    }
    const int line = language.isEmpty() ? style.codeLineHeight : style.secondaryHeight;
    const int middle = card.box.top() + style.cardPadding + line / 2;
    card.copy = QRect(card.box.right() + 1 - padding / 2 - button, middle - button / 2, button, button);
    return card;
}

int codeTop(const CodeCard& card, const MessageStyle& style)
{
    return card.head.isNull() ? card.box.top() + style.cardPadding : card.head.bottom() + 1;
}

int codeWidth(const MessageStyle& style)
{
    return std::max(1, style.textWidth - 2 * style.codePadding - buttonSize(style));
}

int closeCard(CodeCard& card, const MessageStyle& style, int bottom)
{
    card.box.setBottom(bottom + style.cardPadding - 1);
    return card.box.bottom() + 1 + style.codePadding / 2;
}

void paintCard(QPainter& painter, const CodeCard& card, const MessageStyle& style)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(style.palette.line, style.metrics.hairline()));
    painter.setBrush(style.palette.window);
    painter.drawRoundedRect(QRectF(card.box).adjusted(0.5, 0.5, -0.5, -0.5), style.metrics.radius(), style.metrics.radius());
    if (!card.head.isNull()) {
        painter.setFont(style.secondary);
        painter.setPen(style.palette.muted);
        painter.drawText(card.head, Qt::AlignVCenter | Qt::AlignLeft | Qt::AlignAbsolute | Qt::TextSingleLine, card.language);
    }
    painter.restore();
}

void paintCardCopy(QPainter& painter, const CodeCard& card, const QIcon& copy, const MessageStyle& style, bool isHovered)
{
    painter.save();
    if (isHovered) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(widgets::blended(style.palette.window, style.palette.text, 0.1));
        painter.drawRoundedRect(card.copy, style.metrics.unit(), style.metrics.unit());
    }
    const int size = style.metrics.smallIcon();
    copy.paint(&painter, QRect(card.copy.topLeft() + QPoint(card.copy.width() - size, card.copy.height() - size) / 2, QSize(size, size)));
    painter.restore();
}

} // namespace chatroom::clientgui
