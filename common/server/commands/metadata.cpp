// METADATA <target> GET|LIST|SET|CLEAR|SUB|UNSUB|SUBS|SYNC: IRCv3 draft/metadata-2, draft/metadata-3. What differs is told in
// metadata.h; what is the same is written in the words of -3.
#include "server/metadata.h"

#include "server/commands/commands.h"
#include "server/metadatasync.h"

#include <algorithm>
#include <array>

namespace chatroom::server::commands {

using protocol::Message;
using protocol::Numeric;
using protocol::StandardReply;

namespace {

constexpr qsizetype kKeysBytes = 350; // of keys in one 770 to 772

// One request: who asks about what, and in which dialect.
class Request final
{
public:
    explicit Request(CommandContext& context)
        : m_context(context), m_isThird(metadataDialect(context.session.capabilities) == MetadataDialect::Third)
    {}

    void run()
    {
        struct Row final
        {
            std::string_view name;
            std::size_t least, most; // parameters after the name
            void (Request::*run)();
        };
        constexpr std::size_t kAny = protocol::limits::kParameters;
        static constexpr std::array kRows{
            Row{"GET", 1, kAny, &Request::get},
            Row{"LIST", 0, 0, &Request::list},
            Row{"SET", 1, 2, &Request::set},
            Row{"CLEAR", 0, 0, &Request::clear},
            Row{"SUB", 1, kAny, &Request::subscribe},
            Row{"UNSUB", 1, kAny, &Request::unsubscribe},
            Row{"SUBS", 0, 0, &Request::subscriptions},
            Row{"SYNC", 0, 0, &Request::sync},
        };
        const std::size_t count = m_context.message.parameterCount();
        if (count < 2)
            return refuseParameters("*", "Not enough parameters");
        const QByteArray name = m_context.parameter(1).toUpper();
        const auto row = std::ranges::find(kRows, protocol::view(name), &Row::name);
        if (row == kRows.end())
            return refuseSubcommand();
        if (count - 2 < row->least)
            return refuseParameters(name, "Not enough parameters");
        if (count - 2 > row->most && m_isThird)
            return refuseParameters(name, "Too many parameters");
        (this->*row->run)();
    }

private:
    using Type = StandardReply::Type;

    // Both dialects ask for standard replies, whether the client has taken standard-replies or not.
    [[nodiscard]] static Message told(Type type, const QByteArray& code, std::vector<QByteArray> context, const QByteArray& description)
    {
        return StandardReply{type, "METADATA", code, std::move(context), description}.toMessage();
    }
    void fail(const QByteArray& code, std::vector<QByteArray> context, const QByteArray& description)
    {
        m_context.reply.send(told(Type::Fail, code, std::move(context), description));
    }
    void refuseParameters(const QByteArray& subcommand, const QByteArray& description)
    {
        if (m_isThird)
            return fail("INVALID_PARAMS", {subcommand}, description);
        m_context.reply.error(Numeric::ErrNeedMoreParams, {"METADATA"});
    }
    void refuseSubcommand()
    {
        const QByteArray given = m_context.parameter(1);
        // What is no middle parameter would make another message of it.
        const bool isMiddle = !given.isEmpty() && !given.startsWith(':') && !given.contains(' ');
        fail(m_isThird ? "INVALID_PARAMS" : "SUBCOMMAND_INVALID", {isMiddle ? given : QByteArray("*")}, "Unknown subcommand");
    }
    void refuseTarget() { fail("INVALID_TARGET", {word(m_context.parameter(0))}, "There is nobody and nothing of that name"); }
    // As context, which stands in the middle of a line.
    [[nodiscard]] static QByteArray word(const QByteArray& given)
    {
        const bool isMiddle = !given.isEmpty() && !given.startsWith(':') && !given.contains(' ');
        return isMiddle ? given : QByteArray("*");
    }
    // Where one of several keys is wrong, the others go on: in -3 that is a warning.
    [[nodiscard]] Message wrongKey(const QByteArray& key, bool isOneOfMany) const
    {
        const Type type = isOneOfMany && m_isThird ? Type::Warn : Type::Fail;
        return told(type, m_isThird ? "INVALID_KEY" : "KEY_INVALID", {word(key)}, "A key is lower-case letters, digits and _ . / -");
    }

