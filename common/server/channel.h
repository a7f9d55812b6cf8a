// A channel: its people with their ranks, its modes and lists, and who receives what is said in it.
// Modern IRC, "Channel Modes", "Channel Membership Prefixes". Hub's thread.
#pragma once

#include "base/clock.h"
#include "protocol/casefold.h"
#include "protocol/modes.h"
#include "server/session.h"
#include "storage/store.h"

#include <QByteArray>
#include <QList>

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chatroom::server {

struct Member final
{
    User* user = nullptr;
    bool isOperator = false; // +o, '@'
    bool hasVoice = false;   // +v, '+'

    // "@+", "@", "+" or nothing; only the highest without multi-prefix.
    [[nodiscard]] QByteArray prefixes(bool all) const;
};

// What an entry of a list means. EXTBAN: "m:" in b mutes instead; IRCv3 account-extban: "a:name" or "account:name" is a mask of
// accounts; both together: "m:a:name".
struct ListedMask final
{
    explicit ListedMask(std::string_view entry);

    bool isMute = false, isAccount = false;
    std::string_view pattern; // a view into the entry
};

// An entry of one of the lists b, e, I.
struct ListEntry final
{
    QByteArray mask;
    QByteArray by; // who set it: a mask
    Timestamp at;
};

// Readers of one form on one worker; the list travels to the worker by reference count.
struct Audience final
{
    std::uint16_t worker = 0;
    FormMask form = 0;
    QList<ConnectionId> receivers;
};

enum class SendRefusal : std::uint8_t { None, NotInside, Moderated, Banned };
enum class JoinRefusal : std::uint8_t { None, InviteOnly, Banned, Full, BadKey, RegisteredOnly };

// Adds a session to the audience of its worker and form.
void addTo(std::vector<Audience>& audiences, const Session& session);

class Channel final
{
public:
    Channel(QByteArray name, Timestamp created, bool isPermanent);
    Q_DISABLE_COPY_MOVE(Channel)

    [[nodiscard]] const QByteArray& name() const { return m_name; }
    [[nodiscard]] const protocol::FoldedName& folded() const { return m_folded; }
    // Only Directory::rename(), which finds it by its name.
    void rename(const QByteArray& name);
    [[nodiscard]] Timestamp created() const { return m_created; }
    void setCreated(Timestamp created) { m_created = created; }
    // Is there from the start, whoever comes and goes.
    [[nodiscard]] bool isPermanent() const { return m_isPermanent; }
    // Goes when the last person leaves.
    [[nodiscard]] bool isPassing() const { return !m_isPermanent && !isKept; }

    [[nodiscard]] const std::vector<Member>& members() const { return m_members; }
    [[nodiscard]] const Member* member(const User& user) const; // null: not here
    [[nodiscard]] bool isOperator(const User& user) const;
    void add(User& user, bool isOperator);
    void remove(const User& user);
    // False when nothing changed.
    bool setOperator(const User& user, bool isOperator);
    bool setVoice(const User& user, bool hasVoice);

    // Who receives a broadcast, by worker and form; made anew after people or their capabilities have changed, with the next number
    // after `lastGroup` for its deliveries.
    [[nodiscard]] const std::vector<Audience>& audiences(std::uint64_t& lastGroup);
    [[nodiscard]] std::uint64_t group() const { return m_group; }
    void forgetAudiences() { m_group = 0; }

    [[nodiscard]] bool has(char flag) const;                 // one of kFlags
    bool set(char flag, bool on);                            // false when nothing changed
    [[nodiscard]] std::vector<ListEntry>& list(char letter); // b, e or I
    [[nodiscard]] const std::vector<ListEntry>& list(char letter) const;
    [[nodiscard]] std::size_t listEntries() const;

    [[nodiscard]] SendRefusal refusalToSend(const User* from) const;
    [[nodiscard]] JoinRefusal refusalToJoin(const User& user, std::string_view key) const;
    // Secret ones are for their members and for operators of the server.
    [[nodiscard]] bool isVisibleTo(const User& user) const;
    // "+klnt key 5"; the key only for those inside.
    [[nodiscard]] protocol::ModeLine modeLine(bool withKey) const;

    QByteArray topic;
    QByteArray topicBy;
    Timestamp topicAt;
    QByteArray key;             // empty: none
    int limit = 0;              // people; 0: none
    std::uint64_t messages = 0; // since the server started
    MetadataMap metadata;
    RecentMessages recent{100};            // where no history keeps them
    std::chrono::milliseconds renamedAt{}; // monotonic; zero: never
    // What stays when everybody has left: server/keptrooms.h.
    bool isKept = false;
    std::uint64_t entries = 0;              // in its history
    std::chrono::milliseconds spokenAt{};   // monotonic; the last message
    std::vector<storage::RankRecord> ranks; // of people who may not be here

    static constexpr std::string_view kFlags = "imnstR";
    static constexpr std::string_view kLists = "beI";
    // CHANMODES: b e I, k, l, flags; PREFIX: ov.
    [[nodiscard]] static protocol::ModeTable modeTable();

private:
    [[nodiscard]] bool matches(char letter, const User& user, bool mutes) const;
    [[nodiscard]] Member* find(const User& user);

    QByteArray m_name;
    protocol::FoldedName m_folded;
    Timestamp m_created;
    bool m_isPermanent;
    std::vector<Member> m_members;
    std::unordered_map<const User*, std::size_t> m_places; // into m_members
    std::vector<Audience> m_audiences;
    std::uint64_t m_group = 0; // of m_audiences; 0: they are to be made
    std::uint8_t m_flags = 0;  // a bit for each of kFlags
    std::vector<ListEntry> m_bans, m_exceptions, m_invitations;
};

} // namespace chatroom::server
