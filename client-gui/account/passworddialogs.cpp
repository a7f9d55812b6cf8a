#include "client-gui/account/passworddialogs.h"

#include "client-gui/account/accountkeeper.h"

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Session;

ChangePasswordDialog::ChangePasswordDialog(const widgets::Theme& theme, Session& session, AccountKeeper& keeper, QWidget* parent)
    : AccountDialog(theme, u"changePasswordDialog"_s, keeper.isKeyUsed() ? tr("Set a password") : tr("Change the password"), parent),
      m_keeper(keeper)
{
    if (keeper.isKeyUsed())
        addText(
            tr("So far %1 is yours by a key of this computer. With a password you can sign in from others too.").arg(session.account()));
    else
        m_old = addPassword(PasswordField::Purpose::Known, tr("&Old password"), u"oldPassword"_s);
    m_new = addPassword(PasswordField::Purpose::New, tr("&New password"), u"newPassword"_s);
    m_new->setName(session.account());
    addButtons(keeper.isKeyUsed() ? tr("Set") : tr("Change"), false);
    connect(&session, &Session::passwordChanged, this, &QDialog::accept);
    connect(&session, &Session::accountFailed, this, &AccountDialog::showFailure);
    (m_old ? m_old : m_new)->setFocus();
}

void ChangePasswordDialog::refresh()
{
    setReady(m_new->isUsable() && (!m_old || m_old->isUsable()));
}

void ChangePasswordDialog::take()
{
    setBusy(tr("Asking the chatroom"));
    m_keeper.changePassword(m_old ? m_old->password() : QString(), m_new->password());
}

DeleteAccountDialog::DeleteAccountDialog(const widgets::Theme& theme, Session& session, AccountKeeper& keeper, QWidget* parent)
    : AccountDialog(theme, u"deleteAccountDialog"_s, tr("Delete your account"), parent), m_keeper(keeper)
{
    addText(tr("The name %1 is free for others then. Your direct messages, your profile and what you may do in rooms are deleted here "
               "for good. What you said in rooms stays.")
                .arg(session.account()));
    if (!keeper.isKeyUsed())
        m_password = addPassword(PasswordField::Purpose::Known, tr("Your &password"), u"oldPassword"_s);
    addButtons(tr("Delete the account"), true);
    setReady(!m_password);
    connect(&session, &Session::accountDeleted, this, &QDialog::accept);
    connect(&session, &Session::accountFailed, this, &AccountDialog::showFailure);
    if (m_password)
        m_password->setFocus();
}

void DeleteAccountDialog::refresh()
{
    setReady(!m_password || m_password->isUsable());
}

void DeleteAccountDialog::take()
{
    setBusy(tr("Asking the chatroom"));
    m_keeper.deleteAccount(m_password ? m_password->password() : QString());
}

} // namespace chatroom::clientgui
