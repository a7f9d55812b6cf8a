#include "server/outgoing.h"

#include "protocol/serializer.h"
#include "protocol/tags.h"

#include <array>

namespace chatroom::server {

using protocol::Capability;
using protocol::Message;
using protocol::view;

namespace {

// Client-only tags that are no longer than this stand on each line for those who get single ones; longer ones on the first alone.
constexpr qsizetype kRepeatedTags = 256;

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

void Outgoing::setLines(const Message& body, const std::vector<protocol::MultilineLine>& lines, const QByteArray& reference)
{
    const auto serialized = [&](const QByteArray& command, std::initializer_list<QByteArray> parameters) {
        Message message{command, parameters};
        message.source = body.source;
        return protocol::serializeUntagged(message);
    };
    const QByteArray target = body.parameter(0);
    const std::size_t budget = protocol::lineBudget(view(body.source), view(target));
    m_several.begin = serialized("BATCH", {'+' + reference, protocol::bytes(protocol::kMultilineBatch), target});
    m_several.end = serialized("BATCH", {'-' + reference});
    m_several.within = "batch=" + reference;
    m_several.lines.reserve(lines.size());
    for (const protocol::MultilineLine& line : lines) {
        bool isConcat = line.isConcat;
        for (const protocol::MultilineLine& piece : protocol::splitLines(view(line.line), budget)) {
            m_several.lines.push_back({serialized(body.command, {target, piece.line}), isConcat, piece.line.isEmpty()});
            isConcat = true;
        }
    }
    m_relevant |= formBit(Capability::Batch) | formBit(Capability::Multiline);
}

QByteArray Outgoing::form(FormMask mask)
{
    if (!isFor(mask))
        return {};
    const FormMask key = mask & m_relevant;
    if (key == 0 && m_several.lines.empty())
        return m_body;
    for (const auto& [known, line] : m_forms) {
        if (known == key)
            return line;
    }
    return m_forms.emplace_back(key, formWith(mask, {})).second;
}

QByteArray Outgoing::formWith(FormMask mask, std::string_view firstTags) const
{
    if (!m_several.lines.empty()) {
        const FormMask needed = formBit(Capability::Batch) | formBit(Capability::Multiline);
        return (mask & needed) == needed ? linesAsBatch(mask, firstTags) : linesAlone(mask, firstTags);
    }
    const QByteArray tags = tagSection(mask, firstTags);
    return tags.isEmpty() ? body(mask) : protocol::joined({view(tags), view(body(mask))});
}

// The batch may be inside of another one: then both of its ends are.
QByteArray Outgoing::linesAsBatch(FormMask mask, std::string_view firstTags) const
{
    const auto tagged = [](std::string_view tags, const QByteArray& body) {
        return tags.empty() ? body : protocol::joined({"@", tags, " ", view(body)});
    };
    QByteArray all = tagSection(mask, firstTags) + m_several.begin;
    const QByteArray concat = m_several.within + ';' + protocol::bytes(protocol::kMultilineConcat);
    for (const Several::Line& line : m_several.lines)
        all += tagged(view(line.isConcat ? concat : m_several.within), line.body);
    const bool isNested = firstTags.starts_with("batch=");
    return all + tagged(isNested ? firstTags : std::string_view{}, m_several.end);
}

QByteArray Outgoing::linesAlone(FormMask mask, std::string_view firstTags) const
{
    QByteArray all;
    QByteArray tags = tagSection(mask, firstTags);
    for (const Several::Line& line : m_several.lines) {
        if (line.isBlank)
            continue;
        const bool isFirst = all.isEmpty();
        all += tags;
        all += line.body;
        if (isFirst)
            tags = tagSection(mask, firstTags, true);
    }
    return all;
}

const QByteArray& Outgoing::body(FormMask mask) const
{
    return (mask & m_alternativeBit) != 0 ? m_alternative : m_body;
}

QByteArray Outgoing::tagSection(FormMask mask, std::string_view firstTags, bool isFollowing) const
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
        add("time=", view(m_tagging.time));
    if (!m_tagging.account.isEmpty() && (mask & formBit(Capability::AccountTag)) != 0)
        add("account=", view(protocol::escapeTagValue(view(m_tagging.account))));
    if ((mask & formBit(Capability::MessageTags)) != 0) {
        if (!m_tagging.messageId.isEmpty() && !isFollowing)
            add("msgid=", view(m_tagging.messageId));
        if (m_tagging.isFromBot)
            add("bot", {});
        if (!m_tagging.clientTags.isEmpty() && (!isFollowing || m_tagging.clientTags.size() <= kRepeatedTags))
            add(view(m_tagging.clientTags), {});
    }
    if (!tags.isEmpty())
        tags += ' ';
    return tags;
}

} // namespace chatroom::server
