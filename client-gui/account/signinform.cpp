#include "client-gui/account/signinform.h"

#include "client-gui/join/namecheck.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr int kLongestName = 200; // UTF-16 units

} // namespace

SignInForm::SignInForm(const widgets::Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_icon(new QLabel(this)), m_title(new QLabel(tr("Sign in"), this)), m_why(new QLabel(this)),
      m_accountLabel(new QLabel(tr("Your &name"), this)), m_account(new QLineEdit(this)),
      m_password(new PasswordField(theme, PasswordField::Purpose::Known, tr("&Password"), u"signInPassword"_s, this)),
      m_remember(new QCheckBox(tr("Remember it on this computer"), this)), m_other(new QPushButton(this)),
      m_take(new QPushButton(tr("Sign in"), this))
{
    setObjectName(u"signInForm"_s);
    m_title->setObjectName(u"signInTitle"_s);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    widgets::setTextLook(*m_title, widgets::TextLook::Title);
    m_why->setObjectName(u"signInWhy"_s);
    m_why->setTextFormat(Qt::PlainText);
    m_why->setWordWrap(true);
    m_accountLabel->setBuddy(m_account);
    widgets::setTextLook(*m_accountLabel, widgets::TextLook::Strong);
    m_account->setObjectName(u"signInAccount"_s);
    m_account->setAccessibleName(tr("Your name"));
    m_account->setMaxLength(kLongestName);
    m_remember->setObjectName(u"signInRemember"_s);
    m_remember->setToolTip(tr("In this computer's key ring, where other passwords are. You are signed in by yourself the next time."));
    m_remember->setChecked(true);
    m_other->setObjectName(u"signInOther"_s);
    m_other->setAutoDefault(false);
    m_take->setObjectName(u"signInTake"_s);
    widgets::setButtonLook(*m_take, widgets::ButtonLook::Primary);

    const widgets::Metrics& metrics = theme.metrics();
    auto* head = new QHBoxLayout;
    head->setSpacing(metrics.gap());
    head->addWidget(m_icon, 0, Qt::AlignTop);
    head->addWidget(m_title, 1);
    auto* name = new QVBoxLayout;
    name->setSpacing(metrics.unit());
    name->addWidget(m_accountLabel);
    name->addWidget(m_account);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics.gap());
    buttons->addStretch();
    buttons->addWidget(m_other);
    buttons->addWidget(m_take);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics.groupGap());
    column->addLayout(head);
    column->addWidget(m_why);
    column->addLayout(name);
    column->addWidget(m_password);
    column->addWidget(m_remember);
    column->addStretch();
    column->addLayout(buttons);

    connect(m_account, &QLineEdit::textChanged, this, &SignInForm::refresh);
    connect(m_account, &QLineEdit::returnPressed, m_take, &QPushButton::click);
    connect(m_password, &PasswordField::edited, this, &SignInForm::refresh);
    connect(m_password, &PasswordField::submitted, m_take, &QPushButton::click);
    connect(m_other, &QPushButton::clicked, this, &SignInForm::declined);
    connect(m_take, &QPushButton::clicked, this,
            [this] { Q_EMIT taken(m_account->text(), m_password->password(), m_remember->isChecked()); });
    connect(&theme, &widgets::Theme::changed, this, &SignInForm::dress);
    dress();
    refresh();
}

void SignInForm::dress()
{
    const QSize size(m_theme.metrics().icon(), m_theme.metrics().icon());
    m_icon->setPixmap(widgets::icon(m_theme, widgets::Icon::Lock, widgets::Role::Accent).pixmap(size, devicePixelRatioF()));
}

void SignInForm::ask(const QString& account, const QString& why, const QString& other)
{
    m_account->setText(account);
    m_title->setText(account.isEmpty() ? tr("Sign in") : tr("Sign in as %1").arg(account));
    m_why->setText(why.isEmpty() ? tr("With the name that you keep here, and its password.") : why);
    m_other->setText(other);
    m_password->clear();
    setBusy(false);
    if (account.isEmpty())
        m_account->setFocus();
    else
        m_password->setFocus();
}

void SignInForm::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    for (QWidget* part : std::initializer_list<QWidget*>{m_account, m_password, m_remember})
        part->setEnabled(!isBusy);
    refresh();
}

void SignInForm::refresh()
{
    m_take->setEnabled(!m_isBusy && m_password->isUsable() && !nameProblem(m_account->text()));
    m_take->setDefault(m_take->isEnabled());
}

} // namespace chatroom::clientgui
