// What is kept beyond the moment: who said what where, the rooms that stay, and the names that are somebody's. Values and one interface;
// behind it a database (sqlstore.h) or nothing but memory (memorystore.h). One test suite runs on all of them: tests/storage.
//
// Thread: one at a time, that of the StoreThread which owns it. Every call may block on a disk or a network.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "protocol/casefold.h"
#include "protocol/search.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace chatroom::storage {

struct StoreError final
{
    enum class Kind : std::uint8_t {
        Full,        // no room on the disk
        Unavailable, // cannot be reached, read or written just now; may come back
        Damaged,     // what is there is no database of ours, or is broken
        TooNew,      // made by a later version
        Refused,     // asked for something that this store does not do
    };
    Kind kind{};
    QString what; // one line for people: what happened, where it is, what to do
    // A commit whose end is not known: the connection went while it was on its way. wasCommitted() tells, once it is back.
    bool isInDoubt = false;
};

// Whose history: a channel by its folded name, or the two accounts of a direct conversation.
struct Place final
{
    enum class Kind : std::uint8_t { Channel, Direct }; // in databases: never renumbered

    Kind kind = Kind::Channel;
    QByteArray key; // Direct: both folded accounts, in order, with a space between

    [[nodiscard]] static Place channel(const protocol::FoldedName& name) { return {Kind::Channel, name.bytes()}; }
    [[nodiscard]] static Place direct(const protocol::FoldedName& one, const protocol::FoldedName& other);
    // Nothing for a channel, or when `account` has no part in it.
    [[nodiscard]] std::optional<QByteArray> partnerOf(const protocol::FoldedName& account) const;
    friend auto operator<=>(const Place& a, const Place& b)
    {
        const auto kinds = a.kind <=> b.kind;
        return kinds != 0 ? kinds : a.key.compare(b.key) <=> 0;
    }
    friend bool operator==(const Place&, const Place&) = default;
};

// Who may read an entry: a message to "@#room" is for its operators, one to "+#room" for those with a voice too.
enum class Readers : std::uint8_t { Everyone, Voiced, Operators }; // in databases: never renumbered

// Never renumbered. What was said is before all events.
enum class Verb : std::uint8_t { Privmsg, Notice, Tagmsg, Join, Part, Quit, Kick, Nick, Mode, Topic, Redact };
[[nodiscard]] inline bool isSpoken(Verb verb)
{
    return verb == Verb::Privmsg || verb == Verb::Notice;
}

// One line of a history, as it went out.
struct Entry final
{
    Place place;
    Verb verb = Verb::Privmsg;
    QByteArray messageId; // of ours: its time is `time` (protocol/messageid.h)
    Timestamp time;       // never before that of an entry which was committed earlier
    QByteArray source;    // "nick!user@host"
    QByteArray account;   // of the source; empty: none
    QByteArray target;    // as it was sent: "#Room", "@#Room", a nickname; where the room was renamed since, by its place's key: "@#new"
    // Spoken: the text, several lines with '\n' between; else all parameters behind the target as on the wire: "bob :that is enough".
    QByteArray text;
    QByteArray tags; // client-only ones, escaped: "+reply=abc;+x"; empty: none
    bool isFromBot = false;
    Readers readers = Readers::Everyone;
    friend bool operator==(const Entry&, const Entry&) = default;
};

struct MaskRecord final // of the lists b, e and I
{
    char letter = 'b';
    QByteArray mask, by;
    Timestamp at;
    friend bool operator==(const MaskRecord&, const MaskRecord&) = default;
};

// Who runs a room that is kept, or has a voice there, and how to know them again: by account, else by the fingerprint of their
// certificate, else by nick!user@host.
struct RankRecord final
{
    QByteArray account, fingerprint, mask;
    bool isOperator = false, hasVoice = false;
    friend bool operator==(const RankRecord&, const RankRecord&) = default;
};

struct RoomRecord final
{
    QByteArray name; // as shown
    Timestamp created;
    QByteArray topic, topicBy;
    Timestamp topicAt;
    QByteArray key; // of the mode k; empty: none
    int limit = 0;  // 0: none
    QByteArray flags;
    std::vector<MaskRecord> masks;
    std::vector<RankRecord> ranks;
    std::uint64_t entries = 0; // in its history; told by rooms(), of no account in a write

