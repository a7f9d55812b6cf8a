#include "client-gui/join/joinwindow.h"

#include "client-gui/account/signinform.h"
#include "client-gui/join/namefield.h"
#include "client-gui/join/passworddisclosure.h"
#include "client-gui/join/trustpage.h"
#include "client-gui/settings.h"
#include "widgets/banner.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QAction>
#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr int kLongestAddress = 300; // UTF-16 units
constexpr int kLongestPassword = 300;
constexpr int kMostServersSeen = 4; // the rest scrolls
enum Encryption { ByAddress, Always, Never };

} // namespace

JoinWindow::JoinWindow(const widgets::Theme& theme, Settings& settings, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_settings(settings), m_banner(new widgets::Banner(theme, this)), m_name(new NameField(theme, this)),
      m_account(new PasswordDisclosure(theme, this)), m_address(new QLineEdit(this)), m_addressReason(new QLabel(this)),
      m_serversTitle(new QLabel(tr("Used before"), this)), m_servers(new QListWidget(this)), m_detailsToggle(new QToolButton(this)),
      m_details(makeDetails()), m_working(new QProgressBar(this)), m_progress(new QLabel(this)), m_join(new QPushButton(tr("Join"), this)),
      m_cancel(new QPushButton(tr("Cancel"), this)), m_trust(new TrustPage(theme, this)), m_signIn(new SignInForm(theme, this))
{
    setObjectName(u"joinWindow"_s);
    setWindowTitle(tr("Join a chatroom"));
    setWindowIcon(widgets::clientProgramIcon());
    m_form = makeForm();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_form);
    column->addWidget(m_trust);
    column->addWidget(m_signIn);
    column->setSizeConstraint(QLayout::SetFixedSize); // as high as what it says
    m_banner->hide();
    showPage(m_form);

    connect(m_name, &NameField::validityChanged, this, &JoinWindow::updateButtons);
    connect(m_name, &NameField::submitted, this, &JoinWindow::submit);
    connect(m_address, &QLineEdit::textChanged, this, &JoinWindow::onAddressEdited);
    connect(m_address, &QLineEdit::returnPressed, this, &JoinWindow::submit);
    connect(m_password, &QLineEdit::returnPressed, this, &JoinWindow::submit);
    connect(m_account, &PasswordDisclosure::submitted, this, &JoinWindow::submit);
    connect(m_join, &QPushButton::clicked, this, &JoinWindow::submit);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        setBusy(false);
        Q_EMIT cancelled();
    });
    connect(m_servers, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item)
            m_address->setText(item->data(Qt::UserRole).toString());
    });
    connect(m_servers, &QListWidget::itemActivated, this, &JoinWindow::submit);
    connectPages();
    connect(&theme, &widgets::Theme::changed, this, &JoinWindow::dress);
    setName(settings.nickname());
    reset();
    dress();
}

void JoinWindow::connectPages()
{
    connect(m_trust, &TrustPage::answered, this, [this](bool isTrusted) {
        showPage(m_form);
        Q_EMIT trustAnswered(isTrusted);
        if (!isTrusted)
            setBusy(false);
    });
    connect(m_signIn, &SignInForm::taken, this, [this](const QString& account, const QString& password, bool remembers) {
        showPage(m_form);
        m_isNameAsked = false;
        showProgress(tr("Signing in"));
        Q_EMIT signInAnswered(account, password, remembers);
    });
    connect(m_signIn, &SignInForm::declined, this, &JoinWindow::askAnotherName);
}

