#include "client-gui/messageview/textcolumn.h"

#include "widgets/namecolor.h"

#include <QFontMetricsF>
#include <QTextOption>

#include <algorithm>
#include <cmath>

namespace chatroom::clientgui {

using client::DeliveryState;

namespace {

bool isOnItsWay(DeliveryState state)
{
    return state == DeliveryState::Pending || state == DeliveryState::Waiting;
}

QColor colorOf(const RowInput& input, const MessageStyle& style)
{
    switch (input.plan.shape) {
    case RowShape::Hidden:
    case RowShape::Event:
    case RowShape::Gap:
    case RowShape::Info: return style.palette.muted;
    case RowShape::Error: return style.palette.danger;
    case RowShape::Lead:
    case RowShape::Follow:
    case RowShape::Action: break;
    }
    return isOnItsWay(input.line.state) ? style.palette.muted : style.palette.text;
}

QList<QTextLayout::FormatRange> formatsOf(const Paragraph& paragraph, const MessageStyle& style)
{
    QList<QTextLayout::FormatRange> formats;
    for (const Span& span : paragraph.spans) {
        QTextLayout::FormatRange range;
        range.start = span.start;
        range.length = span.length;
        switch (span.kind) {
        case SpanKind::Link:
            range.format.setForeground(style.palette.accent);
            range.format.setFontUnderline(true);
            break;
        case SpanKind::Code:
            range.format.setFont(style.code);
            range.format.setBackground(widgets::blended(style.palette.surface, style.palette.text, 0.07));
            break;
        }
        formats += range;
    }
    return formats;
}

class TextColumn final
{
public:
    TextColumn(const RowInput& input, const MessageStyle& style, int top, RowLayout& row)
        : m_input(input), m_style(style), m_row(row), m_y(top)
    {}

    int build()
    {
        Markup markup = markupOf(m_input);
        bool wasCode = false;
        for (const Paragraph& paragraph : markup.paragraphs) {
            const bool isFirst = m_row.blocks.empty();
            if (!isFirst)
                m_row.text += u'\n';
            if (paragraph.isCode && !wasCode)
                m_y += m_style.codePadding;
            if (!paragraph.isCode && wasCode)
                m_y += m_style.codePadding;
            wasCode = paragraph.isCode;
            addParagraph(paragraph, markup.isEmojiOnly, isFirst);
        }
        if (wasCode)
            m_y += m_style.codePadding;
        return m_y;
    }

private:
    void addParagraph(const Paragraph& paragraph, bool isLarge, bool isFirst)
    {
        const bool isSmall = m_input.plan.shape == RowShape::Event;
        TextBlock block;
        block.start = static_cast<int>(m_row.text.size());
        block.length = static_cast<int>(paragraph.text.size());
        block.isCode = paragraph.isCode;
        const QFont& font = paragraph.isCode ? m_style.code : isLarge ? m_style.emoji : isSmall ? m_style.secondary : m_style.body;
        block.layout = std::make_unique<QTextLayout>(paragraph.text, font);
        QTextOption option;
        option.setWrapMode(paragraph.isCode ? QTextOption::WrapAnywhere : QTextOption::WrapAtWordBoundaryOrAnywhere);
        option.setTextDirection(paragraph.isCode ? Qt::LeftToRight : Qt::LayoutDirectionAuto);
        option.setTabStopDistance(4 * QFontMetricsF(m_style.code).horizontalAdvance(u' '));
        block.layout->setTextOption(option);
        QList<QTextLayout::FormatRange> formats{colorRange(block.length)};
        formats += formatsOf(paragraph, m_style);
        if (m_input.plan.shape == RowShape::Action && isFirst)
            formats += authorRange();
        block.layout->setFormats(formats);
        block.layout->setCacheEnabled(true);
        const int inset = paragraph.isCode ? m_style.codePadding : 0;
        const int lineHeight = paragraph.isCode ? m_style.codeLineHeight
                               : isSmall        ? m_style.secondaryHeight
                               : isLarge        ? m_style.emojiHeight
                                                : m_style.lineHeight;
        block.position = QPointF(m_style.textLeft + inset, m_y);
        m_y += breakLines(*block.layout, font, m_style.textWidth - 2 * inset, lineHeight);
        for (Span span : paragraph.spans) {
            span.start += block.start;
            if (span.kind == SpanKind::Link)
                m_row.links.push_back(std::move(span));
        }
        m_row.text += paragraph.text;
        m_row.blocks.push_back(std::move(block));
    }

    [[nodiscard]] QTextLayout::FormatRange colorRange(int length) const
    {
        QTextLayout::FormatRange range;
        range.start = 0;
        range.length = length;
        range.format.setForeground(colorOf(m_input, m_style));
        return range;
    }

    [[nodiscard]] QTextLayout::FormatRange authorRange() const
    {
        QTextLayout::FormatRange range;
        range.start = 0;
        range.length = static_cast<int>(m_input.line.author.size());
        range.format.setFont(m_style.strong);
        range.format.setForeground(widgets::nameColor(m_input.line.author, m_style.palette));
        return range;
    }

    // Lines keep one distance, whichever fonts lend their glyphs; a taller one makes itself room.
    static int breakLines(QTextLayout& layout, const QFont& font, int width, int lineHeight)
    {
        const QFontMetricsF metrics(font);
        const double above = (lineHeight - metrics.height()) / 2 + metrics.ascent();
        double y = 0;
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(width);
            const double ascent = std::max(above, line.ascent());
            line.setPosition(QPointF(0, std::floor(y + ascent - line.ascent())));
            y += std::max(static_cast<double>(lineHeight), ascent + std::max(line.descent(), lineHeight - above));
        }
        layout.endLayout();
        if (layout.text().isRightToLeft())
            alignRight(layout);
        return static_cast<int>(std::ceil(y));
    }

    // Right-to-left lines begin at one edge, the right end of the widest: near the name, not at the far side of the window.
    static void alignRight(QTextLayout& layout)
    {
        double widest = 0;
        for (int i = 0; i < layout.lineCount(); ++i)
            widest = std::max(widest, layout.lineAt(i).naturalTextWidth());
        for (int i = 0; i < layout.lineCount(); ++i) {
            QTextLine line = layout.lineAt(i);
            line.setPosition(QPointF(widest - line.naturalTextWidth(), line.y()));
        }
    }

    const RowInput& m_input;
    const MessageStyle& m_style;
    RowLayout& m_row;
    int m_y;
};

} // namespace

int layOutText(const RowInput& input, const MessageStyle& style, int top, RowLayout& row)
{
    return TextColumn(input, style, top, row).build();
}

} // namespace chatroom::clientgui
