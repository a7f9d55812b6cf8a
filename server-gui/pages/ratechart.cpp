#include "pages/ratechart.h"

#include "widgets/theme.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kSeconds = 600;
constexpr int kSteps = 4; // lines across, above the floor

// The least of 2, 4, 8 times a power of ten that holds the value: a quarter of it is a number that people read easily.
double niceAbove(double value)
{
    const double power = std::pow(10.0, std::floor(std::log10(std::max(value, 1.0))));
    for (const double factor : {2.0, 4.0, 8.0}) {
        if (factor * power >= value)
            return factor * power;
    }
    return 20 * power;
}

void clearLabels(QCategoryAxis& axis)
{
    for (const QString& label : axis.categoriesLabels())
        axis.remove(label);
}

} // namespace

RateChart::RateChart(const widgets::Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_top(new QLineSeries), m_line(new QLineSeries), m_floor(new QLineSeries),
      m_area(new QAreaSeries(m_top, m_floor)), m_time(new QCategoryAxis), m_amount(new QCategoryAxis), m_chart(new QChart),
      m_view(new QChartView(m_chart, this))
{
    m_top->setParent(m_area);
    m_floor->setParent(m_area);
    m_chart->addSeries(m_area);
    m_chart->addSeries(m_line);
    m_chart->addAxis(m_time, Qt::AlignBottom);
    m_chart->addAxis(m_amount, Qt::AlignLeft);
    for (QAbstractSeries* series : {static_cast<QAbstractSeries*>(m_area), static_cast<QAbstractSeries*>(m_line)}) {
        series->attachAxis(m_time);
        series->attachAxis(m_amount);
    }
    m_chart->legend()->hide();
    m_chart->setBackgroundVisible(false);
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    for (QCategoryAxis* axis : {m_time, m_amount})
        axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);

    m_time->setRange(-kSeconds, 0);
    m_time->setStartValue(-kSeconds - 1); // a category of no length would have no label
    for (const int minutes : {10, 8, 6, 4, 2})
        m_time->append(tr("%1 min ago").arg(minutes), -minutes * 60);
    m_time->append(tr("now"), 0);
    m_floor->append(-kSeconds, 0);
    m_floor->append(0, 0);

    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_view->setBackgroundBrush(Qt::NoBrush);
    m_view->setStyleSheet(u"background: transparent; border: none;"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_view);
    connect(&theme, &widgets::Theme::changed, this, &RateChart::dress);
    setHeight(0, [](double value) { return QString::number(value); });
    dress();
}

void RateChart::show(const QList<QPointF>& points, const std::function<QString(double)>& label)
{
    double highest = 0;
    for (const QPointF& point : points)
        highest = std::max(highest, point.y());
    setHeight(highest, label);
    m_top->replace(points);
    m_line->replace(points);
    m_floor->replace(points.isEmpty() ? QList<QPointF>{} : QList<QPointF>{{points.first().x(), 0}, {points.last().x(), 0}});
}

void RateChart::setHeight(double highest, const std::function<QString(double)>& label)
{
    const double top = std::max<double>(kSteps, niceAbove(highest));
    clearLabels(*m_amount);
    m_amount->setRange(0, top);
    m_amount->setStartValue(0);
    for (int step = 0; step <= kSteps; ++step) {
        const double value = top * step / kSteps;
        m_amount->append(label(value), value);
    }
}

void RateChart::dress()
{
    const auto& palette = m_theme.palette();
    const auto& metrics = m_theme.metrics();
    QColor filled = palette.accent;
    filled.setAlphaF(0.14F);
    // Half a label's height above and half of "now" at the end stand outside of the axes.
    m_chart->setMargins({0, metrics.gap(), metrics.groupGap(), 0});
    m_area->setBrush(filled);
    m_area->setPen(Qt::NoPen);
    m_line->setPen(QPen(palette.accent, metrics.px(2), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    for (QCategoryAxis* axis : {m_time, m_amount}) {
        axis->setLabelsColor(palette.muted);
        axis->setLabelsFont(metrics.secondary());
        axis->setLinePen(QPen(palette.line, 1));
        axis->setGridLinePen(QPen(palette.line, 1));
    }
    m_time->setGridLineVisible(false);
    m_amount->setLineVisible(false);
}

} // namespace chatroom::servergui