QWidget* JoinWindow::makeDetails()
{
    auto* details = new QWidget(this);
    m_encryption = new QComboBox(details);
    m_encryption->setObjectName(u"encryptionBox"_s);
    m_encryption->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_encryption->setAccessibleName(tr("Encryption"));
    m_encryption->addItems({tr("As the address says"), tr("Always"), tr("None")});
    m_password = new QLineEdit(details);
    m_password->setObjectName(u"passwordEdit"_s);
    m_password->setAccessibleName(tr("The chatroom's password"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setMaxLength(kLongestPassword);
    m_password->setPlaceholderText(tr("Only if it asks for one"));
    auto* form = new QFormLayout(details);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(m_theme.metrics().groupGap());
    form->setVerticalSpacing(m_theme.metrics().gap());
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("&Encryption"), m_encryption);
    form->addRow(tr("&Password"), m_password);
    details->hide();
    return details;
}

QWidget* JoinWindow::makeForm()
{
    auto* form = new QWidget(this);
    auto* title = new QLabel(tr("Join a chatroom"), form);
    widgets::setTextLook(*title, widgets::TextLook::Title);
    prepareDetailsToggle();
    const widgets::Metrics& metrics = m_theme.metrics();
    auto* column = new QVBoxLayout(form);
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.groupGap());
    column->addWidget(title);
    auto* who = new QVBoxLayout;
    who->setSpacing(metrics.unit());
    who->addWidget(m_name);
    who->addWidget(m_account);
    column->addLayout(who);
    column->addLayout(makeAddress());
    column->addLayout(makeServers());
    column->addWidget(m_detailsToggle, 0, Qt::AlignLeft);
    column->addWidget(m_details);
    column->addStretch();
    column->addWidget(m_working);
    column->addLayout(makeButtons());
    // Qt 6.6 has this for a whole list.
    QWidget* before = m_name;
    for (QWidget* next :
         std::initializer_list<QWidget*>{m_account, m_address, m_servers, m_detailsToggle, m_encryption, m_password, m_cancel, m_join})
        setTabOrder(std::exchange(before, next), next);
    return form;
}

QLayout* JoinWindow::makeAddress()
{
    m_addressLabel = new QLabel(tr("Address of the chat&room"), this);
    m_addressLabel->setBuddy(m_address);
    widgets::setTextLook(*m_addressLabel, widgets::TextLook::Strong);
    m_address->setObjectName(u"addressEdit"_s);
    m_address->setAccessibleName(tr("Address of the chatroom"));
    m_address->setMaxLength(kLongestAddress);
    m_address->setPlaceholderText(tr("For example 192.0.2.7 or chat.example"));
    m_addressReason->setObjectName(u"addressReason"_s);
    m_addressReason->setTextFormat(Qt::PlainText);
    m_addressReason->setWordWrap(true);
    auto* address = new QVBoxLayout;
    address->setSpacing(m_theme.metrics().unit());
    address->addWidget(m_addressLabel);
    address->addWidget(m_address);
    address->addWidget(m_addressReason);
    return address;
}

QLayout* JoinWindow::makeServers()
{
    widgets::setTextLook(*m_serversTitle, widgets::TextLook::Secondary, widgets::Tone::Muted);
    m_servers->setObjectName(u"serverList"_s);
    m_servers->setAccessibleName(tr("Chatrooms used before"));
    m_servers->setProperty("look", u"navigation"_s);
    m_servers->setIconSize(QSize(m_theme.metrics().smallIcon(), m_theme.metrics().smallIcon()));
    m_servers->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_servers->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_servers->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* forget = new QAction(tr("Forget this chatroom"), m_servers);
    forget->setShortcut(QKeySequence::Delete);
    forget->setShortcutContext(Qt::WidgetShortcut);
    m_servers->addAction(forget);
    connect(forget, &QAction::triggered, this, [this] {
        if (const QListWidgetItem* item = m_servers->currentItem()) {
            const QString address = item->data(Qt::UserRole).toString();
            m_settings.forgetServer(address);
            Q_EMIT serverForgotten(address);
            fillServers();
        }
    });
    auto* used = new QVBoxLayout;
    used->setSpacing(m_theme.metrics().unit());
    used->addWidget(m_serversTitle);
    used->addWidget(m_servers);
    return used;
}

void JoinWindow::prepareDetailsToggle()
{
    m_detailsToggle->setObjectName(u"detailsToggle"_s);
    m_detailsToggle->setText(tr("Details"));
    m_detailsToggle->setToolTip(tr("Encryption and password (Alt+D)"));
    m_detailsToggle->setShortcut(QKeySequence(Qt::ALT | Qt::Key_D));
    m_detailsToggle->setProperty("look", u"inline"_s);
    m_detailsToggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_detailsToggle, &QToolButton::clicked, this, [this] {
        m_details->setVisible(m_details->isHidden());
        dress();
    });
}

