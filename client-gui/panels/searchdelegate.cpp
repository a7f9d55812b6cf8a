#include "client-gui/panels/searchdelegate.h"

#include "client-gui/messageview/markup.h"
#include "client-gui/messageview/rowlayout.h"
#include "client-gui/messageview/rowplan.h"
#include "widgets/avatar.h"
#include "widgets/namecolor.h"
#include "widgets/plaintext.h"
#include "widgets/theme.h"

#include <QAbstractItemView>
#include <QCoreApplication>
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr int kMostLines = 3;
constexpr int kMostShown = 400; // UTF-16 units: more than three lines hold
constexpr int kSeenBefore = 90; // a match within so many needs no cut
constexpr int kKeptBefore = 30; // of what stands before the match, where it is cut

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::SearchDelegate", text);
}

// Lines of one distance; what does not fit ends in "…".
int breakLines(QTextLayout& layout, const QFont& font, int width, int lineHeight)
{
    QString text = layout.text();
    for (int attempt = 0; attempt < 2; ++attempt) {
        layout.setText(text);
        layout.beginLayout();
        int count = 0;
        bool isWhole = true;
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            if (count == kMostLines) {
                isWhole = false;
                break;
            }
            line.setLineWidth(width);
            line.setPosition(QPointF(0, count * lineHeight));
            ++count;
        }
        layout.endLayout();
        if (isWhole)
            return count * lineHeight;
        const int from = layout.lineAt(kMostLines - 1).textStart();
        text =
            text.left(from) + QFontMetrics(font).elidedText(text.mid(from), Qt::ElideRight, width - QFontMetrics(font).averageCharWidth());
    }
    return kMostLines * lineHeight;
}

} // namespace

QString excerpt(const QString& text, const FoundText& found)
{
    QString plain = plainText(parseMarkup(text)).simplified();
    const std::vector<FoundRange> ranges = found.rangesIn(plain);
    if (!ranges.empty() && ranges.front().start > kSeenBefore) {
        const qsizetype space = plain.indexOf(u' ', ranges.front().start - kKeptBefore);
        const qsizetype from = space >= 0 && space < ranges.front().start ? space + 1 : ranges.front().start;
        plain = u"\u2026 "_s + plain.mid(from);
    }
    return plain.left(kMostShown);
}

QString resultTime(const QDateTime& utc, QDate today)
{
    const QDate day = utc.toLocalTime().date();
    const bool isNear = day == today || day == today.addDays(-1);
    const QString name = isNear ? dayName(day, today) : QLocale().toString(day, tr("d MMM yyyy"));
    return tr("%1, %2").arg(name, clockTime(utc));
}

SpokenResults::SpokenResults(client::SearchModel& results, QObject* parent) : QIdentityProxyModel(parent), m_results(results)
{
    setSourceModel(&results);
}

QVariant SpokenResults::data(const QModelIndex& index, int role) const
{
    if (role != Qt::AccessibleTextRole || !index.isValid())
        return QIdentityProxyModel::data(index, role);
    const client::SearchHit& hit = m_results.hit(index.row());
    return tr("%1 in %2, %3: %4").arg(hit.line.author, hit.conversation, resultTime(hit.line.time, QDate::currentDate()), hit.line.text);
}

SearchDelegate::Shape SearchDelegate::shapeOf(const client::SearchHit& hit, int width) const
{
    const widgets::Metrics& metrics = m_theme.metrics();
    const QFontMetrics secondary(metrics.secondary());
    const QFontMetrics strong(metrics.strong());
    const int left = metrics.px(12);
    const int right = width - metrics.px(12);
    const int disc = metrics.smallDisc();
    Shape shape;
    int y = metrics.gap();
    const int whenWidth = secondary.horizontalAdvance(resultTime(hit.line.time, QDate::currentDate())) + 1;
    shape.when = QRect(right - whenWidth, y, whenWidth, secondary.height());
    shape.place = QRect(left, y, std::max(0, shape.when.left() - metrics.gap() - left), secondary.height());
    y += secondary.height() + metrics.unit();
    const int nameHeight = std::max(disc, strong.height());
    shape.disc = QRect(left, y + (nameHeight - disc) / 2, disc, disc);
    const int textLeft = left + disc + metrics.gap();
    shape.author = QRect(textLeft, y, std::max(0, right - textLeft), nameHeight);
    y += nameHeight;
    const QFont font = metrics.body();
    shape.layout = std::make_unique<QTextLayout>(excerpt(hit.line.text, m_found), font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LayoutDirectionAuto);
    shape.layout->setTextOption(option);
    const int lineHeight = static_cast<int>(std::ceil(QFontMetricsF(font).height())) + metrics.px(2);
    shape.text = QPoint(textLeft, y);
    y += breakLines(*shape.layout, font, std::max(metrics.px(40), right - textLeft), lineHeight);
    shape.height = y + metrics.gap();
    return shape;
}

QSize SearchDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view ? view->viewport()->width() : option.rect.width();
    return {0, shapeOf(m_results.hit(index.row()), width).height};
}

void SearchDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const widgets::Metrics& metrics = m_theme.metrics();
    const widgets::Palette& palette = m_theme.palette();
    const client::SearchHit& hit = m_results.hit(index.row());
    const Shape shape = shapeOf(hit, option.rect.width());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(option.rect.topLeft());
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QColor ground = isSelected ? palette.selected() : palette.hovered();
    const QRectF bar = QRectF(0, 0, option.rect.width(), option.rect.height()).adjusted(metrics.unit(), 1, -metrics.unit(), -1);
    if (isSelected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(ground);
        painter->drawRoundedRect(bar, metrics.radius(), metrics.radius());
    }
    if (isSelected && option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(palette.accent, metrics.focusRing()));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(bar.adjusted(1, 1, -1, -1), metrics.radius(), metrics.radius());
    }
    painter->setFont(metrics.secondary());
    painter->setPen(palette.muted);
    painter->drawText(shape.place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(metrics.secondary()).elidedText(hit.conversation, Qt::ElideRight, shape.place.width()));
    painter->drawText(shape.when, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, resultTime(hit.line.time, QDate::currentDate()));
    widgets::paintAvatar(*painter, shape.disc, hit.line.author, palette, metrics.body());
    painter->setFont(metrics.strong());
    painter->setPen(widgets::nameColor(hit.line.author, palette));
    painter->drawText(shape.author, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(metrics.strong()).elidedText(hit.line.author, Qt::ElideRight, shape.author.width()));
    QList<QTextLayout::FormatRange> marks;
    for (const FoundRange& found : m_found.rangesIn(shape.layout->text())) {
        QTextLayout::FormatRange mark;
        mark.start = found.start;
        mark.length = found.length;
        mark.format.setBackground(widgets::blended(palette.window, palette.accent, 0.35));
        mark.format.setForeground(palette.text);
        marks += mark;
    }
    painter->setPen(palette.text);
    shape.layout->draw(painter, shape.text, marks);
    painter->restore();
}

bool SearchDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem&, const QModelIndex& index)
{
    if (!index.isValid()) {
        QToolTip::hideText();
        return true;
    }
    const client::SearchHit& hit = m_results.hit(index.row());
    const QString when = QLocale().toString(hit.line.time.toLocalTime(), QLocale::LongFormat);
    QToolTip::showText(event->globalPos(), widgets::toolTipText(tr("%1, %2").arg(hit.conversation, when)), view);
    return true;
}

} // namespace chatroom::clientgui
