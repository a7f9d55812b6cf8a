// What the menu on oneself has about one's name: keeping it, signing in and out, the password, the profile. Only what the server
// can do is seen.
//
// GUI thread.
#pragma once

#include "client/session.h"

#include <QObject>
#include <QPointer>

class QAction;
class QMenu;
class QWidget;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class AccountKeeper;
class SignInDialog;

class AccountMenu final : public QObject
{
    Q_OBJECT

public:
    // All outlive this. The dialogs belong to `window`.
    AccountMenu(const widgets::Theme& theme, client::Session& session, AccountKeeper& keeper, QWidget& window);

    void addTo(QMenu& menu); // at the top: who one is, with what can be done about it; profile and status
    [[nodiscard]] bool canKeepName() const;
    // For the password of an account: `why` is what the server said, empty where it was not asked yet.
    void ask(const QString& account, const QString& why);

public Q_SLOTS:
    void keepName();
    void signIn();
    void changePassword();
    void deleteAccount();
    void editProfile();
    void editStatus();

Q_SIGNALS:
    void changed();                     // canKeepName()
    void said(const QString& text);     // for people: what could not be done
    void saidGood(const QString& text); // what was
    void signedOut();                   // the password is forgotten here; one leaves

private:
    QAction* make(const QString& name, const QString& text, void (AccountMenu::*act)());
    void refresh();
    void signOut();

    const widgets::Theme& m_theme;
    client::Session& m_session;
    AccountKeeper& m_keeper;
    QWidget& m_window;
    QAction *m_keep, *m_signIn, *m_profile, *m_status, *m_change, *m_delete, *m_signOut;
    QMenu* m_account = nullptr; // "Signed in as ann"; made by addTo()
    QPointer<SignInDialog> m_dialog;
};

} // namespace chatroom::clientgui
