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

FormMask relevantTo(const Tagging& tagging)
{
    return formBit(Capability::ServerTime) | formBit(Capability::MessageTags)
           | (tagging.account.isEmpty() ? FormMask{0} : formBit(Capability::AccountTag));
}

} // namespace

FormMask formOf(const protocol::CapabilitySet& capabilities)
{
    if (capabilities.isEmpty()) // many programs ask for none, and this is asked for each line that somebody gets
        return 0;
    FormMask mask = 0;
    for (std::size_t i = 0; i < kFormCapabilities.size(); ++i) {
        if (capabilities.has(kFormCapabilities[i]))
            mask |= FormMask{1} << i;
    }
    return mask;
}

Outgoing::Outgoing(const protocol::Message& body, Tagging tagging)
    : m_body(protocol::serializeUntagged(body)), m_relevant(relevantTo(tagging)), m_tagging(std::move(tagging))
{}

Outgoing::Outgoing(std::span<const std::string_view> source, std::string_view command, std::span<const std::string_view> parameters,
                   Tagging tagging)
    : m_body(protocol::serializeParts({}, source, command, parameters)), m_relevant(relevantTo(tagging)), m_tagging(std::move(tagging))
{}

const Tagging& Outgoing::tagging() const
{
    if (m_ids != nullptr && m_tagging.messageId.isEmpty())
        m_tagging.messageId = m_ids->next(m_tagging.at);
    return m_tagging;
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
    return tagged(mask, firstTags, body(mask));
}

// The batch may be inside of another one: then both of its ends are.
QByteArray Outgoing::linesAsBatch(FormMask mask, std::string_view firstTags) const
{
    const auto with = [](std::string_view tags, const QByteArray& body) {
        return tags.empty() ? body : protocol::joined({"@", tags, " ", view(body)});
    };
    QByteArray all = tagged(mask, firstTags, m_several.begin);
    const QByteArray concat = m_several.within + ';' + protocol::bytes(protocol::kMultilineConcat);
    for (const Several::Line& line : m_several.lines)
        all += with(view(line.isConcat ? concat : m_several.within), line.body);
    const bool isNested = firstTags.starts_with("batch=");
    return all + with(isNested ? firstTags : std::string_view{}, m_several.end);
}

QByteArray Outgoing::linesAlone(FormMask mask, std::string_view firstTags) const
{
    QByteArray all;
    for (const Several::Line& line : m_several.lines) {
        if (!line.isBlank)
            all += tagged(mask, firstTags, line.body, all.isEmpty() ? Part::First : Part::Following);
    }
    return all;
}

const QByteArray& Outgoing::body(FormMask mask) const
{
    return (mask & m_alternativeBit) != 0 ? m_alternative : m_body;
}

QByteArray Outgoing::tagged(FormMask mask, std::string_view firstTags, const QByteArray& body, Part part) const
{
    struct Parts final
    {
        std::array<std::string_view, 20> all; // mark, key and value of six tags, a space and the body
        std::size_t count = 0;

        void add(std::string_view part) { all[count++] = part; } // NOLINT: no more than fit are added below
        void addTag(std::string_view key, std::string_view value)
        {
            add(count == 0 ? "@" : ";");
            add(key);
            add(value);
        }
    } parts;
    QByteArray account; // escaped; lives as long as the parts
    if (!firstTags.empty())
        parts.addTag(firstTags, {});
    if ((mask & formBit(Capability::ServerTime)) != 0 && !m_tagging.time.isEmpty())
        parts.addTag("time=", view(m_tagging.time));
    if (!m_tagging.account.isEmpty() && (mask & formBit(Capability::AccountTag)) != 0) {
        account = protocol::escapeTagValue(view(m_tagging.account));
        parts.addTag("account=", view(account));
    }
    if ((mask & formBit(Capability::MessageTags)) != 0) {
        if (part == Part::First && !tagging().messageId.isEmpty())
            parts.addTag("msgid=", view(m_tagging.messageId));
        if (m_tagging.isFromBot)
            parts.addTag("bot", {});
        if (!m_tagging.clientTags.isEmpty() && (part == Part::First || m_tagging.clientTags.size() <= kRepeatedTags))
            parts.addTag(view(m_tagging.clientTags), {});
    }
    if (parts.count == 0)
        return body;
    parts.add(" ");
    parts.add(view(body));
    return protocol::joined(std::span{parts.all}.first(parts.count));
}

} // namespace chatroom::server
