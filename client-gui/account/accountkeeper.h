// Who one is on a server: what the windows ask the session for, and what of it this computer remembers. Passwords go to the key
// ring only; where there is none they are asked for each time, and that is said once.
//
// One for each session; GUI thread.
#pragma once

#include "client-gui/joinrequest.h"
#include "client-gui/settings.h"
#include "client/secrets.h"
#include "client/session.h"

#include <QObject>

#include <optional>

namespace chatroom::clientgui {

class AccountKeeper final : public QObject
{
    Q_OBJECT

public:
    // All outlive this.
    AccountKeeper(Settings& settings, client::SecretStore& secrets, client::Session& session, QObject* parent = nullptr);

    // Opens the session as who one was there before, with the password that is kept; it may take as long as a person takes to
    // unlock the key ring.
    void open(const JoinRequest& request, const QStringList& rooms);

    void keepName(const QString& password, bool remembers);
    void keepNameByKey();
    [[nodiscard]] bool canUseKey() const; // encrypted, and there is a key of this computer
    [[nodiscard]] bool isKeyUsed() const; // the account's password is not known to anybody
    void signIn(const QString& account, const QString& password, bool remembers);
    void changePassword(const QString& old, const QString& next);
    void deleteAccount(const QString& password);
    void forget(); // signs out on this computer: from the next start on

Q_SIGNALS:
    void said(const QString& text); // for people: what could not be kept

private:
    [[nodiscard]] QString address() const;
    [[nodiscard]] QString ring() const; // how the server is called in the key ring
    [[nodiscard]] std::optional<KeptAccount> keptFor(const QString& nickname) const;
    [[nodiscard]] std::optional<KeptAccount> keptAs(const QString& account) const;
    void useOwnKey(const network::ServerAddress& address);
    void onAccountChanged();
    void write(const QString& account, const QString& password);
    void sayNotKept(const QString& why);

    Settings& m_settings;
    client::SecretStore& m_secrets;
    client::Session& m_session;
    network::ServerAddress m_address;
    QString m_password; // to be kept as soon as it is known to be right; empty: none
    QString m_next;     // the one that is asked for in place of the old one
    bool m_hasKey = false, m_isKeyAsked = false, m_isSaid = false;
};

} // namespace chatroom::clientgui