    // Nothing after an error.
    [[nodiscard]] std::optional<MetadataSubject> subject()
    {
        auto found = findMetadataSubject(m_context.hub, m_context.session, m_context.message.parameter(0));
        if (!found)
            refuseTarget();
        return found;
    }
    [[nodiscard]] QByteArray nameOf(const MetadataSubject& subject) const
    {
        return m_context.session.user == nullptr ? QByteArray("*") : subject.name();
    }
    // False after an error. Subscriptions are nobody's but one's own.
    [[nodiscard]] bool isOwn()
    {
        const std::string_view target = m_context.message.parameter(0);
        const User* user = m_context.session.user;
        if (target == "*" || (user != nullptr && protocol::FoldedName{target} == user->folded))
            return true;
        refuseTarget();
        return false;
    }
    [[nodiscard]] std::vector<QByteArray> keys() const
    {
        std::vector<QByteArray> all;
        for (std::size_t i = 2; i < m_context.message.parameterCount(); ++i)
            all.push_back(m_context.parameter(i));
        return all;
    }
    // False after RATE_LIMITED: each change may be told to everybody, and what is to be kept must be kept.
    [[nodiscard]] bool isInTime(const MetadataSubject& about, const QByteArray& key)
    {
        Hub& hub = m_context.hub;
        if (about.isKept() && hub.archive.trouble()) {
            refuseForNow(key, std::chrono::seconds{30}, "The server cannot save this at the moment");
            return false;
        }
        if (!hub.config.limits.flood)
            return true;
        const int atOnce = std::max(kMetadataChanges, 2 * static_cast<int>(metadataKeys(hub.config)));
        const auto wait = metadataState(m_context.session).changes.take(hub.clock.monotonic(), atOnce);
        if (wait.count() == 0)
            return true;
        refuseForNow(key, wait, "Too many changes: try again later");
        return false;
    }
    void refuseForNow(const QByteArray& key, std::chrono::seconds wait, const QByteArray& why)
    {
        std::vector<QByteArray> context{m_context.parameter(0), word(key), QByteArray::number(static_cast<qlonglong>(wait.count()))};
        if (!m_isThird && m_context.message.hasParameter(3) && word(m_context.parameter(3)) == m_context.parameter(3))
            context.push_back(m_context.parameter(3)); // -2 gives the value back, which a line has room for only as one word
        fail("RATE_LIMITED", std::move(context), why);
    }

    void get()
    {
        const auto about = subject();
        if (!about)
            return;
        const MetadataMap& values = about->values();
        std::vector<Message> lines;
        for (const QByteArray& key : keys()) {
            const auto it = values.find(key);
            lines.push_back(isMetadataKey(protocol::view(key))
                                ? metadataAnswer(m_context.session, nameOf(*about), key, it == values.end() ? QByteArray() : it->second)
                                : wrongKey(key, true));
        }
        m_context.reply.sendNested({"metadata", nameOf(*about)}, std::move(lines));
    }

    void list()
    {
        const auto about = subject();
        if (!about)
            return;
        std::vector<Message> lines;
        for (const auto& [key, value] : about->values())
            lines.push_back(metadataAnswer(m_context.session, nameOf(*about), key, value));
        m_context.reply.sendNested({"metadata", nameOf(*about)}, std::move(lines));
    }

    void set()
    {
        const auto about = subject();
        if (!about)
            return;
        const QByteArray key = m_context.parameter(2);
        const QByteArray value = m_context.parameter(3);
        if (!isMetadataKey(protocol::view(key)))
            return m_context.reply.send(wrongKey(key, false));
        if (!mayChangeMetadata(m_context.session, *about))
            return fail("KEY_NO_PERMISSION", {nameOf(*about), key}, "This is not yours to change");
        if (!isInTime(*about, key))
            return;
        const bool isThere = about->values().contains(key);
        if (value.isEmpty() && !isThere && !m_isThird)
            return fail("KEY_NOT_SET", {nameOf(*about), key}, "Key not set");
        if (static_cast<std::size_t>(value.size()) > metadataValueBytes(m_context.hub.config))
            return fail(m_isThird ? "INVALID_VALUE" : "VALUE_INVALID", m_isThird ? std::vector{key} : std::vector<QByteArray>{},
                        "The value is too long");
        const std::size_t most = metadataKeys(m_context.hub.config);
        if (!value.isEmpty() && !isThere && about->values().size() >= most) {
            std::vector<QByteArray> context{nameOf(*about)};
            if (m_isThird)
                context.push_back(QByteArray::number(static_cast<qulonglong>(most)));
            return fail("LIMIT_REACHED", std::move(context), "There is no room for more keys");
        }
        changeMetadata(m_context.hub, *about, key, value, &m_context.session);
        m_context.reply.send(metadataAnswer(m_context.session, nameOf(*about), key, value));
    }

    void clear()
    {
        const auto about = subject();
        if (!about)
            return;
        if (!mayChangeMetadata(m_context.session, *about))
            return fail("KEY_NO_PERMISSION", {nameOf(*about), "*"}, "This is not yours to change");
        if (!isInTime(*about, "*"))
            return;
        std::vector<Message> lines;
        for (const auto& [key, value] : MetadataMap{about->values()}) {
            changeMetadata(m_context.hub, *about, key, {}, &m_context.session);
            lines.push_back(metadataAnswer(m_context.session, nameOf(*about), key, {}));
        }
        m_context.reply.sendNested({"metadata", nameOf(*about)}, std::move(lines));
    }

