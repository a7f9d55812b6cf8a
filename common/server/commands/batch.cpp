// BATCH: IRCv3 client-batch, draft/multiline.
#include "server/commands/batch.h"

#include "server/clientbatch.h"
#include "server/commands/commands.h"
#include "server/commands/messages.h"

#include <algorithm>

namespace chatroom::server {

using protocol::Capability;
using protocol::MessageView;
using protocol::MultilineError;
using protocol::MultilineLimits;
using protocol::Numeric;
using protocol::view;

namespace {

constexpr std::chrono::minutes kOpenTime{2}; // a batch is sent in one go
constexpr std::size_t kReferenceBytes = 64;

const QByteArray kInvalid = "MULTILINE_INVALID"; // NOLINT: cannot throw

// The one answer to all of the batch; what still comes of it is thrown away.
void fail(Hub& hub, Session& session, const QByteArray& code, std::vector<QByteArray> context, const QByteArray& why)
{
    ClientBatch& batch = *session.batch;
    batch.isBroken = true;
    batch.lines = protocol::MultilineCollector{};
    Responder reply{hub, session, batch.label};
    reply.fail("BATCH", code, std::move(context), why);
}

bool isOverdue(const Hub& hub, const ClientBatch& batch)
{
    return hub.clock.monotonic() - batch.openedAt > kOpenTime;
}

void failOverdue(Hub& hub, Session& session)
{
    fail(hub, session, "TIMEOUT", {session.batch->reference}, "The batch was left open for too long");
}

void failFor(Hub& hub, Session& session, MultilineError error)
{
    const MultilineLimits limits = multilineLimits(hub.config);
    switch (error) {
    case MultilineError::TooManyBytes:
        return fail(hub, session, "MULTILINE_MAX_BYTES", {QByteArray::number(static_cast<qulonglong>(limits.bytes))},
                    "The message is too long");
    case MultilineError::TooManyLines:
        return fail(hub, session, "MULTILINE_MAX_LINES", {QByteArray::number(static_cast<qulonglong>(limits.lines))},
                    "The message has too many lines");
    case MultilineError::BlankConcat: return fail(hub, session, kInvalid, {}, "An empty line cannot go on the line before");
    }
    Q_UNREACHABLE();
}

// A line of the batch that is open and whole so far.
void collect(const CommandContext& context)
{
    Hub& hub = context.hub;
    Session& session = context.session;
    ClientBatch& batch = *session.batch;
    if (isOverdue(hub, batch))
        return failOverdue(hub, session);
    if (context.verb() != "PRIVMSG" || !context.message.hasParameter(1))
        return fail(hub, session, kInvalid, {}, "Only PRIVMSG with a text may be in a batch");
    const std::string_view target = context.message.parameter(0);
    if (!protocol::equalsFolded(target, view(batch.target))) {
        const QByteArray given = target.empty() ? QByteArray("*") : protocol::bytes(target);
        return fail(hub, session, "MULTILINE_INVALID_TARGET", {batch.target, given}, "All lines must be to the target of the batch");
    }
    const bool isConcat = context.message.tagsView().contains(protocol::kMultilineConcat);
    const auto added = batch.lines.add(context.message.parameter(1), isConcat);
    if (!added)
        failFor(hub, session, added.error());
}

} // namespace

MultilineLimits multilineLimits(const ServerConfig& config)
{
    const auto limit = [](int configured, std::size_t most) {
        return configured > 0 ? std::min(static_cast<std::size_t>(configured), most) : most;
    };
    return {limit(config.limits.multilineBytes, protocol::limits::kMultilineBytes),
            limit(config.limits.multilineLines, protocol::limits::kMultilineLines)};
}

bool concernsBatch(const Session& session, const MessageView& message)
{
    if (session.batch)
        return true;
    return message.tags.find("batch") != std::string_view::npos && message.tagsView().contains("batch");
}

bool takeIntoBatch(const CommandContext& context)
{
    Session& session = context.session;
    const auto reference = context.message.tagsView().value("batch");
    const bool isOpen = session.batch && !session.batch->isBroken;
    const QByteArray verb = context.verb();
    if (reference) {
        const bool isOurs = session.batch && session.batch->reference == *reference && verb != "BATCH"; // no batch in a batch
        if (isOurs && isOpen)
            collect(context);
        else if (isOpen)
            fail(context.hub, session, kInvalid, {}, "This belongs to another batch");
        else if (!isOurs)
            context.reply.fail("BATCH", kInvalid, {}, "There is no such batch");
        return true;
    }
    // What a client says by itself disturbs nothing; anything else must not come in between.
    if (!isOpen || verb == "BATCH" || verb == "PING" || verb == "PONG" || verb == "QUIT")
        return false;
    fail(context.hub, session, kInvalid, {}, "Something else came before the end of the batch");
    return verb == "PRIVMSG" || verb == "NOTICE" || verb == "TAGMSG"; // most likely meant to be in it
}

void breakBatch(Hub& hub, Session& session)
{
    if (session.batch && !session.batch->isBroken)
        fail(hub, session, kInvalid, {}, "A line of the batch could not be read");
}

namespace commands {

namespace {

bool isReference(std::string_view text)
{
    return !text.empty() && text.size() <= kReferenceBytes && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

void begin(CommandContext& context, std::string_view reference)
{
    Session& session = context.session;
    if (session.batch && !session.batch->isBroken)
        server::fail(context.hub, session, kInvalid, {}, "Another batch was opened before its end");
    session.batch.reset();
    const auto refuse = [&](const QByteArray& why) { context.reply.fail("BATCH", kInvalid, {}, why); };
    if (!session.has(Capability::Batch))
        return refuse("Multiline messages need the capability batch");
    if (!isReference(reference))
        return refuse("This is no reference of a batch");
    const std::string_view target = context.message.parameter(2);
    if (context.message.parameter(1) != protocol::kMultilineBatch || context.message.parameterCount() != 3 || target.empty()
        || target.find(',') != std::string_view::npos)
        return refuse("Only batches of the type draft/multiline, to one target, are understood");
    session.batch = std::make_unique<ClientBatch>();
    ClientBatch& batch = *session.batch;
    batch.reference = protocol::bytes(reference);
    batch.target = protocol::bytes(target);
    batch.label = context.reply.label();
    batch.tags = protocol::bytes(context.message.tags);
    batch.openedAt = context.hub.clock.monotonic();
    batch.lines = protocol::MultilineCollector{multilineLimits(context.hub.config)};
    context.reply.defer(); // the answer is one to all of it
}

void end(CommandContext& context, std::string_view reference)
{
    Hub& hub = context.hub;
    Session& session = context.session;
    if (!session.batch || view(session.batch->reference) != reference) {
        if (session.batch && !session.batch->isBroken)
            return server::fail(hub, session, kInvalid, {}, "Another batch is open");
        return context.reply.fail("BATCH", kInvalid, {}, "There is no such batch");
    }
    if (!session.batch->isBroken && isOverdue(hub, *session.batch))
        failOverdue(hub, session);
    else if (!session.batch->isBroken && session.batch->lines.isBlank())
        server::fail(hub, session, kInvalid, {}, "There is nothing in the batch");
    const std::unique_ptr<ClientBatch> batch = std::move(session.batch);
    if (batch->isBroken)
        return;
    MessageView message;
    message.tags = view(batch->tags);
    message.command = "PRIVMSG";
    [[maybe_unused]] const bool hasRoom = message.append(view(batch->target));
    Responder reply{hub, session, batch->label};
    CommandContext whole{hub, session, message, reply};
    sayLines(whole, batch->lines.lines());
}

void batch(CommandContext& context)
{
    if (!context.session.has(Capability::Multiline)) {
        context.reply.error(Numeric::ErrUnknownCommand, {"BATCH"});
        return;
    }
    const std::string_view given = context.message.parameter(0);
    if (given.starts_with('+'))
        return begin(context, given.substr(1));
    if (given.starts_with('-'))
        return end(context, given.substr(1));
    context.reply.fail("BATCH", kInvalid, {}, "A batch begins with +reference and ends with -reference");
}

} // namespace

const CommandSpec kBatch{"BATCH", 1, Access::People,
                         "BATCH +reference draft/multiline target, then BATCH -reference: one message of many lines", batch};

} // namespace commands

} // namespace chatroom::server
