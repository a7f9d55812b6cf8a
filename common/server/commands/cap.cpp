// CAP: IRCv3 capability-negotiation, with version 302.
#include "server/commands/cap.h"

#include "server/commands/authenticate.h"
#include "server/commands/batch.h"
#include "server/commands/commands.h"
#include "server/commands/register.h"
#include "server/metadata.h"
#include "server/welcome.h"

#include <algorithm>
#include <limits>

namespace chatroom::server {

QByteArrayList capabilityLines(const QByteArrayList& names, qsizetype maximum)
{
    QByteArrayList lines{QByteArray{}};
    for (const QByteArray& name : names) {
        if (lines.last().isEmpty())
            lines.last() = name;
        else if (lines.last().size() + 1 + name.size() <= maximum)
            lines.last() += ' ' + name;
        else
            lines.append(name);
    }
    return lines;
}

namespace commands {

using protocol::Capability;
using protocol::Message;
using protocol::Numeric;
using protocol::view;

namespace {

constexpr qsizetype kListBytes = 400; // of names in one line; the rest of 512 is what stands before them

bool isOffered(const Hub& hub, Capability capability)
{
    switch (capability) {
    case Capability::Chathistory:
    case Capability::EventPlayback:
    case Capability::Search: return hub.archive.isOn();
    case Capability::Metadata2:
    case Capability::Metadata3: return hub.config.metadata.isEnabled;
    case Capability::AccountRegistration: return hub.config.accounts.isRegistrationOpen;
    case Capability::Sasl: return !offeredMechanisms(hub.config).isEmpty();
    case Capability::AccountNotify:
    case Capability::AccountTag:
    case Capability::AwayNotify:
    case Capability::Batch:
    case Capability::CapNotify:
    case Capability::ChannelRename:
    case Capability::Chghost:
    case Capability::EchoMessage:
    case Capability::ExtendedIsupport:
    case Capability::ExtendedJoin:
    case Capability::ExtendedMonitor:
    case Capability::InviteNotify:
    case Capability::LabeledResponse:
    case Capability::MessageRedaction:
    case Capability::MessageTags:
    case Capability::MultiPrefix:
    case Capability::Multiline:
    case Capability::NoImplicitNames:
    case Capability::PreAway:
    case Capability::ReadMarker:
    case Capability::ServerTime:
    case Capability::Setname:
    case Capability::StandardReplies:
    case Capability::UserhostInNames: return true;
    }
    Q_UNREACHABLE();
}

// What stands behind the name for those who said 302; empty: nothing.
QByteArray valueOf(const Hub& hub, Capability capability)
{
    if (capability == Capability::Sasl)
        return offeredMechanisms(hub.config);
    if (capability == Capability::AccountRegistration)
        return registrationOffer(hub.config);
    if (capability == Capability::Multiline)
        return multilineLimits(hub.config).toValue();
    if (capability == Capability::Metadata2 || capability == Capability::Metadata3)
        return metadataOffer(hub.config);
    return {};
}

QByteArray listed(const Hub& hub, const protocol::CapabilityRow& row, bool isPlain)
{
    const QByteArray name = protocol::bytes(row.name);
    const QByteArray value = isPlain ? QByteArray() : valueOf(hub, row.capability);
    return value.isEmpty() ? name : name + '=' + value;
}

// One line, or several for 302: all but the last have a '*' before the names.
void replyList(CommandContext& context, const QByteArray& subcommand, bool onlyEnabled)
{
    QByteArrayList names;
    for (const protocol::CapabilityRow& row : protocol::capabilityTable()) {
        if (onlyEnabled ? context.session.has(row.capability) : isOffered(context.hub, row.capability))
            names.append(listed(context.hub, row, onlyEnabled || !context.session.hasVersion302));
    }
    const QByteArrayList lines = capabilityLines(names, context.session.hasVersion302 ? kListBytes : std::numeric_limits<qsizetype>::max());
    for (qsizetype i = 0; i < lines.size(); ++i) {
        Message message{"CAP", {context.session.calledName(), subcommand}};
        if (i + 1 < lines.size())
            message.parameters.emplace_back("*");
        message.parameters.push_back(lines[i]);
        context.reply.send(std::move(message));
    }
}

void listOffered(CommandContext& context)
{
    if (context.parameter(1).toInt() >= 302) {
        context.session.hasVersion302 = true;
        context.session.capabilities.insert(Capability::CapNotify);
    }
    if (!context.session.isRegistered())
        context.session.isNegotiating = true;
    replyList(context, "LS", false);
}

// All of the request or nothing of it. draft/metadata-3: nobody has both revisions of metadata.
bool apply(const Hub& hub, const QByteArray& request, bool hasVersion302, protocol::CapabilitySet& capabilities)
{
    for (const QByteArray& word : request.split(' ')) {
        if (word.isEmpty())
            continue;
        const bool isOff = word.startsWith('-');
        const auto capability = protocol::capabilityFromName(view(word).substr(isOff ? 1 : 0));
        if (!capability || !isOffered(hub, *capability) || (isOff && hasVersion302 && *capability == Capability::CapNotify))
            return false;
        if (isOff)
            capabilities.remove(*capability);
        else
            capabilities.insert(*capability);
    }
    return isOneDialect(capabilities);
}

void request(CommandContext& context)
{
    Session& session = context.session;
    if (!session.isRegistered())
        session.isNegotiating = true;
    const QByteArray wanted = context.parameter(1);
    protocol::CapabilitySet capabilities = session.capabilities;
    // An answer that does not fit its line would acknowledge what was not asked for.
    const bool isGranted = wanted.size() <= kListBytes && apply(context.hub, wanted, session.hasVersion302, capabilities);
    if (isGranted) {
        const protocol::CapabilitySet before = std::exchange(session.capabilities, capabilities);
        metadataCapabilitiesChanged(session, before);
        if (session.user) {
            for (Channel* channel : session.user->channels)
                channel->forgetAudiences();
        }
    }
    context.reply.send(Message{"CAP", {session.calledName(), isGranted ? "ACK" : "NAK", wanted.left(kListBytes)}});
}

void cap(CommandContext& context)
{
    const QByteArray subcommand = context.parameter(0).toUpper();
    if (subcommand == "LS")
        return listOffered(context);
    if (subcommand == "LIST")
        return replyList(context, "LIST", true);
    if (subcommand == "REQ")
        return request(context);
    if (subcommand == "END") {
        context.session.isNegotiating = false;
        return tryRegister(context.hub, context.session, context.reply);
    }
    context.reply.error(Numeric::ErrInvalidCapCmd, {context.parameter(0)});
}

} // namespace

const CommandSpec kCap{"CAP", 1, Access::Anyone, "CAP LS|LIST|REQ|END: asks for extensions of the protocol", cap};

} // namespace commands

QByteArrayList offeredCapabilities(const Hub& hub)
{
    QByteArrayList offered;
    for (const protocol::CapabilityRow& row : protocol::capabilityTable()) {
        if (commands::isOffered(hub, row.capability))
            offered.append(commands::listed(hub, row, false));
    }
    return offered;
}

void announceCapabilities(Hub& hub, const QByteArrayList& before)
{
    const QByteArrayList now = offeredCapabilities(hub);
    const auto nameOf = [](const QByteArray& each) { return each.left(each.indexOf('=')); };
    QByteArrayList added, gone;
    std::ranges::copy_if(now, std::back_inserter(added), [&](const QByteArray& each) { return !before.contains(each); });
    for (const QByteArray& each : before) {
        if (std::ranges::find(now, nameOf(each), nameOf) == now.end())
            gone.append(nameOf(each));
    }
    const auto tell = [&](Session& session, const QByteArray& what, const QByteArrayList& names) {
        Responder reply{hub, session, {}};
        for (const QByteArray& line : capabilityLines(names, commands::kListBytes))
            reply.send(protocol::Message{"CAP", {session.calledName(), what, line}});
    };
    for (Session* session : hub.sessions.all()) {
        if (session->stage == Stage::Closing)
            continue;
        for (const QByteArray& name : gone)
            session->capabilities.remove(*protocol::capabilityFromName(protocol::view(name)));
        if (!session->has(protocol::Capability::CapNotify))
            continue;
        QByteArrayList names = added;
        if (!session->hasVersion302)
            std::ranges::transform(names, names.begin(), nameOf);
        if (!names.isEmpty())
            tell(*session, "NEW", names);
        if (!gone.isEmpty())
            tell(*session, "DEL", gone);
    }
    if (gone.isEmpty())
        return;
    for (const auto& [name, channel] : hub.directory.channels())
        channel->forgetAudiences();
}

} // namespace chatroom::server
