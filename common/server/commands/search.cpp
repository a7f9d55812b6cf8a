// SEARCH: soju.im/search.
#include "protocol/names.h"
#include "server/commands/chathistory.h"
#include "server/commands/commands.h"
#include "server/keptentries.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::Capability;
using protocol::FoldedName;
using protocol::Numeric;
using protocol::view;
using storage::Place;
using storage::SearchQuery;

namespace {

constexpr int kUsualMessages = 50;
constexpr const char* kBatchType = "soju.im/search";

void replyNothing(CommandContext& context)
{
    context.reply.sendBatch({kBatchType}, [](std::string_view) { return QByteArray(); });
}

void invalid(CommandContext& context, const QByteArray& attribute, const QByteArray& why)
{
    context.reply.fail("SEARCH", "INVALID_PARAMS", {attribute}, why);
}

// Where this one may look: the room that was named, or all that one is in. False after an error.
bool choosePlaces(CommandContext& context, const QByteArray& in, SearchQuery& query)
{
    const auto add = [&](const Channel& channel) {
        query.places.push_back({Place::channel(channel.folded()), readerOf(channel, context.user())});
    };
    if (in.isEmpty()) {
        for (const Channel* channel : context.user().channels)
            add(*channel);
        if (context.user().account != nullptr)
            query.account = context.user().account->folded;
        return true;
    }
    if (!protocol::isChannelName(view(in))) {
        if (const auto place = directPlace(context.hub, context.user(), view(in))) // else there is nothing
            query.places.push_back({*place, storage::Readers::Everyone});
        return true;
    }
    const Channel* channel = context.hub.directory.findChannel(FoldedName{view(in)});
    if (channel == nullptr || channel->member(context.user()) == nullptr) {
        invalid(context, "in", "You are in no room of that name");
        return false;
    }
    add(*channel);
    return true;
}

// What came back, without rooms that one has left meanwhile and without what was an account's that one has signed out of.
void reply(Hub& hub, Session& session, const QByteArray& label, const storage::Answer& answer)
{
    Responder reply{hub, session, label};
    const auto* entries = std::get_if<storage::Entries>(&answer);
    if (entries == nullptr) {
        if (const auto* error = std::get_if<storage::StoreError>(&answer))
            hub.record(EventKind::Warning, nullptr, {.text = error->what.toUtf8()});
        return reply.fail("SEARCH", "INTERNAL_ERROR", {}, "The search could not be run");
    }
    storage::Entries seen;
    std::ranges::copy_if(*entries, std::back_inserter(seen), [&](const storage::Entry& entry) {
        if (entry.place.kind == Place::Kind::Direct)
            return session.user->account != nullptr && entry.place.partnerOf(session.user->account->folded).has_value();
        return std::ranges::any_of(session.user->channels, [&](const Channel* c) { return Place::channel(c->folded()) == entry.place; });
    });
    reply.sendBatch({kBatchType}, [&](std::string_view tags) { return linesOf(seen, session.form(), tags); });
}

void search(CommandContext& context)
{
    if (!context.hub.archive.isOn() || !context.session.has(Capability::Search)) { // "MUST be negotiated"
        context.reply.error(Numeric::ErrUnknownCommand, {"SEARCH"});
        return;
    }
    if (context.message.parameterCount() != 1)
        return invalid(context, "*", "SEARCH takes attributes like in=#room;text=hello");
    const auto wanted = protocol::parseSearchAttributes(context.message.parameter(0));
    if (!wanted)
        return invalid(context, wanted.error().attribute, "The value is not of the form that this attribute has");
    SearchQuery query;
    if (!choosePlaces(context, wanted->in, query))
        return;
    query.from = FoldedName{view(wanted->from)};
    query.terms = protocol::parseSearchText(QString::fromUtf8(wanted->text));
    query.after = wanted->after;
    query.before = wanted->before;
    query.limit = std::min(wanted->limit.value_or(kUsualMessages), protocol::limits::kSearchMessages);
    const bool saysNothing = !wanted->text.isEmpty() && query.terms.empty(); // "!?" has no word in it
    const bool isNowhere = query.places.empty() && query.account.isEmpty();
    if (isNowhere || saysNothing)
        return replyNothing(context);
    const auto answered = [label = context.reply.label()](Hub& hub, Session& session, const storage::Answer& answer) {
        reply(hub, session, label, answer);
    };
    if (!context.hub.archive.ask(context.session, std::move(query), answered))
        return context.reply.fail("SEARCH", "INTERNAL_ERROR", {}, "Too many requests at once");
    context.reply.defer();
}

} // namespace

const CommandSpec kSearch{"SEARCH", 0, Access::People, "SEARCH in=#room;from=name;text=words: finds what was said", search};

} // namespace chatroom::server::commands
