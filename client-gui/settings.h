// What the client window remembers: a small INI file in the data folder. Nothing secret is in it; passwords are not kept.
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
    static constexpr int kMostEmoji = 27; // three rows of the picker

    // `dataFolder` is made when missing.
    explicit Settings(const QString& dataFolder);

    [[nodiscard]] std::vector<RememberedServer> servers() const; // last used first
    void rememberServer(const RememberedServer& server);
    void rememberRooms(const QString& address, const QStringList& rooms);
    void forgetServer(const QString& address);
    [[nodiscard]] QString nickname() const; // the last one; else the login name
    void setNickname(const QString& nickname);

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

    QString m_folder;
    mutable QSettings m_file; // QSettings reads arrays through a non-const cursor
};

// Who is logged in on this machine, as a nickname that would do.
[[nodiscard]] QString loginName();

} // namespace chatroom::clientgui
