#include "client-gui/messageview/rowlayout.h"

#include "client-gui/messageview/textcolumn.h"

#include <QCoreApplication>
#include <QFontMetrics>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::DeliveryState;
using client::LineKind;

namespace {

QString tr(const char* text, int count = -1)
{
    return QCoreApplication::translate("chatroom::clientgui::MessageView", text, nullptr, count);
}

class Builder final
{
public:
    Builder(const RowInput& input, const MessageStyle& style) : m_input(input), m_style(style), m_row(std::make_unique<RowLayout>()) {}

    std::unique_ptr<RowLayout> build()
    {
        if (m_input.plan.shape == RowShape::Hidden)
            return std::move(m_row);
        addSeparator();
        const int contentTop = m_y;
        if (m_input.plan.shape == RowShape::Gap) {
            addGap();
            m_row->content = QRect(0, contentTop, m_style.width, m_y - contentTop);
            return std::move(m_row);
        }
        addHeader();
        addQuote();
        m_y = layOutText(m_input, m_style, m_y, *m_row);
        addMark();
        addFold();
        addNote();
        addChips();
        m_y += m_style.below;
        m_row->height = m_y;
        m_row->content = QRect(0, contentTop, m_style.width, m_y - contentTop);
        return std::move(m_row);
    }

private:
    void addSeparator()
    {
        if (!m_input.plan.startsDay && !m_input.plan.startsNew)
            return;
        m_row->separator = QRect(0, 0, m_style.width, m_style.separator);
        m_row->separatorText = m_input.plan.startsDay ? dayName(m_input.day, m_input.today) : QString();
        m_y = m_style.separator;
    }

    void addGap()
    {
        m_row->text = plainText(markupOf(m_input));
        m_row->gap = layOutActionLine(m_row->text, tr("Load"), m_style, m_y);
        m_y += m_row->gap.height;
        m_row->height = m_y;
    }

    void addHeader()
    {
        m_row->timeText = clockTime(m_input.line.time);
        const int timeWidth = QFontMetrics(m_style.secondary).horizontalAdvance(m_row->timeText) + 1;
        if (m_input.plan.shape != RowShape::Lead) {
            m_y += m_input.plan.shape == RowShape::Follow ? m_style.followAbove : m_style.apart;
            const int right = m_style.textLeft - m_style.metrics.px(10);
            m_row->time = QRect(right - timeWidth, m_y, timeWidth, m_style.lineHeight);
            return;
        }
        m_y += m_style.leadAbove;
        m_row->disc =
            QRect(m_style.discLeft + (m_style.metrics.disc() - m_style.disc) / 2, m_y + m_style.metrics.px(2), m_style.disc, m_style.disc);
        const QFontMetrics strong(m_style.strong);
        m_row->tagText = m_input.line.isBot ? tr("bot") : m_input.line.kind == LineKind::Notice ? tr("notice") : QString();
        const int tagWidth =
            m_row->tagText.isEmpty() ? 0 : QFontMetrics(m_style.secondary).horizontalAdvance(m_row->tagText) + 2 * m_style.metrics.px(6);
        const int gap = m_style.metrics.gap();
        const int room = m_style.textWidth - timeWidth - gap - (tagWidth > 0 ? tagWidth + gap : 0);
        m_row->authorText = strong.elidedText(m_input.name, Qt::ElideRight, room);
        const int authorWidth = std::min(room, strong.horizontalAdvance(m_row->authorText) + 1);
        m_row->author = QRect(m_style.textLeft, m_y, authorWidth, m_style.lineHeight);
        int x = m_style.textLeft + authorWidth + gap;
        if (tagWidth > 0) {
            m_row->tag = QRect(x, m_y, tagWidth, m_style.lineHeight);
            x += tagWidth + gap;
        }
        m_row->time = QRect(x, m_y, timeWidth, m_style.lineHeight);
        m_y += m_style.lineHeight;
    }