    [[nodiscard]] Place place() const
    {
        return Place::channel(protocol::FoldedName{{name.constData(), static_cast<std::size_t>(name.size())}});
    }
    friend bool operator==(const RoomRecord&, const RoomRecord&) = default;
};

// The room, all its history, its metadata and where people had read to.
struct ForgetRoom final
{
    Place place;
};
struct EraseEntry final
{
    Place place;
    QByteArray messageId;
};
// What was said is really gone, from the index of the search too; the entry keeps its place, its id and its time and is a
// Verb::Redact of `source`, with the text "id :reason". Nothing when there is no such entry.
struct Tombstone final
{
    Place place;
    QByteArray messageId;
    QByteArray source, account; // of who deleted it
    QByteArray reason;
};
// History, record, metadata and read marks go along; the record's name is the key of `to` until the next record tells it as it is
// shown. Refused when both rooms are there; nothing when there is none of this name.
struct RenameRoom final
{
    Place from, to; // channels
};

// A name that is somebody's. The last record of a folded name counts.
struct AccountRecord final
{
    QByteArray name; // as shown
    Timestamp created, lastSeen;
    QByteArray passwordHash; // "scrypt$..."; empty: none
    QByteArray scram;        // RFC 5803, "SCRAM-SHA-256$i:salt$StoredKey:ServerKey"; empty: none
    // Of certificates that sign in. One is of one account: whoever is written last has it.
    std::vector<QByteArray> fingerprints;
    QByteArray email;
    bool mustChange = false; // the password, at the next sign-in

    [[nodiscard]] protocol::FoldedName folded() const
    {
        return protocol::FoldedName{{name.constData(), static_cast<std::size_t>(name.size())}};
    }
    friend bool operator==(const AccountRecord&, const AccountRecord&) = default;
};
// With its metadata, its direct conversations and where either side had read to in them, its read marks and its ranks in rooms.
struct ForgetAccount final
{
    protocol::FoldedName account;
};

// Up to where somebody has read. The last one counts.
struct ReadMarkRecord final
{
    protocol::FoldedName account;
    QByteArray target; // folded: a channel, or the other account
    Timestamp at;
    friend bool operator==(const ReadMarkRecord&, const ReadMarkRecord&) = default;
};

struct MetadataRecord final
{
    enum class Kind : std::uint8_t { Account, Channel }; // in databases: never renumbered

    Kind kind = Kind::Account;
    QByteArray subject; // folded
    QByteArray key, value;
    bool isRemoved = false; // only in a write: there is no such key any more
    friend bool operator==(const MetadataRecord&, const MetadataRecord&) = default;
};

using Write = std::variant<Entry, RoomRecord, ForgetRoom, EraseEntry, Tombstone, RenameRoom, AccountRecord, ForgetAccount, ReadMarkRecord,
                           MetadataRecord>;

// An edge of what is asked for. With an id: that entry; where it is not there (any more), the moment that the id tells.
struct Bound final
{
    Timestamp time;
    QByteArray messageId; // empty: the time alone
};

struct HistoryQuery final
{
    enum class Shape : std::uint8_t {
        Oldest, // of what lies between the bounds
        Newest,
        Around, // `center`, about as many before it as behind it; the bounds are of no account
    };
    Place place;
    Readers reader = Readers::Everyone; // what the asker is there
    bool withEvents = false;            // else only what was spoken
    Shape shape = Shape::Newest;
    // Both exclusive. Only a store knows which of two entries of one millisecond was first: where these two are such entries the wrong
    // way round they are turned, and the shape with them.
    std::optional<Bound> after, before;
    Bound center;
    int limit = 1; // 1 or more
};

struct ReadablePlace final
{
    Place place;
    Readers reader = Readers::Everyone;
};

