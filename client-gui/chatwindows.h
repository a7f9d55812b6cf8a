// The join window and the main window of one person, and the session between them.
#pragma once

#include "base/clock.h"
#include "client-gui/joinrequest.h"
#include "client/secrets.h"
#include "client/session.h"
#include "network/trust.h"
#include "storage/sqlclientstore.h"

#include <QObject>

#include <memory>
#include <optional>
#include <utility>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class AccountKeeper;
class JoinWindow;
class MainWindow;
class Settings;

class ChatWindows final : public QObject
{
    Q_OBJECT

public:
    // All outlive this.
    ChatWindows(const Clock& clock, widgets::Theme& theme, Settings& settings, client::SecretStore& secrets, QObject* parent = nullptr);
    ~ChatWindows() override;

    // Shows the join window, filled with what is given (empty: what is remembered).
    void start(const QString& name, const QString& address);
    [[nodiscard]] JoinWindow& joinWindow() const { return *m_join; }
    [[nodiscard]] MainWindow* mainWindow() const { return m_main.get(); } // null until joined
    [[nodiscard]] client::Session* session() const { return m_session.get(); }

private:
    void join(const JoinRequest& request);
    void connectJoin();
    void follow(client::Session& session);
    void onState(client::Session::State state);
    void enter();
    void backToJoin();
    void rememberRooms();
    void sayLater();
    void forgetPasswords(const QString& address);
    [[nodiscard]] QStringList roomsFor(const QString& address) const;

    const Clock& m_clock;
    widgets::Theme& m_theme;
    Settings& m_settings;
    client::SecretStore& m_secrets;
    network::TrustStore m_trust;
    storage::SqlClientStore m_store;                     // in the folder of the settings
    QStringList m_toSay;                                 // what cannot be kept and why, as soon as there is a window to say it in
    std::optional<std::pair<QString, QString>> m_signIn; // an account and why it was refused, while the join window was there
    QStringList m_rooms;                                 // named in the address one gave
    std::unique_ptr<JoinWindow> m_join;
    std::unique_ptr<client::Session> m_session;
    std::unique_ptr<AccountKeeper> m_keeper; // of the session
    std::unique_ptr<MainWindow> m_main;
};

} // namespace chatroom::clientgui
