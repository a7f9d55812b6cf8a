#include "pages/overviewpage.h"

#include "pages/ratechart.h"
#include "text.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using widgets::Icon;
using widgets::TextLook;
using widgets::Tone;

namespace {

enum CardIndex : std::size_t { kPeople, kRooms, kMessages, kTraffic };

QString rate(double bytes)
{
    return OverviewPage::tr("%1/s").arg(Text::bytes(bytes));
}

quint64 counted(qsizetype count)
{
    return static_cast<quint64>(count);
}

} // namespace

OverviewPage::OverviewPage(const widgets::Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_grid(new QGridLayout), m_switch(new QHBoxLayout), m_chartFrame(new QWidget(this)),
      m_chartTitle(new QLabel(this)), m_chart(new RateChart(theme, this)), m_column(new QVBoxLayout(this))
{
    setObjectName(u"overviewPage"_s);
    buildCards();
    buildChart();
    m_column->setContentsMargins({});
    m_column->addLayout(m_grid);
    m_column->addWidget(m_chartFrame, 1);
    connect(&theme, &widgets::Theme::changed, this, &OverviewPage::dress);
    dress();
    showStopped();
}

void OverviewPage::buildCards()
{
    const std::array<std::pair<QString, const char*>, kCards> cards{
        {{tr("People"), "people"}, {tr("Rooms"), "rooms"}, {tr("Messages a minute"), "messages"}, {tr("Traffic"), "traffic"}}};
    for (std::size_t index = 0; index < kCards; ++index) {
        Card& card = m_cards[index];
        const QString name = QString::fromLatin1(cards[index].second);
        card.frame = new QWidget(this);
        card.frame->setObjectName(name + u"Card"_s);
        card.icon = new QLabel(card.frame);
        card.title = new QLabel(cards[index].first, card.frame);
        card.figure = new QLabel(card.frame);
        card.figure->setObjectName(name + u"Figure"_s);
        card.detail = new QLabel(card.frame);
        card.detail->setObjectName(name + u"Detail"_s);
        setGround(*card.frame, widgets::Ground::Card);
        setTextLook(*card.title, TextLook::Body, Tone::Muted);
        setTextLook(*card.figure, TextLook::Figure);
        setTextLook(*card.detail, TextLook::Secondary, Tone::Muted);
        auto* heading = new QHBoxLayout;
        heading->addWidget(card.icon);
        heading->addWidget(card.title, 1);
        auto* column = new QVBoxLayout(card.frame);
        column->addLayout(heading);
        column->addWidget(card.figure);
        column->addWidget(card.detail);
    }
}

void OverviewPage::buildChart()
{
    setGround(*m_chartFrame, widgets::Ground::Card);
    setTextLook(*m_chartTitle, TextLook::Strong);
    m_switch->addWidget(m_chartTitle);
    m_switch->addStretch(1);
    auto* group = new QButtonGroup(this);
    addMeasure(*group, Measure::Messages, tr("Messages"));
    addMeasure(*group, Measure::People, tr("People"));
    addMeasure(*group, Measure::Traffic, tr("Traffic"));
    group->buttons().first()->setChecked(true);
    auto* column = new QVBoxLayout(m_chartFrame);
    column->addLayout(m_switch);
    column->addWidget(m_chart, 1);
    m_chart->setAccessibleName(tr("The last ten minutes"));
}

void OverviewPage::addMeasure(QButtonGroup& group, Measure measure, const QString& text)
{
    auto* button = new QPushButton(text, this);
    button->setObjectName(u"measure%1"_s.arg(static_cast<int>(measure)));
    setButtonLook(*button, widgets::ButtonLook::Chip);
    button->setCheckable(true);
    button->setAutoDefault(false);
    group.addButton(button);
    m_switch->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, measure] {
        m_measure = measure;
        showChart();
    });
}

