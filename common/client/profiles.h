// What people tell of themselves: asked for once for all, then told by the server for everybody whom we share a room with or watch.
// IRCv3 draft/metadata-2 and draft/metadata-3, the keys "display-name", "status", "pronouns", "homepage" and "avatar" of its registry.
#pragma once

#include "client/profile.h"
#include "protocol/casefold.h"
#include "protocol/standardreply.h"

#include <QObject>

#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace chatroom::client {

struct SessionCore;

class Profiles final
{
public:
    explicit Profiles(SessionCore& core) : m_core(core) {}
    Q_DISABLE_COPY_MOVE(Profiles)
    ~Profiles() = default;

    [[nodiscard]] bool isOn() const;
    [[nodiscard]] const Profile& of(std::string_view nickname) const;
    void setOwn(const Profile& profile);

    // What happens to the session and to people.
    void welcomed(); // before rooms are entered: who is there is told then
    void lost();     // the connection
    void forget();   // it is another server
    void renamed(std::string_view from, std::string_view to);
    void gone(std::string_view nickname); // somebody whom nothing more is told of

    // What the server says.
    void take(std::string_view target, std::string_view key, std::string_view value); // METADATA, 761; empty: 766, 768
    void takeLater(std::string_view target, std::string_view seconds);                // 774
    [[nodiscard]] bool takeReply(const protocol::StandardReply& reply);

private:
    void writeOwn();
    void makeRoom();
    void askLater(const QByteArray& target, int seconds);
    [[nodiscard]] protocol::FoldedName ownKey() const;

    SessionCore& m_core;
    std::map<protocol::FoldedName, Profile> m_profiles;
    std::optional<Profile> m_wanted; // what we told of ourselves, and the server may have forgotten
    std::set<QByteArray> m_unsaid;   // keys that are on their way
    std::set<QByteArray> m_later;    // what is asked for again in a moment
    QObject m_context;               // of one connection: what was to come later is of no account in the next
};

} // namespace chatroom::client
