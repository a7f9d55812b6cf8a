// Signing in while one is here: asked for by the person, or because the chatroom did not take the password that is kept.
#pragma once

#include "client/session.h"

#include <QDialog>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class AccountKeeper;
class SignInForm;

class SignInDialog final : public QDialog
{
    Q_OBJECT

public:
    SignInDialog(const widgets::Theme& theme, client::Session& session, AccountKeeper& keeper, QWidget* parent);

    void ask(const QString& account, const QString& why);

private:
    SignInForm* m_form;
};

} // namespace chatroom::clientgui