void OverviewPage::dress()
{
    const auto& metrics = m_theme.metrics();
    m_column->setSpacing(metrics.groupGap());
    m_grid->setSpacing(metrics.px(12));
    m_switch->setSpacing(metrics.gap());
    const int inner = metrics.groupGap();
    m_chartFrame->layout()->setContentsMargins(inner, metrics.px(12), inner, metrics.px(12));
    m_chartFrame->layout()->setSpacing(metrics.gap());
    m_chart->setMinimumHeight(metrics.px(140));
    const std::array<Icon, kCards> icons{Icon::People, Icon::Room, Icon::Mail, Icon::Chart};
    const QSize size(metrics.smallIcon(), metrics.smallIcon());
    for (std::size_t index = 0; index < kCards; ++index) {
        Card& card = m_cards[index];
        card.frame->layout()->setContentsMargins(inner, metrics.px(12), inner, metrics.px(12));
        card.frame->layout()->setSpacing(metrics.unit());
        card.icon->setPixmap(icon(m_theme, icons[index], widgets::Role::Muted).pixmap(size, devicePixelRatioF()));
    }
    m_columns = 0;
    arrangeCards();
}

void OverviewPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    showChart(); // it is not drawn while nobody looks
}

void OverviewPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrangeCards();
}

void OverviewPage::arrangeCards()
{
    const int columns = width() < m_theme.metrics().px(560) ? 2 : 4;
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int index = 0; index < static_cast<int>(kCards); ++index) {
        m_grid->addWidget(m_cards[static_cast<std::size_t>(index)].frame, index / columns, index % columns);
        m_grid->setColumnStretch(index, index < columns ? 1 : 0);
    }
}

void OverviewPage::follow(const server::ServerSnapshot& snapshot)
{
    m_measures.add(snapshot);
    showFigures(snapshot);
    if (isVisible())
        showChart();
}

void OverviewPage::showStopped()
{
    showFigures({});
    showChart();
}

void OverviewPage::showFigures(const server::ServerSnapshot& snapshot)
{
    const bool isRunning = snapshot.at != Timestamp{};
    const Sample now = isRunning ? m_measures.latest() : Sample{};
    qsizetype busiest = 0;
    std::uint64_t kept = 0;
    for (const server::RoomRow& room : snapshot.rooms) {
        busiest = std::max<qsizetype>(busiest, room.people);
        kept += room.entries;
    }
    const qsizetype strangers = snapshot.connections - snapshot.people.size();

    m_cards[kPeople].figure->setText(Text::number(counted(snapshot.people.size())));
    m_cards[kPeople].detail->setText(strangers > 0 ? tr("%n choosing a name", nullptr, static_cast<int>(strangers)) : tr("connected now"));
    m_cards[kRooms].figure->setText(Text::number(counted(snapshot.rooms.size())));
    const QString fullest = tr("the fullest has %1").arg(Text::number(counted(busiest)));
    m_cards[kRooms].detail->setText(snapshot.hasHistory ? tr("%1 in their history").arg(Text::number(kept)) : fullest);
    m_cards[kRooms].frame->setToolTip(snapshot.hasHistory ? fullest : QString());
    m_cards[kMessages].figure->setText(Text::number(static_cast<quint64>(now.messages)));
    m_cards[kMessages].detail->setText(tr("%1 since the start").arg(Text::number(snapshot.messages)));
    m_cards[kTraffic].figure->setText(rate(now.received + now.sent));
    m_cards[kTraffic].detail->setText(tr("%1 in, %2 out").arg(rate(now.received), rate(now.sent)));
    for (const Card& card : m_cards)
        card.frame->setAccessibleName(card.title->text() + u": "_s + card.figure->text());
}

void OverviewPage::showChart()
{
    QList<QPointF> points;
    const auto& samples = m_measures.samples();
    for (const Sample& sample : samples) {
        const double before = std::chrono::duration<double>(sample.at - samples.back().at).count();
        switch (m_measure) {
        case Measure::Messages: points.append({before, sample.messages}); break;
        case Measure::People: points.append({before, static_cast<double>(sample.people)}); break;
        case Measure::Traffic: points.append({before, sample.received + sample.sent}); break;
        }
    }
    const auto count = [](double value) { return Text::number(static_cast<quint64>(value)); };
    switch (m_measure) {
    case Measure::Messages:
        m_chartTitle->setText(tr("Messages a minute"));
        m_chart->show(points, count);
        break;
    case Measure::People:
        m_chartTitle->setText(tr("People connected"));
        m_chart->show(points, count);
        break;
    case Measure::Traffic:
        m_chartTitle->setText(tr("Traffic, both ways"));
        m_chart->show(points, rate);
        break;
    }
}

} // namespace chatroom::servergui