    // As many lines as it takes; none for no key.
    [[nodiscard]] std::vector<std::vector<QByteArray>> inLines(const std::vector<QByteArray>& all) const
    {
        std::vector<std::vector<QByteArray>> lines;
        qsizetype size = 0;
        for (const QByteArray& key : all) {
            size += key.size() + 1;
            // A client may read no more than fifteen parameters, and its own name is one of them.
            if (lines.empty() || size > kKeysBytes || lines.back().size() + 1 == protocol::limits::kParameters) {
                lines.emplace_back();
                size = key.size() + 1;
            }
            lines.back().push_back(key);
        }
        return lines;
    }
    void tellKeys(Numeric numeric, const std::vector<QByteArray>& all)
    {
        for (std::vector<QByteArray>& line : inLines(all))
            m_context.reply.numeric(numeric, line);
    }

    void subscribe()
    {
        if (!isOwn())
            return;
        const std::size_t most = metadataSubscriptions(m_context.hub.config);
        Subscriptions& subscriptions = metadataState(m_context.session).subscriptions;
        std::vector<QByteArray> accepted, added;
        std::vector<Message> refused;
        for (const QByteArray& key : keys()) {
            if (!isMetadataKey(protocol::view(key))) {
                refused.push_back(wrongKey(key, true));
                continue;
            }
            const auto outcome = subscriptions.add(key, most);
            if (outcome == Subscriptions::Outcome::Full) {
                refused.push_back(m_isThird ? told(Type::Fail, "LIMIT_REACHED", {key, QByteArray::number(static_cast<qulonglong>(most))},
                                                   "There is no room for more subscriptions")
                                            : told(Type::Fail, "TOO_MANY_SUBS", {key}, "There is no room for more subscriptions"));
                break; // the client knows by this key that the rest was not looked at
            }
            if (std::ranges::find(accepted, key) == accepted.end())
                accepted.push_back(key);
            if (outcome == Subscriptions::Outcome::Added)
                added.push_back(key);
        }
        tellKeys(Numeric::RplMetadataSubOk, accepted);
        for (Message& each : refused)
            m_context.reply.send(std::move(each));
        syncSubscribed(m_context.hub, m_context.reply, m_context.session, std::move(added));
    }

    void unsubscribe()
    {
        if (!isOwn())
            return;
        std::vector<QByteArray> removed;
        std::vector<Message> refused;
        for (const QByteArray& key : keys()) {
            if (!isMetadataKey(protocol::view(key))) {
                refused.push_back(wrongKey(key, true));
                continue;
            }
            metadataState(m_context.session).subscriptions.remove(key);
            if (std::ranges::find(removed, key) == removed.end())
                removed.push_back(key);
        }
        tellKeys(Numeric::RplMetadataUnsubOk, removed);
        for (Message& each : refused)
            m_context.reply.send(std::move(each));
    }

    void subscriptions()
    {
        if (!isOwn())
            return;
        std::vector<Message> lines;
        for (std::vector<QByteArray>& keys : inLines(metadataState(m_context.session).subscriptions.keys())) {
            const User* user = m_context.session.user;
            Message line{protocol::code(Numeric::RplMetadataSubs), {user == nullptr ? QByteArray("*") : user->nickname}};
            std::ranges::move(keys, std::back_inserter(line.parameters));
            lines.push_back(std::move(line));
        }
        m_context.reply.sendNested({"metadata-subs"}, std::move(lines));
    }

    void sync()
    {
        if (m_context.session.user == nullptr) // there is nothing to see before one has a name
            return refuseTarget();
        if (m_context.message.parameter(0) == "*ALL")
            return syncAsked(m_context.hub, m_context.reply, m_context.session, std::nullopt);
        if (const auto about = subject())
            syncAsked(m_context.hub, m_context.reply, m_context.session, about);
    }

    CommandContext& m_context;
    bool m_isThird;
};

void metadata(CommandContext& context)
{
    if (metadataDialect(context.session.capabilities) == MetadataDialect::None) {
        context.reply.error(Numeric::ErrUnknownCommand, {"METADATA"});
        return;
    }
    Request{context}.run();
}

} // namespace

const CommandSpec kMetadata{"METADATA", 0, Access::Anyone,
                            "METADATA name|#room|* GET|LIST|SET|CLEAR|SUB|UNSUB|SUBS|SYNC: what people and rooms tell of themselves",
                            metadata};

} // namespace chatroom::server::commands