QLayout* JoinWindow::makeButtons()
{
    m_working->setRange(0, 0);
    m_working->setTextVisible(false);
    m_working->setAccessibleName(tr("Joining"));
    m_progress->setObjectName(u"joinProgress"_s);
    m_progress->setTextFormat(Qt::PlainText);
    widgets::setTextLook(*m_progress, widgets::TextLook::Secondary, widgets::Tone::Muted);
    m_join->setObjectName(u"joinButton"_s);
    m_join->setToolTip(tr("Join (Enter)"));
    widgets::setButtonLook(*m_join, widgets::ButtonLook::Primary);
    m_cancel->setObjectName(u"joinCancel"_s);
    m_cancel->setToolTip(tr("Stop joining (Esc)"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(m_theme.metrics().gap());
    buttons->addWidget(m_progress, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_join);
    return buttons;
}

void JoinWindow::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    for (QWidget* page : std::initializer_list<QWidget*>{m_trust, m_signIn})
        page->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    const bool isOpen = !m_details->isHidden();
    m_detailsToggle->setIcon(widgets::icon(m_theme, isOpen ? widgets::Icon::Up : widgets::Icon::Down, widgets::Role::Muted));
    m_working->setFixedHeight(metrics.unit());
    const int rows = std::min(kMostServersSeen, m_servers->count());
    m_servers->setFixedHeight(rows * metrics.roomRow() + (m_servers->count() > rows ? metrics.gap() : 0));
    for (QWidget* page : std::initializer_list<QWidget*>{m_form, m_trust, m_signIn})
        page->setFixedWidth(metrics.px(420));
}

void JoinWindow::showPage(QWidget* page)
{
    for (QWidget* each : std::initializer_list<QWidget*>{m_form, m_trust, m_signIn})
        each->setVisible(each == page);
}

void JoinWindow::fillServers()
{
    m_servers->clear();
    for (const RememberedServer& server : m_settings.servers()) {
        const QString name = server.nickname.isEmpty() ? QString() : tr("as %1").arg(server.nickname);
        auto* item = new QListWidgetItem(name.isEmpty() ? server.address : server.address + u"  \u00b7  "_s + name, m_servers);
        item->setData(Qt::UserRole, server.address);
        item->setToolTip(tr("Last used %1").arg(QLocale().toString(server.lastUsed.toLocalTime(), QLocale::ShortFormat)));
        item->setIcon(widgets::icon(m_theme, widgets::Icon::Server, widgets::Role::Muted));
        item->setSizeHint(QSize(0, m_theme.metrics().roomRow()));
    }
    const bool hasServers = m_servers->count() > 0;
    m_serversTitle->setVisible(hasServers);
    m_servers->setVisible(hasServers);
    dress();
}

void JoinWindow::setName(const QString& name)
{
    m_name->setName(name);
}

void JoinWindow::setAddress(const QString& address)
{
    m_address->setText(address);
}

void JoinWindow::reset()
{
    setBusy(false);
    m_isNameAsked = false;
    m_account->clear();
    showPage(m_form);
    const QString typed = m_address->text();
    fillServers();
    if (!typed.isEmpty())
        m_address->setText(typed);
    else if (m_servers->count() > 0)
        m_servers->setCurrentRow(0);
    onAddressEdited();
    m_name->setFocus();
}

Result<network::ServerAddress, network::AddressError> JoinWindow::typedAddress() const
{
    auto parsed = network::ServerAddress::parse(m_address->text().trimmed());
    if (!parsed || m_encryption->currentIndex() == ByAddress)
        return parsed;
    network::ServerAddress address = parsed.value();
    const bool wantsTls = m_encryption->currentIndex() == Always;
    const bool isUsualPort = address.port == (address.tls ? network::kTlsPort : network::kPlainPort);
    if (address.tls != wantsTls && isUsualPort)
        address.port = wantsTls ? network::kTlsPort : network::kPlainPort;
    address.tls = wantsTls;
    return address;
}

void JoinWindow::onAddressEdited()
{
    if (m_isNameAsked) { // going elsewhere: the first one need not wait
        m_isNameAsked = false;
        setBusy(false);
        Q_EMIT cancelled();
    }
    const bool isEmpty = m_address->text().trimmed().isEmpty();
    const auto parsed = typedAddress();
    const bool isWrong = !isEmpty && !parsed;
    m_addressReason->setText(isWrong ? parsed.error().what : QString());
    m_addressReason->setVisible(isWrong);
    widgets::setTextLook(*m_addressReason, widgets::TextLook::Secondary, widgets::Tone::Danger);
    widgets::setFaulty(*m_address, isWrong);
    m_address->setAccessibleDescription(m_addressReason->text());
    updateButtons();
}

void JoinWindow::updateButtons()
{
    const bool isReady = m_name->isValid() && (m_isNameAsked || typedAddress().has_value());
    m_join->setEnabled(isReady && !m_isBusy);
    m_join->setDefault(m_join->isEnabled());
}

void JoinWindow::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    m_working->setVisible(isBusy);
    m_cancel->setVisible(isBusy || m_isNameAsked);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_name, m_account, m_addressLabel, m_address, m_servers, m_details, m_detailsToggle})
        widget->setEnabled(!isBusy);
    if (!isBusy)
        m_progress->clear();
    updateButtons();
}

