// The files that chatroom-cli keeps, in the same folder as the client window: a server trusted in one is trusted in the other.
#pragma once

#include "base/result.h"
#include "network/serveraddress.h"

#include <QString>

namespace chatroom::cli {

// What we prove by that we are who we are: PEM files.
struct OwnKey final
{
    QString certificateFile, keyFile;
};

class DataFolder final
{
public:
    // Empty: the platform's folder for Chatroom.
    explicit DataFolder(QString folder);

    [[nodiscard]] QString path() const { return m_folder; }
    [[nodiscard]] QString trustedServers() const;
    [[nodiscard]] QString typedLines() const;
    // In the folder `given`, or for that server in this one when it is "auto"; made when there is none. The error is a sentence for
    // people.
    [[nodiscard]] Result<OwnKey, QString> ownKey(const QString& given, const network::ServerAddress& server) const;

private:
    QString m_folder;
};

} // namespace chatroom::cli
