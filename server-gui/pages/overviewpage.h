// How the chatroom does: four figures, and the last ten minutes of one of them.
#pragma once

#include "models/measures.h"
#include "server/serverevents.h"

#include <QWidget>

#include <array>
#include <cstdint>

class QButtonGroup;
class QGridLayout;
class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class RateChart;

class OverviewPage final : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewPage(const widgets::Theme& theme, QWidget* parent = nullptr);

    void follow(const server::ServerSnapshot& snapshot);
    // The server stopped: nobody is here, nothing moves.
    void showStopped();

private:
    enum class Measure : std::uint8_t { Messages, People, Traffic };

    struct Card final
    {
        QWidget* frame;
        QLabel* icon;
        QLabel* title;
        QLabel* figure;
        QLabel* detail;
    };
    static constexpr std::size_t kCards = 4;

    void buildCards();
    void buildChart();
    void addMeasure(QButtonGroup& group, Measure measure, const QString& text);
    void dress();
    void showFigures(const server::ServerSnapshot& snapshot);
    void showChart();
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void arrangeCards();

    const widgets::Theme& m_theme;
    Measures m_measures;
    Measure m_measure = Measure::Messages;
    std::array<Card, kCards> m_cards{};
    QGridLayout* m_grid;
    QHBoxLayout* m_switch;
    QWidget* m_chartFrame;
    QLabel* m_chartTitle;
    RateChart* m_chart;
    QVBoxLayout* m_column;
    int m_columns = 0;
};

} // namespace chatroom::servergui
