// CHATHISTORY: IRCv3 draft/chathistory, draft/event-playback.
#include "server/commands/chathistory.h"

#include "protocol/history.h"
#include "protocol/messageid.h"
#include "protocol/names.h"
#include "protocol/timestamp.h"
#include "server/commands/actions.h"
#include "server/commands/commands.h"
#include "server/keptentries.h"

#include <algorithm>

namespace chatroom::server {

using protocol::Capability;
using protocol::FoldedName;
using protocol::HistorySelector;
using protocol::HistorySubcommand;
using protocol::Numeric;
using protocol::view;
using storage::Bound;
using storage::HistoryQuery;
using storage::Place;
using storage::TargetsQuery;

storage::Readers readerOf(const Channel& channel, const User& user)
{
    const Member* member = channel.member(user);
    if (member == nullptr)
        return storage::Readers::Everyone;
    return member->isOperator ? storage::Readers::Operators : member->hasVoice ? storage::Readers::Voiced : storage::Readers::Everyone;
}

std::optional<Place> directPlace(const Hub& hub, const User& user, std::string_view name)
{
    const Account* other = hub.findPerson(name).account;
    if (user.account == nullptr || other == nullptr)
        return std::nullopt;
    return Place::direct(user.account->folded, other->folded);
}

QByteArray linesOf(const storage::Entries& entries, FormMask form, std::string_view firstTags)
{
    QByteArray lines;
    for (const storage::Entry& entry : entries)
        lines += lineOf(entry, form, firstTags);
    return lines;
}

void replayLatest(Hub& here, Session& session, const Channel& channel, const Tagging& join)
{
    const bool isFor = session.has(Capability::ServerTime) && !session.has(Capability::Chathistory);
    if (!isFor || !channel.isKept || !here.archive.isOn())
        return;
    HistoryQuery query;
    query.place = Place::channel(channel.folded());
    query.reader = readerOf(channel, *session.user);
    query.before = Bound{join.at, join.messageId};
    query.limit = kReplayedMessages;
    const auto send = [name = channel.name(), place = query.place](Hub& hub, Session& to, const storage::Answer& answer) {
        const auto* entries = std::get_if<storage::Entries>(&answer);
        const Channel* there = hub.directory.findChannel(FoldedName{view(name)});
        if (entries == nullptr || entries->empty() || there == nullptr || there->member(*to.user) == nullptr)
            return;
        Responder{hub, to, {}}.sendBatch({"chathistory", name}, [&](std::string_view tags) { return linesOf(*entries, to.form(), tags); });
    };
    // Who has asked too much already does without.
    [[maybe_unused]] const bool isAsked = here.archive.ask(session, query, send);
}

namespace commands {

namespace {

QByteArray nameOf(HistorySubcommand subcommand)
{
    return protocol::bytes(protocol::name(subcommand));
}

// By which name somebody has a direct conversation with that account: the one they are here by, else that of their account.
QByteArray partnerName(const Hub& hub, const Place& place, const FoldedName& account)
{
    const QByteArray partner = place.partnerOf(account).value_or(QByteArray());
    const Account* known = hub.accounts.find(FoldedName{view(partner)});
    if (known == nullptr)
        return partner;
    return known->user == nullptr ? known->name : known->user->nickname;
}

// One request: reads its parameters, and says what is wrong with them.
class Request final
{
public:
    Request(CommandContext& context, HistorySubcommand subcommand) : m_context(context), m_subcommand(subcommand) {}

    void run()
    {
        const std::size_t expected = m_subcommand == HistorySubcommand::Between ? 5 : 4;
        if (m_context.message.parameterCount() < expected)
            return fail("INVALID_PARAMS", {nameOf(m_subcommand)}, "Too few parameters");
        if (m_context.message.parameterCount() > expected)
            return fail("INVALID_PARAMS", {nameOf(m_subcommand)}, "Too many parameters");
        if (m_subcommand == HistorySubcommand::Targets)
            askForTargets();
        else
            askForEntries();
    }

private:
    void fail(const QByteArray& code, std::vector<QByteArray> context, const QByteArray& description)
    {
        m_context.reply.fail("CHATHISTORY", code, std::move(context), description);
    }

