#include "client-gui/messageview/messagepainter.h"

#include "widgets/avatar.h"
#include "widgets/namecolor.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::DeliveryState;
using widgets::blended;

namespace {

QTextLayout::FormatRange selectedRange(int from, int to, const QColor& ground)
{
    QTextLayout::FormatRange range;
    range.start = from;
    range.length = to - from;
    range.format.setBackground(ground);
    return range;
}

} // namespace

void MessagePainter::paint(const RowLayout& row, const RowInput& input, const RowLook& look, int top)
{
    m_painter.save();
    m_painter.translate(0, top);
    paintGround(row, input, look);
    if (!row.separator.isNull())
        paintSeparator(row, look);
    paintHeader(row, input, look);
    if (!row.quote.box.isNull())
        paintQuote(m_painter, row.quote, m_style, row.quote.box.contains(look.mouse));
    paintCards(row, look);
    paintText(row, look, m_area.translated(0, -top));
    if (row.gap.height > 0)
        paintGap(row);
    if (!row.mark.isNull() && input.line.state == DeliveryState::Waiting)
        m_icons.waiting.paint(&m_painter, row.mark);
    else if (!row.mark.isNull())
        paintMark(row.mark);
    if (!row.tombstone.isNull())
        m_icons.deleted.paint(&m_painter, row.tombstone);
    paintBelow(row, look);
    m_painter.restore();
}

void MessagePainter::paintGround(const RowLayout& row, const RowInput& input, const RowLook& look)
{
    const widgets::Palette& palette = m_style.palette;
    if (row.gap.height > 0)
        return;
    const bool isMention = input.line.isMention && !input.line.isDeleted;
    if (isMention) {
        m_painter.fillRect(row.content, palette.mention);
        m_painter.fillRect(QRect(row.content.topLeft(), QSize(m_style.metrics.px(3), row.content.height())), palette.accent);
    } else if (look.isHovered || look.isChosen) {
        m_painter.fillRect(row.content, blended(palette.surface, palette.text, 0.03));
    }
    if (look.flash > 0)
        m_painter.fillRect(row.content, blended(isMention ? palette.mention : palette.surface, palette.accent, 0.22 * look.flash));
}

void MessagePainter::paintSeparator(const RowLayout& row, const RowLook& look)
{
    const widgets::Palette& palette = m_style.palette;
    const QFontMetrics metrics(m_style.secondary);
    const int left = m_style.discLeft;
    const int right = row.separator.right() - m_style.metrics.groupGap();
    const int middle = row.separator.center().y() + m_style.metrics.px(3);
    m_painter.setPen(QPen(look.isFirstNew ? palette.accent : palette.line, m_style.metrics.hairline()));
    m_painter.drawLine(left, middle, right, middle);
    m_painter.setFont(m_style.secondary);
    const auto label = [&](const QString& text, const QColor& color, int x) {
        const QRect box(x, middle - metrics.height() / 2, metrics.horizontalAdvance(text) + 2 * m_style.metrics.gap(), metrics.height());
        m_painter.fillRect(box, palette.surface);
        m_painter.setPen(color);
        m_painter.drawText(box, Qt::AlignCenter, text);
    };
    if (!row.separatorText.isEmpty()) {
        const int width = metrics.horizontalAdvance(row.separatorText) + 2 * m_style.metrics.gap();
        label(row.separatorText, palette.muted, (left + right - width) / 2);
    }
    if (!look.isFirstNew)
        return;
    const QString text = QCoreApplication::translate("chatroom::clientgui::MessageView", "New");
    label(text, palette.accent, right - metrics.horizontalAdvance(text) - 2 * m_style.metrics.gap() - m_style.metrics.gap());
}

void MessagePainter::paintHeader(const RowLayout& row, const RowInput& input, const RowLook& look)
{
    const widgets::Palette& palette = m_style.palette;
    if (!row.disc.isNull())
        widgets::paintAvatar(m_painter, row.disc, input.name, palette, m_style.body, false, input.line.author);
    if (!row.author.isNull()) {
        m_painter.setFont(m_style.strong);
        m_painter.setPen(widgets::nameColor(input.line.author, palette));
        m_painter.drawText(row.author, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, row.authorText);
    }
    if (row.time.isNull())
        return;
    m_painter.setFont(m_style.secondary);
    m_painter.setPen(palette.muted);
    if (!row.tag.isNull()) {
        const QRect pill = row.tag.adjusted(0, m_style.metrics.px(3), 0, -m_style.metrics.px(3));
        QPainterPath path;
        path.addRoundedRect(QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5), m_style.metrics.unit(), m_style.metrics.unit());
        m_painter.setRenderHint(QPainter::Antialiasing);
        m_painter.setPen(palette.line);
        m_painter.drawPath(path);
        m_painter.setPen(palette.muted);
        m_painter.drawText(pill, Qt::AlignCenter | Qt::TextSingleLine, row.tagText);
    }
    const bool isTimeShown = !row.author.isNull() || look.isHovered || look.isChosen;
    if (isTimeShown)
        m_painter.drawText(row.time, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, row.timeText);
}

