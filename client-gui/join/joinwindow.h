// The first window: a name, where to, Join. What goes wrong is said in it, never in a box on top of it.
//
// It knows no session: it says what a person wants and shows what it is told. GUI thread.
#pragma once

#include "client-gui/joinrequest.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace chatroom::widgets {
class Banner;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::clientgui {

class NameField;
class PasswordDisclosure;
class Settings;
class SignInForm;
class TrustPage;

class JoinWindow final : public QWidget
{
    Q_OBJECT

public:
    // Both outlive this.
    JoinWindow(const widgets::Theme& theme, Settings& settings, QWidget* parent = nullptr);

    void setName(const QString& name);
    void setAddress(const QString& address); // as typed
    void reset();                            // ready for another try; the servers that are remembered now

    // What happens to the request.
    void showProgress(const QString& what);
    void showFailure(const QString& what);
    void showNameRefused(const QString& name, const QString& why, const QString& suggestion);
    void askTrust(const QByteArray& fingerprint, const QByteArray& known);
    void askSignIn(const QString& account, const QString& why); // the name belongs to somebody: a password, or another name

    [[nodiscard]] bool isBusy() const { return m_isBusy; }
    void submit();

Q_SIGNALS:
    void joinRequested(const chatroom::clientgui::JoinRequest& request);
    void nameChosen(const QString& name); // another one, after showNameRefused
    void trustAnswered(bool isTrusted);
    void signInAnswered(const QString& account, const QString& password, bool remembers);
    void serverForgotten(const QString& address); // its passwords too
    void cancelled();

protected:
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeForm();
    [[nodiscard]] QLayout* makeAddress();
    [[nodiscard]] QLayout* makeServers();
    [[nodiscard]] QLayout* makeButtons();
    void prepareDetailsToggle();
    QWidget* makeDetails();
    void fillServers();
    void onAddressEdited();
    void updateButtons();
    void setBusy(bool isBusy);
    void dress();
    void showPage(QWidget* page);
    void connectPages();
    void askAnotherName();
    [[nodiscard]] Result<network::ServerAddress, network::AddressError> typedAddress() const;

    const widgets::Theme& m_theme;
    Settings& m_settings;
    QWidget* m_form = nullptr; // or a page that asks for trust or a password: one of them is seen
    widgets::Banner* m_banner;
    NameField* m_name;
    PasswordDisclosure* m_account;
    QLineEdit* m_address;
    QLabel* m_addressReason;
    QLabel* m_addressLabel = nullptr;
    QLabel* m_serversTitle;
    QListWidget* m_servers;
    QToolButton* m_detailsToggle;
    QWidget* m_details;
    QComboBox* m_encryption;
    QLineEdit* m_password;
    QProgressBar* m_working;
    QLabel* m_progress;
    QPushButton* m_join;
    QPushButton* m_cancel;
    TrustPage* m_trust;
    SignInForm* m_signIn;
    bool m_isBusy = false;
    bool m_isNameAsked = false; // the server waits for another name
    QString m_refused;          // that name
};

} // namespace chatroom::clientgui
