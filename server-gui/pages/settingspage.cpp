#include "pages/settingspage.h"

#include "addresses.h"
#include "pages/listenerrow.h"
#include "settingsrules.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using widgets::TextLook;
using widgets::ThemeChoice;
using widgets::Tone;

namespace {

constexpr int kMegabyte = 1024 * 1024;
constexpr quint16 kFirstPort = 6697;
constexpr int kCaptionWidth = 160; // at 96 dpi
constexpr int kPageWidth = 860;    // a field as wide as a screen is no help

int shownMegabytes(int bytes)
{
    return bytes == 0 ? 0 : std::max(1, bytes / kMegabyte);
}

// A value from the file beyond what the box offers is shown and kept.
void setKept(QSpinBox& box, int value)
{
    box.setMaximum(std::max(box.maximum(), value));
    box.setValue(value);
}

QString text(const QByteArray& bytes)
{
    return QString::fromUtf8(bytes);
}

} // namespace

SettingsPage::SettingsPage(widgets::Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    const auto& metrics = theme.metrics();
    setObjectName(u"settingsPage"_s);
    auto* title = new QLabel(tr("Settings"), this);
    setTextLook(*title, TextLook::Title);

    auto* inside = new QWidget;
    m_cards = new QVBoxLayout(inside);
    m_cards->setContentsMargins(0, 0, metrics.gap(), 0);
    m_cards->setSpacing(metrics.px(12));
    inside->setMaximumWidth(metrics.px(kPageWidth));
    addChatroomCard();
    addPlacesCard();
    addGuestsCard();
    addLimitsCard();
    addWindowCard();
    m_cards->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(u"settingsScroll"_s);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inside);
    inside->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(metrics.px(12));
    column->addWidget(title);
    column->addWidget(scroll, 1);
    addButtons();
    setConfig({});
}

QFormLayout* SettingsPage::addCard(const QString& title, const QString& hint)
{
    const auto& metrics = m_theme.metrics();
    auto* card = new QWidget(this);
    setGround(*card, widgets::Ground::Card);
    auto* heading = new QLabel(title, card);
    setTextLook(*heading, TextLook::Strong);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(metrics.groupGap());
    form->setVerticalSpacing(metrics.gap());
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(metrics.groupGap(), metrics.px(12), metrics.groupGap(), metrics.groupGap());
    column->setSpacing(metrics.gap());
    column->addWidget(heading);
    if (!hint.isEmpty()) {
        auto* about = new QLabel(hint, card);
        about->setWordWrap(true);
        setTextLook(*about, TextLook::Secondary, Tone::Muted);
        column->addWidget(about);
    }
    column->addLayout(form);
    m_cards->addWidget(card);
    return form;
}

QLineEdit* SettingsPage::addLine(QFormLayout& form, const QString& label, const QString& name, const QString& hint,
                                 std::function<QString(const QString&)> rule)
{
    auto* line = new QLineEdit(this);
    line->setObjectName(name);
    line->setAccessibleName(label);
    line->setAccessibleDescription(hint);
    auto* problem = new QLabel(this);
    problem->setObjectName(name + u"Problem"_s);
    problem->setWordWrap(true);
    setTextLook(*problem, TextLook::Secondary, Tone::Danger);
    problem->hide();
    auto* cell = new QWidget(this);
    auto* column = new QVBoxLayout(cell);
    column->setContentsMargins({});
    column->setSpacing(m_theme.metrics().unit());
    column->addWidget(line);
    column->addWidget(problem);
    auto* caption = new QLabel(label, this);
    caption->setBuddy(line);
    caption->setMinimumWidth(m_theme.metrics().px(kCaptionWidth));
    caption->setMinimumHeight(m_theme.metrics().control());
    caption->setToolTip(hint);
    line->setToolTip(hint);
    form.addRow(caption, cell);
    m_fields.push_back({line, problem, std::move(rule)});
    connect(line, &QLineEdit::textChanged, this, &SettingsPage::check);
    return line;
}

