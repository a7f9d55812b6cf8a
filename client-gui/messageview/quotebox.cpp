#include "client-gui/messageview/quotebox.h"

#include "client-gui/messageview/messagestyle.h"
#include "widgets/namecolor.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace chatroom::clientgui {

namespace {

QFont nameFont(const MessageStyle& style)
{
    QFont font = style.secondary;
    font.setWeight(style.strong.weight());
    return font;
}

} // namespace

QuoteBox layOutQuote(const Quote& quote, const MessageStyle& style, int top)
{
    QuoteBox box;
    if (quote.state == Quote::State::None)
        return box;
    box.quote = quote;
    const int height = style.secondaryHeight;
    const int barWidth = style.metrics.px(3);
    const int left = style.textLeft + barWidth + style.metrics.gap();
    const int room = std::max(1, style.textWidth - barWidth - style.metrics.gap());
    box.bar = QRect(style.textLeft, top + style.metrics.px(2), barWidth, height - 2 * style.metrics.px(2));
    int x = left;
    if (!quote.name.isEmpty()) {
        const QFontMetrics strong(nameFont(style));
        box.nameText = strong.elidedText(quote.name, Qt::ElideRight, room * 2 / 5);
        box.nameBox = QRect(x, top, strong.horizontalAdvance(box.nameText) + 1, height);
        x = box.nameBox.right() + 1 + style.metrics.gap();
    }
    const QFontMetrics plain(style.secondary);
    const int wordsRoom = std::max(1, left + room - x);
    box.words = plain.elidedText(quote.text, Qt::ElideRight, wordsRoom);
    box.wordsBox = QRect(x, top, std::min(wordsRoom, plain.horizontalAdvance(box.words) + 1), height);
    box.box = QRect(style.textLeft, top, box.wordsBox.right() + 1 + style.metrics.unit() - style.textLeft, height);
    return box;
}

void paintQuote(QPainter& painter, const QuoteBox& quote, const MessageStyle& style, bool isHovered)
{
    const bool isShown = quote.quote.state == Quote::State::Shown;
    const QColor color = isShown ? widgets::nameColor(quote.quote.nickname, style.palette) : style.palette.muted;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(quote.bar, quote.bar.width() / 2.0, quote.bar.width() / 2.0);
    constexpr int kFlags = Qt::AlignVCenter | Qt::AlignLeft | Qt::AlignAbsolute | Qt::TextSingleLine;
    if (!quote.nameText.isEmpty()) {
        painter.setFont(nameFont(style));
        painter.setPen(color);
        drawWords(painter, quote.nameBox, kFlags, quote.nameText);
    }
    QFont font = style.secondary;
    font.setItalic(!isShown);
    painter.setFont(font);
    painter.setPen(isHovered ? style.palette.text : style.palette.muted);
    drawWords(painter, quote.wordsBox.adjusted(0, 0, style.metrics.unit(), 0), kFlags, quote.words);
    painter.restore();
}

} // namespace chatroom::clientgui