    // The selector at that parameter as an edge; nothing after an error, or for "*" where that is allowed.
    [[nodiscard]] std::optional<Bound> bound(std::size_t index)
    {
        const bool isStarAllowed = m_subcommand == HistorySubcommand::Latest;
        const auto selector = protocol::parseSelector(m_context.message.parameter(index));
        const QByteArray given = m_context.parameter(index);
        if (!selector && selector.error() == protocol::SelectorError::UnknownType) {
            refuse("INVALID_MSGREFTYPE", {nameOf(m_subcommand), m_context.parameter(1), given},
                   "Messages are chosen by msgid or timestamp");
            return std::nullopt;
        }
        if (selector && selector->kind == HistorySelector::Kind::Any && isStarAllowed)
            return std::nullopt;
        const bool isTimeOnly = m_subcommand == HistorySubcommand::Targets;
        if (!selector || selector->kind == HistorySelector::Kind::Any || (isTimeOnly && selector->kind != HistorySelector::Kind::Time)) {
            refuse("INVALID_PARAMS", {nameOf(m_subcommand), given}, "This chooses no message");
            return std::nullopt;
        }
        if (selector->kind == HistorySelector::Kind::Time)
            return Bound{selector->time, {}};
        const auto time = protocol::timeOfMessageId(view(selector->messageId));
        if (!time) {
            refuse("INVALID_PARAMS", {nameOf(m_subcommand), given}, "There is no message of that id");
            return std::nullopt;
        }
        return Bound{*time, selector->messageId};
    }

    [[nodiscard]] int limit()
    {
        bool isNumber = false;
        const QByteArray given = protocol::bytes(m_context.message.last());
        const int number = given.toInt(&isNumber);
        if (isNumber && number > 0)
            return std::min(number, protocol::limits::kHistoryMessages);
        refuse("INVALID_PARAMS", {nameOf(m_subcommand), given}, "The limit is no number above zero");
        return 0;
    }

    void refuse(const QByteArray& code, std::vector<QByteArray> context, const QByteArray& description)
    {
        if (!std::exchange(m_isRefused, true)) // the first mistake is told, once
            fail(code, std::move(context), description);
    }

    void askForEntries()
    {
        HistoryQuery query;
        query.withEvents = m_context.session.has(Capability::EventPlayback);
        const std::optional<Bound> first = bound(2);
        const std::optional<Bound> second = m_subcommand == HistorySubcommand::Between ? bound(3) : std::nullopt;
        query.limit = limit();
        if (m_isRefused)
            return;
        shape(query, first, second);
        const std::string_view target = m_context.message.parameter(1);
        if (protocol::isChannelName(target))
            return askForChannel(query, target);
        if (!protocol::checkNickname(target, protocol::limits::kMessageBytes))
            return fail("INVALID_TARGET", {nameOf(m_subcommand), m_context.parameter(1)}, "Messages could not be retrieved");
        askForDirect(query, target);
    }

    // Messages between people are kept for accounts only: else there is nothing, whoever it is about.
    void askForDirect(HistoryQuery& query, std::string_view target)
    {
        const QByteArray name = protocol::bytes(target);
        const std::optional<Place> place = directPlace(m_context.hub, m_context.user(), target);
        if (!place)
            return m_context.reply.sendBatch({"chathistory", name}, [](std::string_view) { return QByteArray(); });
        query.place = *place;
        ask(query, name,
            [subcommand = m_subcommand, name, account = m_context.user().account->folded](Responder& reply, const Hub&, Session& session,
                                                                                          const storage::Answer& answer) {
                if (session.user->account == nullptr || session.user->account->folded != account) // signed out meanwhile
                    return reply.fail("CHATHISTORY", "INVALID_TARGET", {nameOf(subcommand), name}, "Messages could not be retrieved");
                const auto& entries = std::get<storage::Entries>(answer);
                reply.sendBatch({"chathistory", name}, [&](std::string_view tags) { return linesOf(entries, session.form(), tags); });
            });
    }

    void shape(HistoryQuery& query, const std::optional<Bound>& first, const std::optional<Bound>& second) const
    {
        switch (m_subcommand) {
        case HistorySubcommand::After:
            query.shape = HistoryQuery::Shape::Oldest;
            query.after = first;
            return;
        case HistorySubcommand::Before: query.before = first; return;
        case HistorySubcommand::Latest: query.after = first; return;
        case HistorySubcommand::Around:
            query.shape = HistoryQuery::Shape::Around;
            query.center = *first;
            return;
        case HistorySubcommand::Between: {
            const bool isForward = first->time <= second->time;
            query.shape = isForward ? HistoryQuery::Shape::Oldest : HistoryQuery::Shape::Newest;
            query.after = isForward ? first : second;
            query.before = isForward ? second : first;
            return;
        }
        case HistorySubcommand::Targets: break;
        }
        Q_UNREACHABLE();
    }

