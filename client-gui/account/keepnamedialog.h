// "Keep this name": one password, and nobody else can take the name any more.
#pragma once

#include "client-gui/account/accountdialog.h"
#include "client/session.h"

class QPushButton;

namespace chatroom::clientgui {

class AccountKeeper;

class KeepNameDialog final : public AccountDialog
{
    Q_OBJECT

public:
    KeepNameDialog(const widgets::Theme& theme, client::Session& session, AccountKeeper& keeper, QWidget* parent);

private:
    void take() override;
    void refresh() override;
    void addKeyButton();

    AccountKeeper& m_keeper;
    PasswordField* m_password;
    QCheckBox* m_remember;
    QPushButton* m_key = nullptr; // null: no key here
};

} // namespace chatroom::clientgui
