// Who is here and which channels there are: every look-up by name. Hub's thread.
#pragma once

#include "protocol/casefold.h"
#include "server/channel.h"
#include "server/session.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace chatroom::server {

// Somebody who was here. RFC 1459, 4.5.3.
struct Whowas final
{
    protocol::FoldedName folded;
    QByteArray nickname, username, host, realname;
    Timestamp leftAt;
};

// Finds a user by a folded name, which the user itself keeps.
struct ByName final
{
    using is_transparent = void;
    [[nodiscard]] static const protocol::FoldedName& of(const protocol::FoldedName& name) { return name; }
    [[nodiscard]] static const protocol::FoldedName& of(const std::unique_ptr<User>& user) { return user->folded; }
    [[nodiscard]] std::size_t operator()(const auto& key) const { return std::hash<protocol::FoldedName>{}(of(key)); }
    [[nodiscard]] bool operator()(const auto& a, const auto& b) const { return of(a) == of(b); }
};

class Directory final
{
public:
    using Users = std::unordered_set<std::unique_ptr<User>, ByName, ByName>;

    // Reads the tables that tell look-alikes, more than a MiB of them, so that the first who comes does not wait for it.
    Directory() { (void)shapeOf("a"); }

    struct Census final
    {
        int invisible = 0, operators = 0;
    };

    [[nodiscard]] User* findUser(const protocol::FoldedName& name) const;
    [[nodiscard]] Channel* findChannel(const protocol::FoldedName& name) const;

    // Whether `nickname` or a look-alike of it is in use by somebody other than `except` (null: nobody).
    [[nodiscard]] bool isTaken(std::string_view nickname, const User* except) const;
    User& add(std::unique_ptr<User> user);
    void rename(User& user, const QByteArray& nickname);
    // It is gone then.
    void remove(User& user);

    // Counted anew only after forgetCensus(), which is for whoever changes what it counts.
    [[nodiscard]] const Census& census();
    void forgetCensus() { m_census.reset(); }

    Channel& create(const QByteArray& name, Timestamp now, bool isPermanent);
    // Only an empty one.
    void remove(Channel& channel);
    // Nobody else may have that name. Who asks for the old one is told, as long as there is room for it.
    void rename(Channel& channel, const QByteArray& name);
    // What a channel of that name is called now; null: none had it, or it has gone. IRCv3 draft/channel-rename, "Channel redirection".
    [[nodiscard]] const Channel* renamed(const protocol::FoldedName& before) const;

    [[nodiscard]] const Users& users() const { return m_users; }
    // By folded name.
    [[nodiscard]] const std::map<protocol::FoldedName, std::unique_ptr<Channel>>& channels() const { return m_channels; }

    // Newest first. `maximum` entries are kept; 0: all.
    void rememberGone(const User& user, Timestamp now, std::size_t maximum);
    [[nodiscard]] const std::deque<Whowas>& gone() const { return m_gone; }

private:
    // protocol::skeleton of `nickname`. Who comes in is asked about several times in a row, and it is dear.
    [[nodiscard]] const QByteArray& shapeOf(std::string_view nickname) const;
    void forgetShape(const User& user);

    std::optional<Census> m_census;
    mutable QByteArray m_lastNickname, m_lastShape;
    Users m_users;
    // By the hash of the protocol::skeleton of the nickname. The skeleton itself is not kept for each user: it is made again in the
    // rare case that a hash is found, which means nearly always that the name is taken.
    std::unordered_multimap<std::size_t, User*> m_shapes;
    std::map<protocol::FoldedName, std::unique_ptr<Channel>> m_channels;
    std::deque<std::pair<protocol::FoldedName, protocol::FoldedName>> m_renamed; // the name it had, the one it has; the oldest first
    std::deque<Whowas> m_gone;
};

} // namespace chatroom::server
