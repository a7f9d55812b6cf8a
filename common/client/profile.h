// What a person tells of themselves, where the server keeps it. IRCv3 draft/metadata-2, draft/metadata-3.
#pragma once

#include <QString>

namespace chatroom::client {

struct Profile final
{
    QString displayName = {}; // each of them empty: not told
    QString status = {};
    QString pronouns = {};
    QString homepage = {};
    QString avatar = {}; // URL of a picture; may have "{size}" in it, for a size in pixels

    friend bool operator==(const Profile&, const Profile&) = default;
};

} // namespace chatroom::client