    void askForChannel(HistoryQuery& query, std::string_view target)
    {
        const Channel* channel = m_context.hub.directory.findChannel(FoldedName{target});
        // Whether it does not exist or is not one's own is the same to who asks.
        if (channel == nullptr || channel->member(m_context.user()) == nullptr)
            return fail("INVALID_TARGET", {nameOf(m_subcommand), m_context.parameter(1)}, "Messages could not be retrieved");
        query.place = Place::channel(channel->folded());
        query.reader = readerOf(*channel, m_context.user());
        ask(query, channel->name(),
            [subcommand = m_subcommand, name = channel->name()](Responder& reply, Hub& hub, Session& session,
                                                                const storage::Answer& answer) {
                const Channel* there = hub.directory.findChannel(FoldedName{view(name)});
                if (there == nullptr || there->member(*session.user) == nullptr) // they left, or were put out, meanwhile
                    return reply.fail("CHATHISTORY", "INVALID_TARGET", {nameOf(subcommand), name}, "Messages could not be retrieved");
                const auto& entries = std::get<storage::Entries>(answer);
                reply.sendBatch({"chathistory", name}, [&](std::string_view tags) { return linesOf(entries, session.form(), tags); });
            });
    }

    void askForTargets()
    {
        const std::optional<Bound> first = bound(1);
        const std::optional<Bound> second = bound(2);
        TargetsQuery query;
        query.limit = limit();
        if (m_isRefused)
            return;
        query.isNewestFirst = second->time < first->time;
        query.after = std::min(first->time, second->time);
        query.before = std::max(first->time, second->time);
        query.withEvents = m_context.session.has(Capability::EventPlayback);
        std::map<Place, QByteArray> names;
        for (const Channel* channel : m_context.user().channels) {
            const Place place = Place::channel(channel->folded());
            query.places.push_back({place, readerOf(*channel, m_context.user())});
            names.emplace(place, channel->name());
        }
        if (m_context.user().account != nullptr)
            query.account = m_context.user().account->folded;
        ask(query, "*",
            [names = std::move(names), account = query.account](Responder& reply, Hub& hub, Session& session,
                                                                const storage::Answer& answer) {
                reply.sendBatch({"draft/chathistory-targets"}, [&](std::string_view tags) {
                    QByteArray lines;
                    for (const storage::TargetRow& row : std::get<std::vector<storage::TargetRow>>(answer)) {
                        const QByteArray name = names.contains(row.place) ? names.at(row.place) : partnerName(hub, row.place, account);
                        protocol::Message line{"CHATHISTORY", {"TARGETS", name, protocol::formatTimestamp(row.latest)}};
                        lines += hub.makeOutgoing(nullptr, std::move(line)).formWith(session.form(), tags);
                    }
                    return lines;
                });
            });
    }

    template <typename Then>
    void ask(storage::Question question, const QByteArray& target, Then then)
    {
        const QByteArray subcommand = nameOf(m_subcommand);
        const auto answered = [then = std::move(then), subcommand, target, label = m_context.reply.label()](Hub& hub, Session& session,
                                                                                                            const storage::Answer& answer) {
            Responder reply{hub, session, label};
            if (const auto* error = std::get_if<storage::StoreError>(&answer)) {
                hub.record(EventKind::Warning, nullptr, {.text = error->what.toUtf8()});
                return reply.fail("CHATHISTORY", "MESSAGE_ERROR", {subcommand, target}, "Messages could not be retrieved");
            }
            then(reply, hub, session, answer);
        };
        if (!m_context.hub.archive.ask(m_context.session, std::move(question), answered))
            return fail("MESSAGE_ERROR", {subcommand, target}, "Too many requests at once");
        m_context.reply.defer();
    }

    CommandContext& m_context;
    HistorySubcommand m_subcommand;
    bool m_isRefused = false;
};

void chathistory(CommandContext& context)
{
    // "The draft/chathistory capability MUST be negotiated."
    if (!context.hub.archive.isOn() || !context.session.has(Capability::Chathistory)) {
        context.reply.error(Numeric::ErrUnknownCommand, {"CHATHISTORY"});
        return;
    }
    const auto subcommand = protocol::historySubcommandFromName(context.message.parameter(0));
    if (!subcommand) {
        const QByteArray given = context.message.hasParameter(0) ? context.parameter(0) : QByteArray("*");
        context.reply.fail("CHATHISTORY", "INVALID_PARAMS", {given}, "Unknown subcommand");
        return;
    }
    Request{context, *subcommand}.run();
}

} // namespace

const CommandSpec kChathistory{"CHATHISTORY", 0, Access::People,
                               "CHATHISTORY BEFORE|AFTER|LATEST|AROUND|BETWEEN|TARGETS ...: what was said before", chathistory};

} // namespace commands

} // namespace chatroom::server
