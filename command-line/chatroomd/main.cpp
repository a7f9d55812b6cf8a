// chatroomd: the chatroom server for a terminal or a service.
#include "chatroomd/daemon.h"
#include "chatroomd/options.h"
#include "server/passwordhash.h"

#include <QCoreApplication>

#include <cstdio>
#include <iostream>
#include <string>

namespace {

using namespace chatroom;

int fail(const QString& what)
{
    const QByteArray line = "chatroomd: " + what.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
    return 2;
}

int hashPassword()
{
    std::cerr << "Password: " << std::flush;
    std::string password;
    if (!std::getline(std::cin, password) || password.empty())
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

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("chatroomd"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CHATROOM_VERSION));
    const auto options = service::parseOptions(QCoreApplication::arguments());
    if (!options)
        return fail(options.error().what);
    if (options->isHashing)
        return hashPassword();
    if (options->isCheckOnly)
        return checkConfig(*options);
    service::Daemon daemon{*options};
    if (const int status = daemon.start(); status != 0)
        return status;
    return QCoreApplication::exec();
}
