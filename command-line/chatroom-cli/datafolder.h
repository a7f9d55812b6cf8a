// The files that chatroom-cli keeps, in the same folder as the client window: a server trusted in one is trusted in the other.
#pragma once

#include "base/result.h"

#include <QString>

namespace chatroom::cli {

class DataFolder final
{
public:
    // Empty: the platform's folder for Chatroom.
    explicit DataFolder(QString folder);

    [[nodiscard]] QString path() const { return m_folder; }
    [[nodiscard]] QString trustedServers() const;
    [[nodiscard]] QString typedLines() const;

private:
    QString m_folder;
};

// The first line of a file that holds a password; the error is a sentence for people. At most 1 KiB of it is read.
[[nodiscard]] Result<QString, QString> readPassword(const QString& file);

} // namespace chatroom::cli