QSpinBox* SettingsPage::addNumber(QFormLayout& form, const QString& label, const QString& name, int least, int most, const QString& suffix)
{
    auto* box = new QSpinBox(this);
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setRange(least, most);
    box->setSuffix(suffix);
    box->setFixedWidth(m_theme.metrics().px(150));
    auto* caption = new QLabel(label, this);
    caption->setBuddy(box);
    caption->setMinimumWidth(m_theme.metrics().px(kCaptionWidth));
    form.addRow(caption, box);
    connect(box, &QSpinBox::valueChanged, this, &SettingsPage::check);
    return box;
}

void SettingsPage::addChatroomCard()
{
    auto* form = addCard(tr("This chatroom"), {});
    m_network = addLine(*form, tr("Name"), u"network"_s, tr("What people see when they come in"), &SettingsRules::networkProblem);
    m_description =
        addLine(*form, tr("Description"), u"description"_s, tr("One line that says what it is for"), &SettingsRules::descriptionProblem);
    m_name = addLine(*form, tr("Name of the server"), u"serverName"_s,
                     tr("How this server signs its own messages: a name with a dot, as of a machine"), &SettingsRules::serverNameProblem);
}

void SettingsPage::addPlacesCard()
{
    const auto& metrics = m_theme.metrics();
    auto* form = addCard(tr("Where it can be reached"),
                         tr("Without encryption everybody on the network can read along. Keep that to this computer."));
    auto* cell = new QWidget(this);
    m_places = new QVBoxLayout;
    m_places->setSpacing(metrics.gap());
    m_placesProblem = new QLabel(this);
    m_placesProblem->setObjectName(u"placesProblem"_s);
    m_placesProblem->setWordWrap(true);
    setTextLook(*m_placesProblem, TextLook::Secondary, Tone::Danger);
    auto* add = new QPushButton(icon(m_theme, widgets::Icon::Add), tr("Add a place"), this);
    add->setObjectName(u"addListener"_s);
    add->setAutoDefault(false);
    connect(add, &QPushButton::clicked, this, &SettingsPage::addNewPlace);
    auto* column = new QVBoxLayout(cell);
    column->setContentsMargins({});
    column->setSpacing(metrics.gap());
    column->addLayout(m_places);
    column->addWidget(m_placesProblem);
    column->addWidget(add, 0, Qt::AlignLeading);
    form->addRow(cell);
}

