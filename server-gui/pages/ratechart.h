// A line over the last ten minutes, in the colours of the theme.
#pragma once

#include <QList>
#include <QPointF>
#include <QString>
#include <QWidget>

#include <functional>

class QAreaSeries;
class QCategoryAxis;
class QChart;
class QChartView;
class QLineSeries;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class RateChart final : public QWidget
{
    Q_OBJECT

public:
    explicit RateChart(const widgets::Theme& theme, QWidget* parent = nullptr);

    // x: seconds before now, -600 to 0, rising; y: 0 or more. `label` writes a value of the y axis.
    void show(const QList<QPointF>& points, const std::function<QString(double)>& label);

private:
    void dress();
    void setHeight(double highest, const std::function<QString(double)>& label);

    const widgets::Theme& m_theme;
    QLineSeries* m_top;  // of the area
    QLineSeries* m_line; // the same again: the area's own pen would close it at its ends
    QLineSeries* m_floor;
    QAreaSeries* m_area;
    QCategoryAxis* m_time;
    QCategoryAxis* m_amount;
    QChart* m_chart;
    QChartView* m_view;
};

} // namespace chatroom::servergui
