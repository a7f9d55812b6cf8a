#include "client-gui/messageview/messagestyle.h"

#include "client-gui/emoji/emojifont.h"
#include "client-gui/messageview/rowtext.h"

#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace chatroom::clientgui {

namespace {

int heightOfLine(const QFont& font, double spacing)
{
    const double wanted = QFontInfo(font).pixelSize() * spacing;
    return static_cast<int>(std::ceil(std::max(wanted, QFontMetricsF(font).height())));
}

} // namespace

MessageStyle::MessageStyle(const widgets::Metrics& m, const widgets::Palette& p, Density density, int w)
    : metrics(m), palette(p), body(m.body()), strong(m.strong()), secondary(m.secondary()), code(m.code()),
      emoji(withColouredEmoji(m.body())), chip(withColouredEmoji(m.body()))
{
    const bool isCompact = density == Density::Compact;
    emoji.setPixelSize(QFontInfo(body).pixelSize() * 2);
    width = w;
    disc = isCompact ? metrics.smallDisc() : metrics.disc();
    discLeft = metrics.groupGap();
    textLeft = discLeft + metrics.disc() + metrics.px(12);
    textWidth = std::clamp(w - textLeft - metrics.groupGap(), metrics.px(80), metrics.messageWidth());
    lineHeight = heightOfLine(body, widgets::Metrics::lineSpacing());
    codeLineHeight = heightOfLine(code, widgets::Metrics::lineSpacing());
    secondaryHeight = heightOfLine(secondary, widgets::Metrics::lineSpacing());
    emojiHeight = heightOfLine(emoji, 1);
    leadAbove = metrics.px(isCompact ? 3 : 8);
    followAbove = isCompact ? 0 : 1;
    apart = metrics.px(isCompact ? 1 : 3);
    below = metrics.px(isCompact ? 1 : 3);
    separator = metrics.px(isCompact ? 28 : 36);
    codePadding = metrics.gap();
    cardPadding = metrics.px(6);
    quoteHeight = secondaryHeight + metrics.px(2);
    chipHeight = std::max(metrics.px(24), static_cast<int>(std::ceil(QFontMetricsF(body).height())) + metrics.px(4));
    chipsAbove = metrics.px(isCompact ? 2 : 4);
    averageCharacter = std::max(1.0, QFontMetricsF(body).averageCharWidth());
}

int MessageStyle::estimate(const client::ChatLine& line, const RowPlan& plan) const
{
    if (plan.shape == RowShape::Gap)
        return separator * (plan.startsNew ? 2 : 1);
    const auto perLine = static_cast<qsizetype>(textWidth / averageCharacter);
    qsizetype lines = 1 + line.text.count(u'\n') + line.text.size() / std::max<qsizetype>(1, perLine);
    if (isLong(line))
        lines = kFoldedLines + 1;
    const bool isSmall = plan.shape == RowShape::Event || line.isDeleted;
    int height = static_cast<int>(lines) * (isSmall ? secondaryHeight : lineHeight);
    height += below + (plan.shape == RowShape::Lead ? leadAbove + lineHeight : followAbove);
    if (!line.replyTo.isEmpty() && !line.isDeleted)
        height += quoteHeight;
    if (!line.reactions.isEmpty() && !line.isDeleted)
        height += chipsAbove + chipHeight;
    if (plan.startsDay || plan.startsNew)
        height += separator;
    return height;
}

void drawWords(QPainter& painter, const QRect& box, int flags, const QString& text)
{
    const Qt::LayoutDirection before = painter.layoutDirection();
    painter.setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    painter.drawText(box, flags, text);
    painter.setLayoutDirection(before);
}

} // namespace chatroom::clientgui
