// A name and its password: in the join window where the name belongs to somebody, and in a dialog later. It says what a person
// wants; whoever shows it asks the session.
#pragma once

#include "client-gui/account/passwordfield.h"

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace chatroom::clientgui {

class SignInForm final : public QWidget
{
    Q_OBJECT

public:
    explicit SignInForm(const widgets::Theme& theme, QWidget* parent = nullptr);

    // `why`: what the server said; empty: nobody has tried yet. `other`: what the second button does.
    void ask(const QString& account, const QString& why, const QString& other);
    void setBusy(bool isBusy);

Q_SIGNALS:
    void taken(const QString& account, const QString& password, bool remembers);
    void declined(); // another name, or none

private:
    void refresh();
    void dress();

    const widgets::Theme& m_theme;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_why;
    QLabel* m_accountLabel;
    QLineEdit* m_account;
    PasswordField* m_password;
    QCheckBox* m_remember;
    QPushButton* m_other;
    QPushButton* m_take;
    bool m_isBusy = false;
};

} // namespace chatroom::clientgui
