#include "client-gui/account/accountmenu.h"

#include "client-gui/account/accountkeeper.h"
#include "client-gui/account/keepnamedialog.h"
#include "client-gui/account/passworddialogs.h"
#include "client-gui/account/signindialog.h"
#include "client-gui/profile/profiledialog.h"
#include "client-gui/profile/statusdialog.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAction>
#include <QMenu>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Session;
using Feature = Session::Feature;
using widgets::Icon;

namespace {

void open(QDialog* dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

QString inMenu(QString name)
{
    return name.replace(u'&', u"&&"_s);
}

} // namespace

AccountMenu::AccountMenu(const widgets::Theme& theme, Session& session, AccountKeeper& keeper, QWidget& window)
    : QObject(&window), m_theme(theme), m_session(session), m_keeper(keeper), m_window(window),
      m_keep(make(u"keepName"_s, tr("Keep this name\u2026"), &AccountMenu::keepName)),
      m_signIn(make(u"signIn"_s, tr("Sign in\u2026"), &AccountMenu::signIn)),
      m_profile(make(u"editProfile"_s, tr("Your profile\u2026"), &AccountMenu::editProfile)),
      m_status(make(u"editStatus"_s, tr("Set your status\u2026"), &AccountMenu::editStatus)),
      m_change(make(u"changePassword"_s, tr("Change the password\u2026"), &AccountMenu::changePassword)),
      m_delete(make(u"deleteAccount"_s, tr("Delete the account\u2026"), &AccountMenu::deleteAccount)),
      m_signOut(make(u"signOut"_s, tr("Sign out"), &AccountMenu::signOut))
{
    m_keep->setIcon(widgets::icon(theme, Icon::Lock));
    m_signIn->setIcon(widgets::icon(theme, Icon::Unlock));
    m_profile->setIcon(widgets::icon(theme, Icon::Person));
    m_status->setIcon(widgets::icon(theme, Icon::Chat));
    m_change->setIcon(widgets::icon(theme, Icon::Lock));
    m_delete->setIcon(widgets::icon(theme, Icon::Delete, widgets::Role::Danger));
    m_signOut->setIcon(widgets::icon(theme, Icon::SignOut));
    m_signOut->setToolTip(tr("Forgets the password on this computer and leaves"));
    connect(&session, &Session::accountChanged, this, &AccountMenu::refresh);
    connect(&session, &Session::stateChanged, this, &AccountMenu::refresh);
    connect(&session, &Session::nicknameChanged, this, &AccountMenu::refresh);
    connect(&session, &Session::signInNeeded, this, &AccountMenu::ask);
    connect(&session, &Session::accountRegistered, this,
            [this](const QString& account) { Q_EMIT saidGood(tr("Signed in as %1. Nobody else here can take this name.").arg(account)); });
    connect(&session, &Session::passwordChanged, this, [this] { Q_EMIT saidGood(tr("The password is changed.")); });
    connect(&session, &Session::accountDeleted, this, [this] { Q_EMIT saidGood(tr("Your account is deleted. The name is free again.")); });
    connect(&keeper, &AccountKeeper::said, this, &AccountMenu::said);
    refresh();
}

QAction* AccountMenu::make(const QString& name, const QString& text, void (AccountMenu::*act)())
{
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setMenuRole(QAction::NoRole);
    connect(action, &QAction::triggered, this, act);
    return action;
}

void AccountMenu::addTo(QMenu& menu)
{
    m_account = menu.addMenu(widgets::icon(m_theme, Icon::Check, widgets::Role::Good), {});
    m_account->setObjectName(u"accountMenu"_s);
    m_account->addActions({m_change, m_delete});
    m_account->addSeparator();
    m_account->addAction(m_signOut);
    menu.addActions({m_keep, m_signIn});
    menu.addSeparator();
    menu.addActions({m_status, m_profile});
    refresh();
}

bool AccountMenu::canKeepName() const
{
    return m_keep->isVisible();
}

void AccountMenu::refresh()
{
    const bool isOnline = m_session.state() == Session::State::Online;
    const bool isSignedIn = m_session.accountState() == Session::AccountState::SignedIn;
    const bool isBusy = m_session.accountState() == Session::AccountState::SigningIn;
    m_keep->setVisible(isOnline && !isSignedIn && !isBusy && m_session.can(Feature::Registration));
    m_signIn->setVisible(isOnline && !isSignedIn && !isBusy && m_session.can(Feature::SignIn));
    m_profile->setVisible(isOnline && m_session.can(Feature::Profiles));
    m_status->setVisible(m_profile->isVisible());
    m_change->setText(m_keeper.isKeyUsed() ? tr("Set a password\u2026") : tr("Change the password\u2026"));
    // Only our own server has ways to change an account.
    const bool isOurs = m_session.can(Feature::Registration);
    m_change->setVisible(isOurs);
    m_delete->setVisible(isOurs);
    if (m_account) {
        m_account->setTitle(tr("Signed in as %1").arg(inMenu(m_session.account())));
        m_account->menuAction()->setVisible(isOnline && isSignedIn);
    }
    Q_EMIT changed();
}

void AccountMenu::keepName()
{
    open(new KeepNameDialog(m_theme, m_session, m_keeper, &m_window));
}

void AccountMenu::signIn()
{
    ask({}, {});
}

void AccountMenu::ask(const QString& account, const QString& why)
{
    if (m_dialog)
        return; // it hears of it too
    // Back after a lost connection; before that the join window asks.
    m_dialog = new SignInDialog(m_theme, m_session, m_keeper, &m_window);
    m_dialog->ask(account, why);
    open(m_dialog);
}

void AccountMenu::changePassword()
{
    open(new ChangePasswordDialog(m_theme, m_session, m_keeper, &m_window));
}

void AccountMenu::deleteAccount()
{
    open(new DeleteAccountDialog(m_theme, m_session, m_keeper, &m_window));
}

void AccountMenu::editProfile()
{
    open(new ProfileDialog(m_theme, m_session, &m_window));
}

void AccountMenu::editStatus()
{
    open(new StatusDialog(m_theme, m_session, &m_window));
}

void AccountMenu::signOut()
{
    m_keeper.forget();
    Q_EMIT signedOut();
}

} // namespace chatroom::clientgui
