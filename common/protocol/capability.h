// THE table of capabilities: one row each, and nothing else in the project spells their names.
// IRCv3 capability-negotiation.
#pragma once

#include <QByteArray>

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>

namespace chatroom::protocol {

enum class Capability : std::uint8_t {
    AccountNotify,
    AccountTag,
    AwayNotify,
    Batch,
    CapNotify,
    Chghost,
    AccountRegistration,
    ChannelRename,
    Chathistory,
    EventPlayback,
    ExtendedIsupport,
    MessageRedaction,
    Metadata2,
    Metadata3,
    Multiline,
    PreAway,
    ReadMarker,
    EchoMessage,
    ExtendedJoin,
    ExtendedMonitor,
    InviteNotify,
    LabeledResponse,
    MessageTags,
    MultiPrefix,
    NoImplicitNames,
    Sasl,
    ServerTime,
    Setname,
    Search,
    StandardReplies,
    UserhostInNames,
};
inline constexpr std::size_t kCapabilityCount = 31;

struct CapabilityRow final
{
    Capability capability;
    std::string_view name;          // as CAP LS spells it
    std::string_view specification; // the IRCv3 document
    bool isRequestedByClient;       // our client asks for it where it is offered
};
// Sorted by name; indexed by Capability.
[[nodiscard]] const std::array<CapabilityRow, kCapabilityCount>& capabilityTable();
[[nodiscard]] std::optional<Capability> capabilityFromName(std::string_view name);
[[nodiscard]] std::string_view name(Capability capability);

class CapabilitySet final
{
public:
    [[nodiscard]] bool has(Capability capability) const { return m_bits.test(static_cast<std::size_t>(capability)); }
    void insert(Capability capability) { m_bits.set(static_cast<std::size_t>(capability)); }
    void remove(Capability capability) { m_bits.reset(static_cast<std::size_t>(capability)); }
    [[nodiscard]] bool isEmpty() const { return m_bits.none(); }
    friend bool operator==(const CapabilitySet&, const CapabilitySet&) = default;

private:
    std::bitset<kCapabilityCount> m_bits;
};

} // namespace chatroom::protocol