void MessagePainter::paintCards(const RowLayout& row, const RowLook& look)
{
    for (const CodeCard& card : row.cards) {
        paintCard(m_painter, card, m_style);
        if (look.isHovered || look.isChosen)
            paintCardCopy(m_painter, card, m_icons.copy, m_style, card.copy.contains(look.mouse));
    }
}

void MessagePainter::paintText(const RowLayout& row, const RowLook& look, const QRect& area)
{
    const QColor ground = blended(m_style.palette.surface, m_style.palette.accent, 0.28);
    const QColor foundGround = blended(m_style.palette.surface, m_style.palette.accent, 0.35);
    for (const TextBlock& block : row.blocks) {
        if (block.position.y() > area.bottom())
            return;
        if (block.position.y() + block.layout->boundingRect().bottom() < area.top())
            continue;
        QList<QTextLayout::FormatRange> ranges;
        if (!look.found.isEmpty()) {
            for (const FoundRange& found : look.found.rangesIn(row.text.mid(block.start, block.length)))
                ranges += selectedRange(found.start, found.start + found.length, foundGround);
        }
        const int from = std::clamp(look.selectedFrom - block.start, 0, block.length);
        const int to = std::clamp(look.selectedTo - block.start, 0, block.length);
        if (from < to)
            ranges += selectedRange(from, to, ground);
        block.layout->draw(&m_painter, block.position, ranges);
    }
}

// The line is broken where messages are missing.
void MessagePainter::paintGap(const RowLayout& row)
{
    const ActionLine& gap = row.gap;
    const QRect words = gap.textBox.united(gap.actionBox);
    const int air = m_style.metrics.groupGap();
    const int left = m_style.discLeft;
    const int right = m_style.width - m_style.metrics.groupGap();
    const int middle = words.center().y();
    m_painter.setPen(QPen(m_style.palette.line, m_style.metrics.hairline(), Qt::DashLine));
    if (words.left() - air > left)
        m_painter.drawLine(left, middle, words.left() - air, middle);
    if (words.right() + air < right)
        m_painter.drawLine(words.right() + air, middle, right, middle);
    paintActionLine(m_painter, gap, m_style);
}

// A small clock: on its way.
void MessagePainter::paintMark(const QRect& box)
{
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(QPen(m_style.palette.muted, m_style.metrics.px(1.2)));
    m_painter.setBrush(Qt::NoBrush);
    const QRectF face = QRectF(box).adjusted(1, 1, -1, -1);
    m_painter.drawEllipse(face);
    m_painter.drawLine(face.center(), QPointF(face.center().x(), face.top() + face.height() * 0.2));
    m_painter.drawLine(face.center(), QPointF(face.right() - face.width() * 0.25, face.center().y()));
}

void MessagePainter::paintBelow(const RowLayout& row, const RowLook& look)
{
    if (!row.fold.isNull()) {
        QFont underlined = m_style.secondary;
        underlined.setUnderline(true);
        m_painter.setFont(underlined);
        m_painter.setPen(m_style.palette.accent);
        m_painter.drawText(row.fold, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, row.foldText);
    }
    switch (row.note.kind) {
    case RowNote::Kind::None: break;
    case RowNote::Kind::Failed: paintNote(m_painter, row.note, m_icons.failure, m_style); break;
    case RowNote::Kind::Leaving: paintNote(m_painter, row.note, m_icons.deleted, m_style); break;
    case RowNote::Kind::Unseen: paintNote(m_painter, row.note, m_icons.unseen, m_style); break;
    }
    for (const Chip& chip : row.chips) {
        if (chip.kind != Chip::Kind::Add || look.showsAdd)
            paintChip(m_painter, chip, m_icons.react, m_style, chip.box.contains(look.mouse));
    }
}

} // namespace chatroom::clientgui
