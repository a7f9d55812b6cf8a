#include "settingsrules.h"

#include "addresses.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kNameBytes = 63;
constexpr int kTextBytes = 200;
constexpr int kUrlBytes = 300;

bool hasControl(const QString& text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

} // namespace

QString SettingsRules::networkProblem(const QString& name)
{
    if (name.trimmed().isEmpty())
        return tr("Give the chatroom a name.");
    if (name.toUtf8().size() > kNameBytes)
        return tr("This name is too long.");
    if (hasControl(name))
        return tr("This name holds a character that cannot be shown.");
    return {};
}

QString SettingsRules::serverNameProblem(const QString& name)
{
    static const QRegularExpression form(u"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$"_s);
    if (name.isEmpty())
        return tr("The server needs a name, for example chat.local.");
    if (name.size() > kNameBytes)
        return tr("This name is too long: %1 characters are the most.").arg(kNameBytes);
    if (!name.contains(u'.'))
        return tr("The name needs a dot, for example %1.local.").arg(name);
    if (!form.match(name).hasMatch())
        return tr("Use letters from A to Z, digits, hyphens and dots.");
    return {};
}

QString SettingsRules::descriptionProblem(const QString& description)
{
    if (description.toUtf8().size() > kTextBytes)
        return tr("This description is too long.");
    if (hasControl(description))
        return tr("The description holds a character that cannot be shown.");
    return {};
}

QString SettingsRules::iconProblem(const QString& url)
{
    const QString given = url.trimmed();
    if (given.isEmpty())
        return {};
    if (given.toUtf8().size() > kUrlBytes)
        return tr("This address is too long.");
    if (!given.startsWith(u"https://"_s) && !given.startsWith(u"http://"_s))
        return tr("The address begins with https://, for example https://example.org/picture.png.");
    if (hasControl(given) || given.contains(u' '))
        return tr("The address holds a space or a character that cannot be in one.");
    return {};
}

QString SettingsRules::passwordProblem(const QString& password)
{
    if (password.toUtf8().size() > kTextBytes)
        return tr("This password is too long.");
    if (hasControl(password))
        return tr("The password holds a character that cannot be typed.");
    if (password.startsWith(u' ') || password.endsWith(u' '))
        return tr("The password begins or ends with a space, which is easily lost.");
    return {};
}

QString SettingsRules::databaseProblem(const QString& url)
{
    const QString given = url.trimmed();
    if (given.isEmpty())
        return {};
    if (!given.startsWith(u"postgresql://"_s) && !given.startsWith(u"postgres://"_s))
        return tr("The address begins with postgresql://. Leave it empty for a file in the data folder.");
    const QUrl parsed(given, QUrl::StrictMode);
    if (!parsed.isValid() || parsed.path().size() < 2 || parsed.path().indexOf(u'/', 1) >= 0 || parsed.hasFragment())
        return tr("The address has the form postgresql://user:password@host/database, with %40 for an @ in a password.");
    return {};
}

QString SettingsRules::listenersProblem(const std::vector<server::ListenConfig>& listeners)
{
    if (listeners.empty())
        return tr("Nobody can come in: add a place.");
    for (auto at = listeners.begin(); at != listeners.end(); ++at) {
        const auto address = parseListener(at->address);
        if (!address)
            return tr("%1 is no address with a port.").arg(at->address);
        const bool isTwice = std::any_of(listeners.begin(), at, [&](const server::ListenConfig& other) {
            const auto before = parseListener(other.address);
            return before && before->port == address->port && before->port != 0 && before->host == address->host;
        });
        if (isTwice)
            return tr("Port %1 is there twice.").arg(address->port);
    }
    return {};
}

bool SettingsRules::isNextStartAwaited(const server::ServerConfig& started, const server::ServerConfig& next)
{
    return started.history.isEnabled != next.history.isEnabled || started.history.isPersistent != next.history.isPersistent
           || started.durability != next.durability || started.storage != next.storage
           || started.metadata.isEnabled != next.metadata.isEnabled || started.workers != next.workers;
}

} // namespace chatroom::servergui
