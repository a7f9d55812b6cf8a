#include "client-gui/messageview/chips.h"

#include "client-gui/messageview/messagestyle.h"

#include <QFontMetrics>
#include <QLocale>
#include <QPainter>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

// Others may react with whatever text they like.
QString oneLine(const QString& emoji)
{
    return emoji.left(64).simplified();
}

// A reaction may be words.
const QFont& fontOf(const QString& reaction, const MessageStyle& style)
{
    const bool isWord = std::ranges::any_of(reaction, [](QChar c) { return c.isLetterOrNumber(); });
    return isWord ? style.body : style.chip;
}

} // namespace

std::vector<Chip> layOutChips(const QList<client::Reaction>& reactions, const MessageStyle& style, int top)
{
    std::vector<Chip> chips;
    const QFontMetrics countMetrics(style.secondary);
    const int gap = style.metrics.unit();
    const int padding = style.metrics.px(7);
    const int right = style.textLeft + style.textWidth;
    int x = style.textLeft;
    int y = top + style.chipsAbove;
    const auto place = [&](Chip chip, int width) {
        if (x > style.textLeft && x + width > right) {
            x = style.textLeft;
            y += style.chipHeight + gap;
        }
        chip.box = QRect(x, y, width, style.chipHeight);
        x += width + gap;
        chips.push_back(std::move(chip));
    };
    for (const client::Reaction& reaction : reactions) {
        if (reaction.people.isEmpty() || oneLine(reaction.emoji).isEmpty())
            continue;
        Chip chip;
        if (chips.size() == kMostChips) {
            chip.kind = Chip::Kind::Rest;
            chip.count = u'+' + QLocale().toString(reactions.size() - kMostChips);
            const int width = countMetrics.horizontalAdvance(chip.count) + 2 * padding;
            place(std::move(chip), width);
            break;
        }
        chip.emoji = reaction.emoji;
        const QFontMetrics emojiMetrics(fontOf(reaction.emoji, style));
        chip.shown = emojiMetrics.elidedText(oneLine(reaction.emoji), Qt::ElideRight, style.metrics.px(120));
        chip.emojiWidth = emojiMetrics.horizontalAdvance(chip.shown);
        chip.count = QLocale().toString(reaction.people.size());
        chip.isOwn = reaction.isOwn;
        const int width = chip.emojiWidth + style.metrics.unit() + countMetrics.horizontalAdvance(chip.count) + 2 * padding;
        place(std::move(chip), width);
    }
    const int addWidth = style.metrics.smallIcon() + 2 * padding;
    if (!chips.empty() && x + addWidth <= right) {
        Chip add;
        add.kind = Chip::Kind::Add;
        place(std::move(add), addWidth);
    }
    return chips;
}

int chipsHeight(const std::vector<Chip>& chips, const MessageStyle& style, int top)
{
    return chips.empty() ? 0 : chips.back().box.bottom() + 1 + style.chipsAbove - top;
}

void paintChip(QPainter& painter, const Chip& chip, const QIcon& add, const MessageStyle& style, bool isHovered)
{
    const widgets::Palette& palette = style.palette;
    const bool isPressable = chip.kind != Chip::Kind::Rest;
    const QColor quiet = chip.isOwn ? palette.selected() : palette.window;
    const QColor line = chip.isOwn ? palette.accent : isHovered && isPressable ? palette.muted : palette.line;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(line, style.metrics.hairline()));
    painter.setBrush(isHovered && isPressable && !chip.isOwn ? palette.hovered() : quiet);
    const double radius = style.metrics.cardRadius();
    painter.drawRoundedRect(QRectF(chip.box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    if (chip.kind == Chip::Kind::Add) {
        const int size = style.metrics.smallIcon();
        add.paint(&painter, QRect(chip.box.center() - QPoint(size, size) / 2 + QPoint(1, 1), QSize(size, size)));
        painter.restore();
        return;
    }
    const int padding = style.metrics.px(7);
    QRect inside = chip.box.adjusted(padding, 0, -padding, 0);
    constexpr int kFlags = Qt::AlignVCenter | Qt::AlignLeft | Qt::AlignAbsolute | Qt::TextSingleLine;
    if (!chip.shown.isEmpty()) {
        painter.setFont(fontOf(chip.emoji, style));
        painter.setPen(palette.text);
        drawWords(painter, inside.adjusted(0, 0, padding, 0), kFlags, chip.shown);
        inside.setLeft(inside.left() + chip.emojiWidth + style.metrics.unit());
    }
    painter.setFont(style.secondary);
    painter.setPen(chip.isOwn ? palette.accent : palette.muted);
    painter.drawText(inside.adjusted(0, 0, padding, 0), kFlags, chip.count);
    painter.restore();
}

} // namespace chatroom::clientgui
