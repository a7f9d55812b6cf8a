#include "server/commandtable.h"

#include "protocol/message.h"
#include "server/commands/batch.h"
#include "server/commands/commands.h"

#include <algorithm>
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

// A verb of at most that length, in upper case, as two numbers that sort as it does: each line is looked up here, and numbers
// are compared at once.
using VerbKey = std::array<std::uint64_t, 2>;

VerbKey keyOf(std::string_view verb)
{
    VerbKey key{};
    for (std::size_t i = 0; i < verb.size(); ++i) {
        const char c = verb[i];
        const auto upper = static_cast<unsigned char>(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
        key[i / 8] |= std::uint64_t{upper} << (56U - 8U * (i % 8)); // NOLINT: of at most two words
    }
    return key;
}

// In the order of the rows.
const auto& verbKeys()
{
    static const auto kKeys = [] {
        std::array<VerbKey, std::tuple_size_v<std::remove_cvref_t<decltype(rows())>>> keys{};
        std::ranges::transform(rows(), keys.begin(), [](const CommandSpec& row) { return keyOf(row.verb); });
        return keys;
    }();
    return kKeys;
}

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
    const auto& keys = verbKeys();
    const VerbKey wanted = keyOf(verb);
    const auto it = std::ranges::lower_bound(keys, wanted);
    return it != keys.end() && *it == wanted ? &rows()[static_cast<std::size_t>(it - keys.begin())] : nullptr;
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
