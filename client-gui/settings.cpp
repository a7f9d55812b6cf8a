#include "client-gui/settings.h"

#include "protocol/names.h"

#include <QDir>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr std::size_t kNameBytes = 32;

QString inFolder(const QString& folder)
{
    QDir().mkpath(folder);
    return QDir(folder).filePath(u"chatroom.ini"_s);
}

} // namespace

QString loginName()
{
    QString name = qEnvironmentVariable("USER");
    if (name.isEmpty())
        name = qEnvironmentVariable("USERNAME");
    return QString::fromUtf8(protocol::suggestNickname(name.toUtf8().toStdString(), kNameBytes));
}

Settings::Settings(const QString& dataFolder) : m_folder(dataFolder), m_file(inFolder(dataFolder), QSettings::IniFormat) {}

std::vector<RememberedServer> Settings::servers() const
{
    std::vector<RememberedServer> servers;
    const int count = std::min(m_file.beginReadArray(u"servers"_s), kMostServers);
    for (int i = 0; i < count; ++i) {
        m_file.setArrayIndex(i);
        RememberedServer server{m_file.value(u"address"_s).toString(), m_file.value(u"nickname"_s).toString(),
                                m_file.value(u"rooms"_s).toStringList(), m_file.value(u"lastUsed"_s).toDateTime()};
        if (!server.address.isEmpty())
            servers.push_back(std::move(server));
    }
    m_file.endArray();
    std::ranges::stable_sort(servers, std::ranges::greater{}, &RememberedServer::lastUsed);
    return servers;
}

void Settings::rememberServer(const RememberedServer& server)
{
    std::vector<RememberedServer> all = servers();
    std::erase_if(all, [&](const RememberedServer& other) { return other.address == server.address; });
    all.insert(all.begin(), server);
    if (all.size() > kMostServers)
        all.resize(kMostServers);
    writeServers(all);
}

void Settings::rememberRooms(const QString& address, const QStringList& rooms)
{
    std::vector<RememberedServer> all = servers();
    const auto found = std::ranges::find(all, address, &RememberedServer::address);
    if (found == all.end() || found->rooms == rooms)
        return;
    found->rooms = rooms;
    writeServers(all);
}

void Settings::forgetServer(const QString& address)
{
    std::vector<RememberedServer> all = servers();
    std::erase_if(all, [&](const RememberedServer& other) { return other.address == address; });
    writeServers(all);
}

void Settings::writeServers(const std::vector<RememberedServer>& servers)
{
    m_file.remove(u"servers"_s);
    m_file.beginWriteArray(u"servers"_s, static_cast<int>(servers.size()));
    int index = 0;
    for (const RememberedServer& server : servers) {
        m_file.setArrayIndex(index++);
        m_file.setValue(u"address"_s, server.address);
        m_file.setValue(u"nickname"_s, server.nickname);
        m_file.setValue(u"rooms"_s, server.rooms);
        m_file.setValue(u"lastUsed"_s, server.lastUsed);
    }
    m_file.endArray();
}

std::vector<KeptAccount> Settings::accounts() const
{
    std::vector<KeptAccount> accounts;
    const int count = std::min(m_file.beginReadArray(u"accounts"_s), kMostAccounts);
    for (int i = 0; i < count; ++i) {
        m_file.setArrayIndex(i);
        KeptAccount account{m_file.value(u"address"_s).toString(), m_file.value(u"account"_s).toString(),
                            m_file.value(u"nickname"_s).toString(), m_file.value(u"usesKey"_s).toBool(),
                            m_file.value(u"hasPassword"_s).toBool()};
        if (!account.address.isEmpty() && !account.account.isEmpty())
            accounts.push_back(std::move(account));
    }
    m_file.endArray();
    return accounts;
}

void Settings::keepAccount(const KeptAccount& account)
{
    std::vector<KeptAccount> all = accounts();
    std::erase_if(all, [&](const KeptAccount& each) { return each.address == account.address && each.account == account.account; });
    all.insert(all.begin(), account);
    if (all.size() > kMostAccounts)
        all.resize(kMostAccounts);
    writeAccounts(all);
}

void Settings::forgetAccount(const QString& address, const QString& account)
{
    std::vector<KeptAccount> all = accounts();
    if (std::erase_if(all, [&](const KeptAccount& each) { return each.address == address && each.account == account; }) > 0)
        writeAccounts(all);
}

void Settings::writeAccounts(const std::vector<KeptAccount>& accounts)
{
    m_file.remove(u"accounts"_s);
    m_file.beginWriteArray(u"accounts"_s, static_cast<int>(accounts.size()));
    int index = 0;
    for (const KeptAccount& account : accounts) {
        m_file.setArrayIndex(index++);
        m_file.setValue(u"address"_s, account.address);
        m_file.setValue(u"account"_s, account.account);
        m_file.setValue(u"nickname"_s, account.nickname);
        m_file.setValue(u"usesKey"_s, account.usesKey);
        m_file.setValue(u"hasPassword"_s, account.hasPassword);
    }
    m_file.endArray();
}

QString Settings::nickname() const
{
    const QString kept = m_file.value(u"nickname"_s).toString();
    return kept.isEmpty() ? loginName() : kept;
}

void Settings::setNickname(const QString& nickname)
{
    m_file.setValue(u"nickname"_s, nickname);
}

widgets::ThemeChoice Settings::theme() const
{
    return widgets::themeChoiceFromName(m_file.value(u"look/theme"_s).toString()).value_or(widgets::ThemeChoice::System);
}

void Settings::setTheme(widgets::ThemeChoice choice)
{
    m_file.setValue(u"look/theme"_s, widgets::themeChoiceName(choice));
}

double Settings::fontFactor() const
{
    return std::clamp(m_file.value(u"look/fontFactor"_s, 1.0).toDouble(), 0.8, 2.0);
}

void Settings::setFontFactor(double factor)
{
    m_file.setValue(u"look/fontFactor"_s, factor);
}

Density Settings::density() const
{
    return m_file.value(u"look/density"_s).toString() == u"compact" ? Density::Compact : Density::Comfortable;
}

void Settings::setDensity(Density density)
{
    m_file.setValue(u"look/density"_s, density == Density::Compact ? u"compact"_s : u"comfortable"_s);
}

bool Settings::showsComings() const
{
    return m_file.value(u"messages/showsComings"_s, true).toBool();
}

void Settings::setShowsComings(bool shows)
{
    m_file.setValue(u"messages/showsComings"_s, shows);
}

NotificationRules Settings::notifications() const
{
    return {m_file.value(u"notifications/mentions"_s, true).toBool(), m_file.value(u"notifications/direct"_s, true).toBool()};
}

void Settings::setNotifications(const NotificationRules& rules)
{
    m_file.setValue(u"notifications/mentions"_s, rules.mentions);
    m_file.setValue(u"notifications/direct"_s, rules.direct);
}

QStringList Settings::recentEmoji() const
{
    return m_file.value(u"emoji/recent"_s).toStringList().mid(0, kMostEmoji);
}

void Settings::noteEmoji(const QString& emoji)
{
    QStringList recent = recentEmoji();
    recent.removeAll(emoji);
    recent.prepend(emoji);
    m_file.setValue(u"emoji/recent"_s, recent.mid(0, kMostEmoji));
}

QByteArray Settings::windowState(const QString& window) const
{
    return m_file.value(u"windows/"_s + window).toByteArray();
}

void Settings::setWindowState(const QString& window, const QByteArray& state)
{
    m_file.setValue(u"windows/"_s + window, state);
}

} // namespace chatroom::clientgui
