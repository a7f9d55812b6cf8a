#include "datafolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

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

Result<QString, QString> readPassword(const QString& file)
{
    constexpr qint64 kLongest = 1024;
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly)) {
        return Unexpected(
            QCoreApplication::translate("chatroom-cli", "The password file %1 cannot be read: %2.").arg(file, source.errorString()));
    }
    const QString password = QString::fromUtf8(source.readLine(kLongest)).trimmed();
    if (password.isEmpty())
        return Unexpected(QCoreApplication::translate("chatroom-cli", "The password file %1 has no first line.").arg(file));
    return password;
}

} // namespace chatroom::cli
