#include "protocol/capability.h"

#include <algorithm>

namespace chatroom::protocol {

namespace {

constexpr std::array<CapabilityRow, kCapabilityCount> kTable{{
    {Capability::AccountNotify, "account-notify", "IRCv3 account-notify", true},
    {Capability::AccountTag, "account-tag", "IRCv3 account-tag", true},
    {Capability::AwayNotify, "away-notify", "IRCv3 away-notify", true},
    {Capability::Batch, "batch", "IRCv3 batch", true},
    {Capability::CapNotify, "cap-notify", "IRCv3 capability-negotiation", true},
    {Capability::Chghost, "chghost", "IRCv3 chghost", true},
    {Capability::AccountRegistration, "draft/account-registration", "IRCv3 draft/account-registration", true},
    {Capability::ChannelRename, "draft/channel-rename", "IRCv3 draft/channel-rename", true},
    {Capability::Chathistory, "draft/chathistory", "IRCv3 draft/chathistory", true},
    {Capability::EventPlayback, "draft/event-playback", "IRCv3 draft/chathistory", true},
    {Capability::ExtendedIsupport, "draft/extended-isupport", "IRCv3 draft/extended-isupport", false},
    {Capability::MessageRedaction, "draft/message-redaction", "IRCv3 draft/message-redaction", true},
    {Capability::Metadata2, "draft/metadata-2", "IRCv3 draft/metadata-2", true},
    {Capability::Metadata3, "draft/metadata-3", "IRCv3 draft/metadata-3", true},
    {Capability::Multiline, "draft/multiline", "IRCv3 draft/multiline", true},
    {Capability::PreAway, "draft/pre-away", "IRCv3 draft/pre-away", true},
    {Capability::ReadMarker, "draft/read-marker", "IRCv3 draft/read-marker", true},
    {Capability::EchoMessage, "echo-message", "IRCv3 echo-message", true},
    {Capability::ExtendedJoin, "extended-join", "IRCv3 extended-join", true},
    {Capability::ExtendedMonitor, "extended-monitor", "IRCv3 extended-monitor", true},
    {Capability::InviteNotify, "invite-notify", "IRCv3 invite-notify", true},
    {Capability::LabeledResponse, "labeled-response", "IRCv3 labeled-response", true},
    {Capability::MessageTags, "message-tags", "IRCv3 message-tags", true},
    {Capability::MultiPrefix, "multi-prefix", "IRCv3 multi-prefix", true},
    {Capability::NoImplicitNames, "no-implicit-names", "IRCv3 no-implicit-names", false},
    {Capability::Sasl, "sasl", "IRCv3 sasl-3.2", true},
    {Capability::ServerTime, "server-time", "IRCv3 server-time", true},
    {Capability::Setname, "setname", "IRCv3 setname", true},
    {Capability::Search, "soju.im/search", "soju.im/search", true},
    {Capability::StandardReplies, "standard-replies", "IRCv3 standard-replies", true},
    {Capability::UserhostInNames, "userhost-in-names", "IRCv3 userhost-in-names", true},
}};

constexpr bool isOrdered()
{
    for (std::size_t i = 0; i < kTable.size(); ++i) {
        if (static_cast<std::size_t>(kTable[i].capability) != i)
            return false;
        if (i > 0 && !(kTable[i - 1].name < kTable[i].name))
            return false;
    }
    return true;
}
static_assert(isOrdered(), "rows stand in the order of the enumeration, which is that of their names");

} // namespace

const std::array<CapabilityRow, kCapabilityCount>& capabilityTable()
{
    return kTable;
}

std::optional<Capability> capabilityFromName(std::string_view name)
{
    const auto it = std::ranges::lower_bound(kTable, name, {}, &CapabilityRow::name);
    if (it == kTable.end() || it->name != name)
        return std::nullopt;
    return it->capability;
}

std::string_view name(Capability capability)
{
    return kTable[static_cast<std::size_t>(capability)].name;
}

} // namespace chatroom::protocol