    void addMark()
    {
        if (!isOnItsWay(m_input.line.state) || m_row->blocks.empty())
            return;
        const TextBlock& block = m_row->blocks.back();
        const QTextLine line = block.layout->lineAt(block.layout->lineCount() - 1);
        const int size = m_input.line.state == DeliveryState::Waiting ? m_style.metrics.smallIcon() : m_style.metrics.px(12);
        const QRectF used = line.naturalTextRect().translated(block.position);
        const int right = m_style.textLeft + m_style.textWidth;
        const int x = std::min(static_cast<int>(std::ceil(used.right())) + m_style.metrics.px(6), right);
        m_row->mark = QRect(x, static_cast<int>(used.center().y()) - size / 2, size, size);
    }

    void addQuote()
    {
        if (m_input.line.isDeleted)
            return;
        m_row->quote = layOutQuote(m_input.quote, m_style, m_y);
        if (!m_row->quote.box.isNull())
            m_y += m_style.quoteHeight;
    }

    void addFold()
    {
        if (!isLong(m_input.line) || m_input.line.isDeleted)
            return;
        const int lines = static_cast<int>(m_row->text.count(u'\n')) + 1;
        m_row->foldText = m_input.isUnfolded   ? tr("Show less")
                          : lines > kMostLines ? tr("Show all %n lines", lines)
                                               : tr("Show the whole message");
        const int width = QFontMetrics(m_style.secondary).horizontalAdvance(m_row->foldText) + 1;
        m_row->fold = QRect(m_style.textLeft, m_y, width, m_style.secondaryHeight);
        m_y = m_row->fold.bottom() + 1 + m_style.metrics.px(2);
    }

    void addNote()
    {
        m_row->note = layOutNote(m_input, m_style, m_y);
        if (m_row->note.kind != RowNote::Kind::None)
            m_y = bottomOf(m_row->note, m_style);
    }

    void addChips()
    {
        if (m_input.line.isDeleted)
            return;
        m_row->chips = layOutChips(m_input.line.reactions, m_style, m_y);
        m_y += chipsHeight(m_row->chips, m_style, m_y);
    }

    const RowInput& m_input;
    const MessageStyle& m_style;
    std::unique_ptr<RowLayout> m_row;
    int m_y = 0;
};

} // namespace

std::unique_ptr<RowLayout> layOutRow(const RowInput& input, const MessageStyle& style)
{
    return Builder(input, style).build();
}

int RowLayout::offsetAt(const QPointF& at) const
{
    for (const TextBlock& block : blocks) {
        const QRectF bounds = block.layout->boundingRect().translated(block.position);
        const bool isLast = &block == &blocks.back();
        if (at.y() >= bounds.bottom() && !isLast)
            continue;
        if (at.y() < bounds.top())
            return block.start;
        if (at.y() >= bounds.bottom())
            return block.start + block.length;
        for (int i = 0; i < block.layout->lineCount(); ++i) {
            const QTextLine line = block.layout->lineAt(i);
            if (at.y() - block.position.y() < line.y() + line.height() || i + 1 == block.layout->lineCount())
                return block.start + line.xToCursor(at.x() - block.position.x());
        }
    }
    return static_cast<int>(text.size());
}

const Span* RowLayout::linkAt(const QPointF& at) const
{
    for (const TextBlock& block : blocks) {
        for (int i = 0; i < block.layout->lineCount(); ++i) {
            const QTextLine line = block.layout->lineAt(i);
            const QPointF inside = at - block.position;
            if (!line.naturalTextRect().contains(inside))
                continue;
            const int offset = block.start + line.xToCursor(inside.x(), QTextLine::CursorOnCharacter);
            const auto found = std::ranges::find_if(links, [=](const Span& s) { return offset >= s.start && offset < s.start + s.length; });
            return found == links.end() ? nullptr : &*found;
        }
    }
    return nullptr;
}

} // namespace chatroom::clientgui
