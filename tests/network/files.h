// Files of a test, read and written whole.
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

namespace chatroom::test {

[[nodiscard]] inline QByteArray contents(const QString& name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

[[nodiscard]] inline bool write(const QString& name, const QByteArray& bytes)
{
    QFile file(name);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace chatroom::test