void SettingsPage::addGuestsCard()
{
    auto* form = addCard(tr("Who may come in"), {});
    m_password = addLine(*form, tr("Password"), u"password"_s, tr("Everybody types it to come in; empty: none is needed"),
                         &SettingsRules::passwordProblem);
    m_password->setPlaceholderText(tr("No password"));
    m_password->setEchoMode(QLineEdit::Password);
    auto* look = m_password->addAction(icon(m_theme, widgets::Icon::Show, widgets::Role::Muted), QLineEdit::TrailingPosition);
    look->setToolTip(tr("Show the password"));
    look->setCheckable(true);
    connect(look, &QAction::toggled, this, [this, look](bool isShown) {
        m_password->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
        look->setIcon(icon(m_theme, isShown ? widgets::Icon::Hide : widgets::Icon::Show, widgets::Role::Muted));
        look->setToolTip(isShown ? tr("Hide the password") : tr("Show the password"));
    });
    m_perAddress = addNumber(*form, tr("People from one address"), u"perAddress"_s, 0, 100'000, {});
    m_perAddress->setSpecialValueText(tr("any number"));
    m_perAddress->setToolTip(tr("How many people may be connected from one address"));
}

void SettingsPage::addLimitsCard()
{
    auto* form = addCard(tr("Limits"), {});
    m_flood = new QCheckBox(tr("Slow down who sends very much at once"), this);
    m_flood->setObjectName(u"flood"_s);
    connect(m_flood, &QCheckBox::toggled, this, &SettingsPage::check);
    form->addRow(m_flood);
    m_nameLength = addNumber(*form, tr("Longest name"), u"nameLength"_s, 0, 64, tr(" bytes"));
    m_roomLength = addNumber(*form, tr("Longest room name"), u"roomLength"_s, 0, 128, tr(" bytes"));
    m_topicLength = addNumber(*form, tr("Longest topic"), u"topicLength"_s, 0, 400, tr(" bytes"));
    m_sendQueue = addNumber(*form, tr("Held for slow readers"), u"sendQueue"_s, 0, 1024, tr(" MB each"));
    for (QSpinBox* box : {m_nameLength, m_roomLength, m_topicLength, m_sendQueue})
        box->setSpecialValueText(tr("no limit"));
    m_sendQueue->setToolTip(tr("Who has more than this waiting is disconnected, so that nobody holds up the others"));
}

void SettingsPage::addWindowCard()
{
    auto* form = addCard(tr("This window"), {});
    m_look = new QComboBox(this);
    m_look->setObjectName(u"theme"_s);
    m_look->setAccessibleName(tr("Theme"));
    m_look->addItem(tr("As the system"), widgets::themeChoiceName(ThemeChoice::System));
    m_look->addItem(tr("Light"), widgets::themeChoiceName(ThemeChoice::Light));
    m_look->addItem(tr("Dark"), widgets::themeChoiceName(ThemeChoice::Dark));
    m_look->setCurrentIndex(m_look->findData(widgets::themeChoiceName(m_theme.choice())));
    m_look->setFixedWidth(m_theme.metrics().px(150));
    auto* caption = new QLabel(tr("Theme"), this);
    caption->setBuddy(m_look);
    caption->setMinimumWidth(m_theme.metrics().px(kCaptionWidth));
    form->addRow(caption, m_look);
    connect(m_look, &QComboBox::activated, this, [this] {
        const auto choice = widgets::themeChoiceFromName(m_look->currentData().toString());
        Q_EMIT themeChosen(choice.value_or(ThemeChoice::System));
    });
}

void SettingsPage::addButtons()
{
    m_outcome = new QLabel(this);
    m_outcome->setObjectName(u"outcome"_s);
    m_outcome->setWordWrap(true);
    m_undo = new QPushButton(tr("Undo changes"), this);
    m_undo->setObjectName(u"undo"_s);
    m_undo->setAutoDefault(false);
    m_apply = new QPushButton(tr("Apply"), this);
    m_apply->setObjectName(u"apply"_s);
    m_apply->setAutoDefault(false);
    m_apply->setToolTip(tr("Takes effect at once; everybody stays connected"));
    setButtonLook(*m_apply, widgets::ButtonLook::Primary);
    auto* bar = new QWidget(this);
    bar->setMaximumWidth(m_theme.metrics().px(kPageWidth));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins({});
    row->setSpacing(m_theme.metrics().gap());
    row->addWidget(m_outcome, 1);
    row->addWidget(m_undo);
    row->addWidget(m_apply);
    layout()->addWidget(bar);
    connect(m_undo, &QPushButton::clicked, this, [this] { setConfig(m_config); });
    connect(m_apply, &QPushButton::clicked, this, [this] { Q_EMIT applyRequested(edited()); });
}

void SettingsPage::setConfig(const server::ServerConfig& config)
{
    m_config = config;
    if (m_config.listen.empty())
        m_config.listen = server::defaultListeners();
    {
        const QScopedValueRollback guard(m_isFilling, true);
        m_network->setText(text(m_config.network));
        m_name->setText(text(m_config.name));
        m_description->setText(text(m_config.description));
        m_password->setText(text(m_config.password));
        m_flood->setChecked(m_config.limits.flood);
        setKept(*m_perAddress, m_config.limits.connectionsPerAddress);
        setKept(*m_nameLength, m_config.limits.nickLength);
        setKept(*m_roomLength, m_config.limits.channelLength);
        setKept(*m_topicLength, m_config.limits.topicLength);
        setKept(*m_sendQueue, shownMegabytes(m_config.limits.sendQueueBytes));
        clearPlaces();
        for (const server::ListenConfig& listener : m_config.listen)
            addPlace(listener);
    }
    check();
}

server::ServerConfig SettingsPage::edited() const
{
    server::ServerConfig config = m_config;
    config.network = m_network->text().trimmed().toUtf8();
    config.name = m_name->text().trimmed().toUtf8();
    config.description = m_description->text().trimmed().toUtf8();
    config.password = m_password->text().toUtf8();
    config.limits.flood = m_flood->isChecked();
    config.limits.connectionsPerAddress = m_perAddress->value();
    config.limits.nickLength = m_nameLength->value();
    config.limits.channelLength = m_roomLength->value();
    config.limits.topicLength = m_topicLength->value();
    // Shown in whole megabytes: what the file says more exactly is kept until it is changed here.
    if (m_sendQueue->value() != shownMegabytes(m_config.limits.sendQueueBytes))
        config.limits.sendQueueBytes = m_sendQueue->value() * kMegabyte;
    config.listen.clear();
    for (const ListenerRow* row : m_placeRows)
        config.listen.push_back(row->listener());
    return config;
}

bool SettingsPage::isChanged() const
{
    return edited() != m_config;
}

bool SettingsPage::isValid() const
{
    return std::all_of(m_fields.begin(), m_fields.end(), [](const Field& field) { return field.rule(field.line->text()).isEmpty(); })
           && SettingsRules::listenersProblem(edited().listen).isEmpty();
}

void SettingsPage::addPlace(const server::ListenConfig& listener)
{
    auto* row = new ListenerRow(m_theme, listener, this);
    m_places->addWidget(row);
    m_placeRows.append(row);
    connect(row, &ListenerRow::changed, this, &SettingsPage::check);
    connect(row, &ListenerRow::removeRequested, this, [this, row] {
        m_placeRows.removeOne(row);
        m_places->removeWidget(row);
        row->deleteLater();
        check();
    });
}

void SettingsPage::addNewPlace()
{
    server::ListenConfig listener;
    std::uint16_t port = kFirstPort;
    for (const ListenerRow* row : m_placeRows) {
        const auto taken = parseListener(row->listener().address);
        if (taken && taken->port >= port)
            port = static_cast<std::uint16_t>(std::min(taken->port + 1, 65535));
    }
    listener.address = listenerText({u"::"_s, port});
    listener.tls = true;
    addPlace(listener);
    check();
}

void SettingsPage::clearPlaces()
{
    for (ListenerRow* row : std::exchange(m_placeRows, {}))
        delete row;
}

void SettingsPage::check()
{
    if (m_isFilling || !m_apply)
        return;
    for (const Field& field : m_fields) {
        const QString problem = field.rule(field.line->text());
        field.problem->setText(problem);
        field.problem->setVisible(!problem.isEmpty());
        widgets::setFaulty(*field.line, !problem.isEmpty());
    }
    const QString places = SettingsRules::listenersProblem(edited().listen);
    m_placesProblem->setText(places);
    m_placesProblem->setVisible(!places.isEmpty());
    m_undo->setEnabled(isChanged());
    m_apply->setEnabled(isChanged() && isValid());
    m_outcome->clear();
}

void SettingsPage::showApplied()
{
    setTextLook(*m_outcome, TextLook::Body, Tone::Good);
    m_outcome->setText(tr("Applied and saved."));
}

void SettingsPage::showProblem(const QString& what)
{
    setTextLook(*m_outcome, TextLook::Body, Tone::Danger);
    m_outcome->setText(what);
}

} // namespace chatroom::servergui