// Places whose latest entry lies between two moments, exclusive; IRCv3 draft/chathistory, "TARGETS".
struct TargetsQuery final
{
    std::vector<ReadablePlace> places; // channels
    protocol::FoldedName account;      // and all direct conversations of this one; empty: none
    Timestamp after, before;
    bool isNewestFirst = false; // which ones count when there are more than `limit`
    bool withEvents = false;
    int limit = 1;
};
struct TargetRow final
{
    Place place;
    Timestamp latest;
    friend bool operator==(const TargetRow&, const TargetRow&) = default;
};

// Only what was spoken. All of it must fit.
struct SearchQuery final
{
    std::vector<ReadablePlace> places;
    protocol::FoldedName account; // and all direct conversations of this one; empty: none
    protocol::FoldedName from;    // a nickname; empty: anybody
    std::vector<protocol::SearchTerm> terms;
    std::optional<Timestamp> after, before; // inclusive
    int limit = 1;                          // the newest, or with `after` the oldest
};

// One entry, whoever may read it; none when it is not there.
struct EntryQuery final
{
    Place place;
    QByteArray messageId;
};

struct Retention final
{
    // Entries of a place, events too; 0: all. A database may keep one part in 32 more until it takes them away at once.
    std::uint64_t maxMessages = 0;
    std::optional<Timestamp> oldest;
};

// The rule that a Retention is made by, now and again.
struct RetentionRule final
{
    std::uint64_t maxMessages = 0; // a place; 0: all
    std::chrono::days maxAge{0};   // 0: for ever
};

// Ascending: by time and, within a millisecond, in the order of their commit.
using Entries = std::vector<Entry>;

using Question = std::variant<HistoryQuery, TargetsQuery, SearchQuery, EntryQuery>;
using Answer = std::variant<Entries, std::vector<TargetRow>, StoreError>;

// What a server begins with.
struct KeptState final
{
    std::vector<RoomRecord> rooms;
    std::vector<AccountRecord> accounts;
    std::vector<ReadMarkRecord> readMarks;
    std::vector<MetadataRecord> metadata;
    Timestamp latest; // of its entries
};

class Store
{
public:
    Store() = default;
    Q_DISABLE_COPY_MOVE(Store)
    virtual ~Store() = default;

    // All of it or nothing, in this order.
    virtual Result<void, StoreError> commit(std::span<const Write> writes) = 0;
    // After a commit that was in doubt: whether that entry is there.
    virtual Result<bool, StoreError> wasCommitted(const Entry& entry) = 0;
    // Whether writing works (again); writes something to know it. Reconnects where that is what it takes.
    virtual Result<void, StoreError> probe() = 0;

    [[nodiscard]] virtual Result<std::vector<RoomRecord>, StoreError> rooms() = 0;
    [[nodiscard]] virtual Result<std::vector<AccountRecord>, StoreError> accounts() = 0;   // by their folded names
    [[nodiscard]] virtual Result<std::vector<ReadMarkRecord>, StoreError> readMarks() = 0; // by account and target
    [[nodiscard]] virtual Result<std::vector<MetadataRecord>, StoreError> metadata() = 0;  // by kind, subject and key
    // The time of the latest entry; 1970 when there is none. No later entry may have an earlier one.
    [[nodiscard]] virtual Result<Timestamp, StoreError> latest() = 0;
    [[nodiscard]] virtual Result<Entries, StoreError> history(const HistoryQuery& query) = 0;
    [[nodiscard]] virtual Result<Entries, StoreError> entry(const EntryQuery& query) = 0; // one or none
    [[nodiscard]] virtual Result<std::vector<TargetRow>, StoreError> targets(const TargetsQuery& query) = 0; // oldest first
    [[nodiscard]] virtual Result<Entries, StoreError> search(const SearchQuery& query) = 0;

    // Makes all that was committed findable by search(), where a store puts that off.
    virtual Result<void, StoreError> catchUp() = 0;
    // One bounded step (milliseconds) of what has time: the index of the search, what is too old, what was erased. True while
    // there is more to do.
    virtual Result<bool, StoreError> maintain(const Retention& retention) = 0;
};

[[nodiscard]] Result<KeptState, StoreError> restore(Store& store);
[[nodiscard]] Answer ask(Store& store, const Question& question);

} // namespace chatroom::storage
