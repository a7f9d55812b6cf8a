// What the client window remembers: a small INI file in the data folder. Nothing secret is in it; passwords are in the key ring.
//
// GUI thread. Written when a value changes; a missing or damaged file gives the defaults.
#pragma once

#include "client-gui/messageview/messagestyle.h"
#include "network/serveraddress.h"
#include "widgets/theme.h"

#include <QByteArray>
#include <QDateTime>
#include <QSettings>
#include <QString>
#include <QStringList>

#include <vector>

namespace chatroom::clientgui {

struct RememberedServer final
{
    QString address; // as ServerAddress::toString() gives it
    QString nickname;
    QStringList rooms;
    QDateTime lastUsed;
};

// Who one is on a server, when signed in.
struct KeptAccount final
{
    QString address;          // as RememberedServer's
    QString account;          // as the server writes it
    QString nickname;         // used last with it
    bool usesKey = false;     // signs in by the key of this computer
    bool hasPassword = false; // it is in the key ring
};

struct NotificationRules final
{
    bool mentions = true;
    bool direct = true;
    friend bool operator==(const NotificationRules&, const NotificationRules&) = default;
};

class Settings final
{
public:
    static constexpr int kMostServers = 12;
    static constexpr int kMostAccounts = 40;
    static constexpr int kMostEmoji = 30; // three rows of the picker

    // `dataFolder` is made when missing.
    explicit Settings(const QString& dataFolder);

    [[nodiscard]] std::vector<RememberedServer> servers() const; // last used first
    void rememberServer(const RememberedServer& server);
    void rememberRooms(const QString& address, const QStringList& rooms);
    void forgetServer(const QString& address);
    [[nodiscard]] QString nickname() const; // the last one; else the login name
    void setNickname(const QString& nickname);

    [[nodiscard]] std::vector<KeptAccount> accounts() const; // kept last first
    void keepAccount(const KeptAccount& account);
    void forgetAccount(const QString& address, const QString& account);

    [[nodiscard]] widgets::ThemeChoice theme() const;
    void setTheme(widgets::ThemeChoice choice);
    [[nodiscard]] double fontFactor() const;
    void setFontFactor(double factor);
    [[nodiscard]] Density density() const;
    void setDensity(Density density);
    [[nodiscard]] bool showsComings() const;
    void setShowsComings(bool shows);
    [[nodiscard]] NotificationRules notifications() const;
    void setNotifications(const NotificationRules& rules);

    [[nodiscard]] QStringList recentEmoji() const; // used last first
    void noteEmoji(const QString& emoji);

    [[nodiscard]] QByteArray windowState(const QString& window) const;
    void setWindowState(const QString& window, const QByteArray& state);

    [[nodiscard]] QString dataFolder() const { return m_folder; }

private:
    void writeServers(const std::vector<RememberedServer>& servers);
    void writeAccounts(const std::vector<KeptAccount>& accounts);

    QString m_folder;
    mutable QSettings m_file; // QSettings reads arrays through a non-const cursor
};

// Who is logged in on this machine, as a nickname that would do.
[[nodiscard]] QString loginName();

} // namespace chatroom::clientgui
