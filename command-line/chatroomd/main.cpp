// chatroomd: the chatroom server for a terminal or a service.
#include "chatroomd/accounts.h"
#include "chatroomd/daemon.h"
#include "chatroomd/options.h"
#include "server/database.h"
#include "server/io/serverhost.h"
#include "server/passwordhash.h"

#include <QCoreApplication>

#include <cstdio>
#include <iostream>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace {

using namespace chatroom;

int fail(const QString& what)
{
    const QByteArray line = "chatroomd: " + what.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
    return 2;
}

// A terminal that shows nothing of what is typed, while this lives. Nothing where standard input is none.
class HiddenTyping final
{
public:
    HiddenTyping() : m_isTerminal(::tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        termios hidden = m_before;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (m_isTerminal)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    Q_DISABLE_COPY_MOVE(HiddenTyping)
    ~HiddenTyping()
    {
        if (!m_isTerminal)
            return;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        std::cerr << '\n';
    }

private:
    termios m_before{};
    bool m_isTerminal;
};

int hashPassword()
{
    std::string password;
    {
        const HiddenTyping hidden;
        std::cerr << "Password: " << std::flush;
        std::getline(std::cin, password);
    }
    if (password.empty())
        return fail(QStringLiteral("no password was given"));
    const QByteArray hash = server::hashOperatorPassword(QByteArray::fromStdString(password));
    if (hash.isEmpty())
        return fail(QStringLiteral("this machine cannot hash passwords"));
    std::cout << hash.toStdString() << '\n';
    return 0;
}

int checkConfig(const service::Options& options)
{
    const auto config = service::configFor(options);
    if (!config)
        return fail(config.error().toString());
    const auto checked = service::checkCertificates(*config);
    return checked ? 0 : fail(checked.error().what);
}

int backUp(const service::Options& options)
{
    const auto config = service::configFor(options);
    if (!config)
        return fail(config.error().toString());
    const auto done = server::backUpDatabase(*config, options.dataFolder, options.backupFile);
    return done ? 0 : fail(done.error().what);
}

int manageAccounts(const service::Options& options)
{
    auto config = service::configFor(options);
    if (!config)
        return fail(config.error().toString());
    const service::AccountsPlace place{std::move(*config), options.dataFolder};
    if (!options.deleteAccount.isEmpty()) {
        const auto done = service::deleteAccount(place, options.deleteAccount);
        return done ? 0 : fail(done.error());
    }
    const bool isReset = !options.resetAccount.isEmpty();
    const auto told = isReset ? service::resetPassword(place, options.resetAccount) : service::listAccounts(place);
    if (!told)
        return fail(told.error());
    std::cout << told->toStdString() << (isReset ? "\n" : "");
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    server::useLeanEventLoops();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("chatroomd"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CHATROOM_VERSION));
    const auto options = service::parseOptions(QCoreApplication::arguments());
    if (!options)
        return fail(options.error().what);
    if (options->isHashing)
        return hashPassword();
    if (!options->backupFile.isEmpty())
        return backUp(*options);
    if (options->isListingAccounts || !options->resetAccount.isEmpty() || !options->deleteAccount.isEmpty())
        return manageAccounts(*options);
    if (options->isCheckOnly)
        return checkConfig(*options);
    service::Daemon daemon{*options};
    if (const int status = daemon.start(); status != 0)
        return status;
    return QCoreApplication::exec();
}
