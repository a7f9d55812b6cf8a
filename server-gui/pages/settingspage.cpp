#include "pages/settingspage.h"

#include "addresses.h"
#include "pages/listenerrow.h"
#include "pages/settingsform.h"
#include "settingsrules.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"

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

constexpr quint16 kFirstPort = 6697;
constexpr int kPageWidth = 860; // at 96 dpi; a field as wide as a screen is no help

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

    m_form = new SettingsForm(theme);
    m_form->setMaximumWidth(metrics.px(kPageWidth));
    connect(m_form, &SettingsForm::edited, this, &SettingsPage::check);
    addChatroomCard();
    addPlacesCard();
    addGuestsCard();
    m_accounts.emplace(*m_form);
    m_history.emplace(*m_form);
    m_limits.emplace(*m_form);
    addWindowCard();
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(u"settingsScroll"_s);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_form);
    m_form->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(metrics.px(12));
    column->addWidget(title);
    column->addWidget(scroll, 1);
    addButtons();
    setConfig({});
}

void SettingsPage::addChatroomCard()
{
    auto* form = m_form->addCard(tr("This chatroom"), {});
    m_network = m_form->addLine(*form, tr("Name"), u"network"_s, tr("What people see when they come in"), &SettingsRules::networkProblem);
    m_description = m_form->addLine(*form, tr("Description"), u"description"_s, tr("One line that says what it is for"),
                                    &SettingsRules::descriptionProblem);
    m_icon = m_form->addLine(*form, tr("Picture"), u"networkIcon"_s,
                             tr("The address of a square picture on the web, for programs that show one"), &SettingsRules::iconProblem);
    m_icon->setPlaceholderText(tr("No picture"));
    m_name = m_form->addLine(*form, tr("Name of the server"), u"serverName"_s,
                             tr("How this server signs its own messages: a name with a dot, as of a machine"),
                             &SettingsRules::serverNameProblem);
}

void SettingsPage::addPlacesCard()
{
    const auto& metrics = m_theme.metrics();
    auto* form = m_form->addCard(tr("Where it can be reached"),
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
    auto* form = m_form->addCard(tr("Who may come in"), {});
    m_password = m_form->addLine(*form, tr("Password"), u"password"_s, tr("Everybody types it to come in; empty: none is needed"),
                                 &SettingsRules::passwordProblem);
    m_password->setPlaceholderText(tr("No password"));
    m_form->makeSecret(*m_password, tr("Show the password"), tr("Hide the password"));
    m_perAddress = m_form->addNumber(*form, tr("People from one address"), u"perAddress"_s, 0, 100'000, {});
    m_perAddress->setSpecialValueText(tr("any number"));
    m_perAddress->setToolTip(tr("How many people may be connected from one address"));
}

void SettingsPage::addWindowCard()
{
    auto* form = m_form->addCard(tr("This window"), {});
    m_look = m_form->addChoice(*form, tr("Theme"), u"theme"_s);
    m_look->addItem(tr("As the system"), widgets::themeChoiceName(ThemeChoice::System));
    m_look->addItem(tr("Light"), widgets::themeChoiceName(ThemeChoice::Light));
    m_look->addItem(tr("Dark"), widgets::themeChoiceName(ThemeChoice::Dark));
    m_look->setCurrentIndex(m_look->findData(widgets::themeChoiceName(m_theme.choice())));
    m_look->setFixedWidth(m_theme.metrics().px(150));
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
    m_apply->setToolTip(tr("Everybody stays connected"));
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
        m_icon->setText(text(m_config.icon));
        SettingsForm::setKept(*m_perAddress, m_config.limits.connectionsPerAddress);
        m_accounts->show(m_config);
        m_history->show(m_config);
        m_limits->show(m_config);
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
    config.icon = m_icon->text().trimmed().toUtf8();
    config.limits.connectionsPerAddress = m_perAddress->value();
    m_accounts->write(config);
    m_history->write(config);
    m_limits->write(config);
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
    return m_form->isValid() && SettingsRules::listenersProblem(edited().listen).isEmpty();
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
    m_form->check();
    m_accounts->check();
    m_history->check();
    const QString places = SettingsRules::listenersProblem(edited().listen);
    m_placesProblem->setText(places);
    m_placesProblem->setVisible(!places.isEmpty());
    m_undo->setEnabled(isChanged());
    m_apply->setEnabled(isChanged() && isValid());
    m_outcome->clear();
}

void SettingsPage::showApplied(bool isNextStartAwaited)
{
    setTextLook(*m_outcome, TextLook::Body, Tone::Good);
    m_outcome->setText(isNextStartAwaited
                           ? tr("Applied and saved. Some of it takes effect only when the chatroom is stopped and started again.")
                           : tr("Applied and saved."));
}

void SettingsPage::showProblem(const QString& what)
{
    setTextLook(*m_outcome, TextLook::Body, Tone::Danger);
    m_outcome->setText(what);
}

} // namespace chatroom::servergui
