#include "server/outgoing.h"

#include "protocol/serializer.h"
#include "protocol/tags.h"

#include <array>

namespace chatroom::server {

using protocol::Capability;

namespace {

constexpr std::array kFormCapabilities{
    Capability::ServerTime,       Capability::MessageTags,   Capability::ExtendedJoin,  Capability::AwayNotify,
    Capability::Chghost,          Capability::Setname,       Capability::InviteNotify,  Capability::Batch,
    Capability::AccountTag,       Capability::AccountNotify, Capability::ChannelRename, Capability::EventPlayback,
    Capability::MessageRedaction, Capability::Multiline,
};

} // namespace

FormMask formBit(Capability capability)
{
    for (std::size_t i = 0; i < kFormCapabilities.size(); ++i) {
        if (kFormCapabilities[i] == capability)
            return FormMask{1} << i;
    }
    Q_UNREACHABLE();
}

FormMask formOf(const protocol::CapabilitySet& capabilities)
{
    FormMask mask = 0;
    for (std::size_t i = 0; i < kFormCapabilities.size(); ++i) {
        if (capabilities.has(kFormCapabilities[i]))
            mask |= FormMask{1} << i;
    }
    return mask;
}

Outgoing::Outgoing(const protocol::Message& body, Tagging tagging)
    : m_body(protocol::serializeUntagged(body)), m_tagging(std::move(tagging))
{
    m_relevant = formBit(Capability::ServerTime) | formBit(Capability::MessageTags);
    if (!m_tagging.account.isEmpty())
        m_relevant |= formBit(Capability::AccountTag);
}

void Outgoing::setAlternative(Capability capability, const protocol::Message& body)
{
    m_alternative = protocol::serializeUntagged(body);
    m_alternativeBit = formBit(capability);
    m_relevant |= m_alternativeBit;
}

QByteArray Outgoing::form(FormMask mask)
{
    if (!isFor(mask))
        return {};
    const FormMask key = mask & m_relevant;
    if (key == 0)
        return m_body;
    for (const auto& [known, line] : m_forms) {
        if (known == key)
            return line;
    }
    return m_forms.emplace_back(key, formWith(mask, {})).second;
}

QByteArray Outgoing::formWith(FormMask mask, std::string_view firstTags) const
{
    const QByteArray tags = tagSection(mask, firstTags);
    return tags.isEmpty() ? body(mask) : protocol::joined({protocol::view(tags), protocol::view(body(mask))});
}

const QByteArray& Outgoing::body(FormMask mask) const
{
    return (mask & m_alternativeBit) != 0 ? m_alternative : m_body;
}

QByteArray Outgoing::tagSection(FormMask mask, std::string_view firstTags) const
{
    QByteArray tags;
    tags.reserve(128 + m_tagging.clientTags.size() + static_cast<qsizetype>(firstTags.size()));
    const auto add = [&tags](std::string_view key, std::string_view value) {
        tags += tags.isEmpty() ? '@' : ';';
        tags.append(key.data(), static_cast<qsizetype>(key.size()));
        tags.append(value.data(), static_cast<qsizetype>(value.size()));
    };
    if (!firstTags.empty())
        add(firstTags, {});
    if ((mask & formBit(Capability::ServerTime)) != 0 && !m_tagging.time.isEmpty())
        add("time=", protocol::view(m_tagging.time));
    if (!m_tagging.account.isEmpty() && (mask & formBit(Capability::AccountTag)) != 0)
        add("account=", protocol::view(protocol::escapeTagValue(protocol::view(m_tagging.account))));
    if ((mask & formBit(Capability::MessageTags)) != 0) {
        if (!m_tagging.messageId.isEmpty())
            add("msgid=", protocol::view(m_tagging.messageId));
        if (m_tagging.isFromBot)
            add("bot", {});
        if (!m_tagging.clientTags.isEmpty())
            add(protocol::view(m_tagging.clientTags), {});
    }
    if (!tags.isEmpty())
        tags += ' ';
    return tags;
}

} // namespace chatroom::server
