#include "server/commandtable.h"

#include "protocol/message.h"
#include "server/commands/batch.h"
#include "server/commands/commands.h"

#include <array>

namespace chatroom::server {

using protocol::Capability;
using protocol::Numeric;

namespace {

const auto& rows()
{
    using namespace commands;
    // A function's own, since rows of other files are not there before main().
    static const std::array kRows{
        kAccount, kAdmin,    kAuthenticate, kAway,     kBatch,    kCap,     kChathistory, kHelp,   kInfo,     kInvite,
        kIson,    kIsupport, kJoin,         kKick,     kKill,     kLinks,   kList,        kLusers, kMarkread, kMetadata,
        kMode,    kMonitor,  kMotd,         kNames,    kNick,     kNotice,  kOper,        kPart,   kPass,     kPing,
        kPong,    kPrivmsg,  kQuit,         kRedact,   kRegister, kRehash,  kRename,      kSearch, kSetname,  kTagmsg,
        kTime,    kTopic,    kUser,         kUserhost, kVerify,   kVersion, kWallops,     kWho,    kWhois,    kWhowas,
    };
    return kRows;
}

constexpr std::size_t kLongestVerb = 16; // bytes

// A verb of at most that length, in upper case, as two numbers: each line is looked up here, and numbers are compared at once.
using VerbKey = std::array<std::uint64_t, 2>;

VerbKey keyOf(std::string_view verb)
{
    VerbKey key{};
    for (std::size_t i = 0; i < verb.size(); ++i) {
        const char c = verb[i];
        const auto upper = static_cast<unsigned char>(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
        key[i / 8] |= std::uint64_t{upper} << (8U * (i % 8)); // NOLINT: of at most two words
    }
    return key;
}

// Which row has a verb: a hash table with open addressing, made once.
class VerbTable final
{
public:
    VerbTable()
    {
        for (const CommandSpec& row : rows()) {
            const VerbKey key = keyOf(row.verb);
            const std::size_t place = find(key);
            m_keys[place] = key;
            m_rows[place] = &row;
        }
    }
    // Null: there is none.
    [[nodiscard]] const CommandSpec* row(const VerbKey& key) const { return m_rows[find(key)]; }

private:
    static constexpr unsigned kBits = 7;
    static constexpr std::size_t kPlaces = std::size_t{1} << kBits;
    static_assert(2 * std::tuple_size_v<std::remove_cvref_t<decltype(rows())>> <= kPlaces, "more than half full: give it a bit more");

    // Its place, or the free one where it would be.
    [[nodiscard]] std::size_t find(const VerbKey& key) const
    {
        constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15; // multiplicative hashing: Knuth, TAOCP 6.4
        std::size_t place = ((key[0] ^ key[1]) * kMix) >> (64U - kBits);
        while (m_rows[place] != nullptr && m_keys[place] != key)
            place = (place + 1) % kPlaces;
        return place;
    }

    std::array<VerbKey, kPlaces> m_keys{};
    std::array<const CommandSpec*, kPlaces> m_rows{};
};

// IRCv3 labeled-response: a label counts only for who asked for it, and not when it is too long.
QByteArray labelOf(const Session& session, const protocol::MessageView& message)
{
    if (message.tags.empty() || !session.has(Capability::LabeledResponse))
        return {};
    const QByteArray label = message.tagsView().value("label").value_or(QByteArray{});
    return static_cast<std::size_t>(label.size()) > protocol::limits::kLabelBytes ? QByteArray{} : label;
}

// True when the row lets this session run the command; else the reply has said why not.
bool isAllowed(const CommandSpec& spec, const CommandContext& context)
{
    const bool isRegistered = context.session.isRegistered();
    if (spec.access == Access::Newcomers && isRegistered) {
        context.reply.error(Numeric::ErrAlreadyRegistered);
        return false;
    }
    const bool needsName = spec.access == Access::People || spec.access == Access::Operators;
    if (needsName && !isRegistered) {
        context.reply.error(Numeric::ErrNotRegistered);
        return false;
    }
    if (context.message.parameterCount() < spec.leastParameters) {
        context.reply.error(Numeric::ErrNeedMoreParams, {protocol::bytes(spec.verb)});
        return false;
    }
    if (spec.access == Access::Operators && !context.user().isOperator) {
        context.reply.error(Numeric::ErrNoPrivileges);
        return false;
    }
    return true;
}

} // namespace

std::span<const CommandSpec> commandTable()
{
    return rows();
}

const CommandSpec* findCommand(std::string_view verb)
{
    if (verb.size() > kLongestVerb)
        return nullptr;
    static const VerbTable kTable;
    return kTable.row(keyOf(verb));
}

void runCommand(Hub& hub, Session& session, const protocol::MessageView& message)
{
    Responder reply{hub, session, labelOf(session, message)};
    CommandContext context{hub, session, message, reply};
    if (concernsBatch(session, message) && takeIntoBatch(context))
        return;
    const CommandSpec* spec = findCommand(message.command);
    if (spec == nullptr) {
        if (session.isRegistered())
            reply.error(Numeric::ErrUnknownCommand, {protocol::bytes(message.command)});
        else
            reply.error(Numeric::ErrNotRegistered);
        return;
    }
    if (isAllowed(*spec, context))
        spec->handle(context);
}

} // namespace chatroom::server
