// Another password for one's account, and giving the account up.
#pragma once

#include "client-gui/account/accountdialog.h"
#include "client/session.h"

namespace chatroom::clientgui {

class AccountKeeper;

class ChangePasswordDialog final : public AccountDialog
{
    Q_OBJECT

public:
    ChangePasswordDialog(const widgets::Theme& theme, client::Session& session, AccountKeeper& keeper, QWidget* parent);

private:
    void take() override;
    void refresh() override;

    AccountKeeper& m_keeper;
    PasswordField* m_old = nullptr; // null: signed in by key, there is none that one knows
    PasswordField* m_new;
};

class DeleteAccountDialog final : public AccountDialog
{
    Q_OBJECT

public:
    DeleteAccountDialog(const widgets::Theme& theme, client::Session& session, AccountKeeper& keeper, QWidget* parent);

private:
    void take() override;
    void refresh() override;

    AccountKeeper& m_keeper;
    PasswordField* m_password = nullptr;
};

} // namespace chatroom::clientgui
