#include "client-gui/messageview/textcolumn.h"

#include "widgets/namecolor.h"

#include <QFontMetricsF>
#include <QTextOption>

#include <algorithm>
#include <cmath>
#include <limits>

namespace chatroom::clientgui {

namespace {

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
    const bool isQuiet = isOnItsWay(input.line.state) || input.line.isDeleted || input.leaving != Leaving::No;
    return isQuiet ? style.palette.muted : style.palette.text;
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
        m_row.text = plainText(markup);
        const bool isFolded = isLong(m_input.line) && !m_input.line.isDeleted && !m_input.isUnfolded;
        m_linesLeft = isFolded ? kFoldedLines : std::numeric_limits<int>::max();
        int start = 0;
        for (const Paragraph& paragraph : markup.paragraphs) {
            const int length = static_cast<int>(paragraph.text.size());
            if (m_isInCard && (!paragraph.isCode || paragraph.startsBlock))
                endCard();
            if (paragraph.startsBlock && m_linesLeft > 0)
                beginCard(paragraph, start);
            if (m_isInCard) // also what is folded away: it is copied with the rest of its block
                m_row.cards.back().length = start + length - m_row.cards.back().start;
            if (m_linesLeft > 0)
                addParagraph(paragraph, start, markup.isEmojiOnly);
            start += length + 1;
        }
        if (m_isInCard)
            endCard();
        return m_y;
    }

private:
    void beginCard(const Paragraph& paragraph, int start)
    {
        m_row.cards.push_back(openCard(paragraph.language, m_style, m_y));
        m_row.cards.back().start = start;
        m_y = codeTop(m_row.cards.back(), m_style);
        m_isInCard = true;
    }

    void endCard()
    {
        m_y = closeCard(m_row.cards.back(), m_style, m_y);
        m_isInCard = false;
    }

    [[nodiscard]] bool isSmall() const { return m_input.plan.shape == RowShape::Event || m_input.line.isDeleted; }

    [[nodiscard]] const QFont& fontOf(const Paragraph& paragraph, bool isLarge) const
    {
        return paragraph.isCode ? m_style.code : isLarge ? m_style.emoji : isSmall() ? m_style.secondary : m_style.body;
    }

    [[nodiscard]] int lineHeightOf(const Paragraph& paragraph, bool isLarge) const
    {
        return paragraph.isCode ? m_style.codeLineHeight
               : isSmall()      ? m_style.secondaryHeight
               : isLarge        ? m_style.emojiHeight
                                : m_style.lineHeight;
    }

    void addParagraph(const Paragraph& paragraph, int start, bool isLarge)
    {
        TextBlock block;
        block.start = start;
        block.isCode = paragraph.isCode;
        // More than the lines that are shown can hold need not be shaped.
        const bool isWhole = m_input.isUnfolded || paragraph.text.size() <= kMostCharacters;
        const QString text = isWhole ? paragraph.text : paragraph.text.left(kMostCharacters);
        const QFont& font = fontOf(paragraph, isLarge);
        block.layout = std::make_unique<QTextLayout>(text, font);
        QTextOption option;
        option.setWrapMode(paragraph.isCode ? QTextOption::WrapAnywhere : QTextOption::WrapAtWordBoundaryOrAnywhere);
        option.setTextDirection(paragraph.isCode ? Qt::LeftToRight : Qt::LayoutDirectionAuto);
        option.setTabStopDistance(4 * QFontMetricsF(m_style.code).horizontalAdvance(u' '));
        block.layout->setTextOption(option);
        QList<QTextLayout::FormatRange> formats{colorRange(static_cast<int>(text.size()))};
        formats += formatsOf(paragraph, m_style);
        if (m_input.plan.shape == RowShape::Action && start == 0)
            formats += authorRange();
        block.layout->setFormats(formats);
        block.layout->setCacheEnabled(true);
        const int inset = paragraph.isCode ? m_style.codePadding : m_input.line.isDeleted ? tombstoneRoom() : 0;
        block.position = QPointF(m_style.textLeft + inset, m_y);
        const int width = paragraph.isCode ? codeWidth(m_style) : m_style.textWidth - inset;
        m_y += breakLines(*block.layout, font, width, lineHeightOf(paragraph, isLarge), m_linesLeft);
        m_linesLeft -= block.layout->lineCount();
        const QTextLine last = block.layout->lineAt(block.layout->lineCount() - 1);
        block.length = last.textStart() + last.textLength();
        for (Span span : paragraph.spans) {
            span.start += block.start;
            if (span.kind == SpanKind::Link)
                m_row.links.push_back(std::move(span));
        }
        if (m_input.line.isDeleted && start == 0)
            addTombstone();
        m_row.blocks.push_back(std::move(block));
    }

    [[nodiscard]] int tombstoneRoom() const { return m_style.metrics.smallIcon() + m_style.metrics.unit(); }

    void addTombstone()
    {
        const int size = m_style.metrics.smallIcon();
        const int top = m_y - m_style.secondaryHeight;
        m_row.tombstone = QRect(m_style.textLeft, top + (m_style.secondaryHeight - size) / 2, size, size);
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
        range.length = static_cast<int>(m_input.name.size());
        range.format.setFont(m_style.strong);
        range.format.setForeground(widgets::nameColor(m_input.line.author, m_style.palette));
        return range;
    }

    // Lines keep one distance, whichever fonts lend their glyphs; a taller one makes itself room.
    static int breakLines(QTextLayout& layout, const QFont& font, int width, int lineHeight, int most)
    {
        const QFontMetricsF metrics(font);
        const double above = (lineHeight - metrics.height()) / 2 + metrics.ascent();
        double y = 0;
        layout.beginLayout();
        for (; most > 0; --most) {
            QTextLine line = layout.createLine();
            if (!line.isValid())
                break;
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
    int m_linesLeft = 0;
    bool m_isInCard = false;
};

} // namespace

int layOutText(const RowInput& input, const MessageStyle& style, int top, RowLayout& row)
{
    return TextColumn(input, style, top, row).build();
}

} // namespace chatroom::clientgui
