#include "datafolder.h"

#include "client/secrets.h"
#include "network/tlsidentity.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>
#include <QUrl>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;

DataFolder::DataFolder(QString folder)
    : m_folder(folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) : std::move(folder))
{}

QString DataFolder::trustedServers() const
{
    return QDir(m_folder).filePath(u"trusted-servers"_s);
}

QString DataFolder::typedLines() const
{
    return QDir(m_folder).filePath(u"typed-lines"_s);
}

Result<OwnKey, QString> DataFolder::ownKey(const QString& given, const network::ServerAddress& server) const
{
    // A key for each server: two of them cannot tell that the same person comes.
    const QString place = QString::fromLatin1(QUrl::toPercentEncoding(client::secretServer(server.host, server.port)));
    const QString folder = given == "auto"_L1 ? QDir(m_folder).filePath(u"own-keys/"_s + place) : given;
    if (!QDir().mkpath(folder))
        return Unexpected(QCoreApplication::translate("chatroom-cli", "The folder %1 cannot be made.").arg(folder));
    const auto identity = network::ownIdentity(folder, u"Chatroom"_s);
    if (!identity)
        return Unexpected(identity.error().what);
    return OwnKey{identity->certificateFile, identity->keyFile};
}

} // namespace chatroom::cli