void JoinWindow::submit()
{
    if (m_isBusy || !m_name->isValid())
        return;
    if (m_isNameAsked) {
        m_isNameAsked = false;
        showProgress(tr("Asking for the name"));
        if (m_name->name() == m_refused && !m_account->password().isEmpty())
            Q_EMIT signInAnswered(m_refused, m_account->password(), m_account->remembers());
        else
            Q_EMIT nameChosen(m_name->name());
        return;
    }
    const auto address = typedAddress();
    if (!address)
        return;
    showProgress(tr("Connecting"));
    m_refused.clear();
    JoinRequest request{address.value(), {m_name->name(), {}, m_password->text()}, m_account->remembers()};
    request.identity.accountPassword = m_account->password();
    Q_EMIT joinRequested(request);
}

void JoinWindow::showProgress(const QString& what)
{
    m_banner->hide();
    setBusy(true);
    m_progress->setText(what);
}

void JoinWindow::showFailure(const QString& what)
{
    m_isNameAsked = false;
    showPage(m_form);
    setBusy(false);
    m_banner->announce(widgets::Banner::Kind::Error, what);
}

void JoinWindow::showNameRefused(const QString& name, const QString& why, const QString& suggestion)
{
    m_isNameAsked = true;
    m_refused = name;
    setBusy(false);
    if (m_name->name() != name)
        m_name->setName(name);
    m_name->showRefusal(why, suggestion);
}

void JoinWindow::askTrust(const QByteArray& fingerprint, const QByteArray& known)
{
    showPage(m_trust);
    m_trust->ask(m_address->text().trimmed(), fingerprint, known);
}

void JoinWindow::askSignIn(const QString& account, const QString& why)
{
    showPage(m_signIn);
    m_signIn->ask(account, why, tr("Choose another name"));
}

// In place of the password; the server still waits for a name that it takes.
void JoinWindow::askAnotherName()
{
    showPage(m_form);
    if (!m_refused.isEmpty()) {
        m_isNameAsked = true;
        setBusy(false);
    }
    m_name->setFocus();
}

void JoinWindow::showEvent(QShowEvent* event)
{
    // Fonts and what is hidden are known only now; without this the window would appear too high and then shrink.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    layout()->activate();
    QWidget::showEvent(event);
}

void JoinWindow::keyPressEvent(QKeyEvent* event)
{
    const bool isAsked = m_signIn->isVisible();
    const bool stops = event->key() == Qt::Key_Escape && (m_isBusy || m_isNameAsked || isAsked);
    if (!stops) {
        QWidget::keyPressEvent(event);
        return;
    }
    showPage(m_form);
    if (isAsked && !m_refused.isEmpty()) {
        askAnotherName();
        return;
    }
    m_isNameAsked = false;
    setBusy(false);
    Q_EMIT cancelled();
}

} // namespace chatroom::clientgui
