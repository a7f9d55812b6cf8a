// A message on its way to many, serialised once for each form in which it is read and never once for each reader.
//
// A form is the set of those capabilities that change the bytes: server-time, message-tags, extended-join and the like.
// IRCv3 server-time, message-tags, message-ids, extended-join. Hub's thread.
#pragma once

#include "base/clock.h"
#include "protocol/capability.h"
#include "protocol/message.h"
#include "protocol/multiline.h"
#include "server/messageids.h"

#include <QByteArray>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace chatroom::server {

// One bit for each capability that decides what a reader of a broadcast gets.
using FormMask = std::uint32_t;
[[nodiscard]] FormMask formOf(const protocol::CapabilitySet& capabilities);

// In the order of their bits.
inline constexpr std::array kFormCapabilities{
    protocol::Capability::ServerTime,       protocol::Capability::MessageTags,   protocol::Capability::ExtendedJoin,
    protocol::Capability::AwayNotify,       protocol::Capability::Chghost,       protocol::Capability::Setname,
    protocol::Capability::InviteNotify,     protocol::Capability::Batch,         protocol::Capability::AccountTag,
    protocol::Capability::AccountNotify,    protocol::Capability::ChannelRename, protocol::Capability::EventPlayback,
    protocol::Capability::MessageRedaction, protocol::Capability::Multiline,
};
[[nodiscard]] constexpr FormMask formBit(protocol::Capability capability)
{
    for (std::size_t i = 0; i < kFormCapabilities.size(); ++i) {
        if (kFormCapabilities[i] == capability) // NOLINT: bounded by the loop
            return FormMask{1} << i;
    }
    return 0; // not reached: each of those that are asked for is in the list, or the tests of that capability fail
}

struct Tagging final
{
    Timestamp at;          // what `time` says
    QByteArray time;       // server-time's value
    QByteArray messageId;  // empty: none
    QByteArray clientTags; // "+a=b;+c", escaped as it came; empty: none
    QByteArray account;    // of whom it is from; empty: none (IRCv3 account-tag)
    bool isFromBot = false;
};

class Outgoing final
{
public:
    Outgoing(const protocol::Message& body, Tagging tagging);
    // From parts that somebody else owns: protocol::serializeParts.
    Outgoing(std::span<const std::string_view> source, std::string_view command, std::span<const std::string_view> parameters,
             Tagging tagging);

    // It has an id, which is made when somebody first sees or keeps it: where nobody asks for tags, none is. `ids` outlives this.
    void identifyBy(MessageIds& ids) { m_ids = &ids; }
    [[nodiscard]] bool isIdKnown() const { return !m_tagging.messageId.isEmpty(); }

    // Readers with `capability` get `body` instead (extended-join).
    void setAlternative(protocol::Capability capability, const protocol::Message& body);
    // It has several lines, all of them to the target of the body: readers with draft/multiline get a batch of that reference, whose
    // beginning has the tags; others get the lines that say something one after the other, the first of them with the id.
    // IRCv3 draft/multiline, "Fallback". A line that does not fit the wire goes out in pieces.
    void setLines(const protocol::Message& body, const std::vector<protocol::MultilineLine>& lines, const QByteArray& reference);
    // Only readers with `capability` get it at all (away-notify, TAGMSG).
    void require(protocol::Capability capability) { m_required |= formBit(capability); }

    // The whole line for readers of that form; null when they do not get it. Lives as long as this.
    [[nodiscard]] QByteArray form(FormMask mask);
    // The same with tags in front of the others: a label or a batch reference, "label=abc".
    [[nodiscard]] QByteArray formWith(FormMask mask, std::string_view firstTags) const;
    [[nodiscard]] const Tagging& tagging() const; // with its id: identifyBy()
    [[nodiscard]] bool isFor(FormMask mask) const { return (mask & m_required) == m_required; }

private:
    struct Several final
    {
        struct Line final
        {
            QByteArray body;
            bool isConcat = false, isBlank = false;
        };
        QByteArray begin, end, within; // of the batch; within: "batch=reference"
        std::vector<Line> lines;       // empty: there is the body alone
    };

    enum class Part : std::uint8_t { First, Following };
    // `body` with its tags in front, in one allocation. Of a message of several lines the first is told by the id.
    [[nodiscard]] QByteArray tagged(FormMask mask, std::string_view firstTags, const QByteArray& body, Part part = Part::First) const;
    [[nodiscard]] QByteArray linesAsBatch(FormMask mask, std::string_view firstTags) const;
    [[nodiscard]] QByteArray linesAlone(FormMask mask, std::string_view firstTags) const;
    [[nodiscard]] const QByteArray& body(FormMask mask) const;

    QByteArray m_body;
    QByteArray m_alternative;
    FormMask m_alternativeBit = 0;
    FormMask m_required = 0;
    FormMask m_relevant = 0;   // bits that change the bytes of this one
    mutable Tagging m_tagging; // its id: see identifyBy()
    MessageIds* m_ids = nullptr;
    Several m_several;
    std::vector<std::pair<FormMask, QByteArray>> m_forms;
};

} // namespace chatroom::server
