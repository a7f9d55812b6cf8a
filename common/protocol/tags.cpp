#include "protocol/tags.h"

#include <algorithm>

namespace chatroom::protocol {

namespace {

std::string_view viewOf(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

QByteArray owned(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

bool isKeyCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

bool isVendorCharacter(char c)
{
    return isKeyCharacter(c) || c == '.' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

} // namespace

QByteArray escapeTagValue(std::string_view value)
{
    QByteArray escaped;
    escaped.reserve(static_cast<qsizetype>(value.size()));
    for (const char c : value) {
        switch (c) {
        case ';': escaped += "\\:"; break;
        case ' ': escaped += "\\s"; break;
        case '\\': escaped += "\\\\"; break;
        case '\r': escaped += "\\r"; break;
        case '\n': escaped += "\\n"; break;
        case '\0': break; // has no escape and may not be sent
        default: escaped += c;
        }
    }
    return escaped;
}

// "If a lone \ exists at the end of an escaped value, then there SHOULD be no output character"; an invalid escape loses its
// backslash.
QByteArray unescapeTagValue(std::string_view escaped)
{
    QByteArray value;
    value.reserve(static_cast<qsizetype>(escaped.size()));
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        if (escaped[i] != '\\') {
            value += escaped[i];
            continue;
        }
        if (++i == escaped.size())
            break;
        switch (escaped[i]) {
        case ':': value += ';'; break;
        case 's': value += ' '; break;
        case 'r': value += '\r'; break;
        case 'n': value += '\n'; break;
        default: value += escaped[i];
        }
    }
    return value;
}

std::pair<std::string_view, std::string_view> TagsView::takeTag(std::string_view& rest)
{
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view tag = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t equals = std::min(tag.find('='), tag.size());
    const std::string_view key = tag.substr(0, equals);
    if (!isValidTagKey(key))
        return {};
    return {key, tag.substr(std::min(equals + 1, tag.size()))};
}

std::optional<QByteArray> TagsView::value(std::string_view key) const
{
    std::optional<std::string_view> found;
    forEach([&](std::string_view candidate, std::string_view escaped) {
        if (candidate == key)
            found = escaped;
    });
    if (!found)
        return std::nullopt;
    return unescapeTagValue(*found);
}

bool TagsView::contains(std::string_view key) const
{
    bool isFound = false;
    forEach([&](std::string_view candidate, std::string_view) { isFound = isFound || candidate == key; });
    return isFound;
}

Tags Tags::fromView(TagsView view)
{
    Tags tags;
    view.forEach([&](std::string_view key, std::string_view escaped) { tags.set(owned(key), unescapeTagValue(escaped)); });
    return tags;
}

void Tags::set(QByteArray key, QByteArray value)
{
    if (value.isNull())
        value = QByteArray(""); // an absent value and an empty one are the same
    const auto it = std::ranges::find(m_tags, key, [](const auto& tag) { return tag.first; });
    if (it != m_tags.end())
        it->second = std::move(value);
    else
        m_tags.emplace_back(std::move(key), std::move(value));
}

void Tags::remove(std::string_view key)
{
    std::erase_if(m_tags, [&](const auto& tag) { return viewOf(tag.first) == key; });
}

std::optional<QByteArray> Tags::value(std::string_view key) const
{
    const auto it = std::ranges::find(m_tags, key, [](const auto& tag) { return viewOf(tag.first); });
    if (it == m_tags.end())
        return std::nullopt;
    return it->second;
}

bool Tags::contains(std::string_view key) const
{
    return std::ranges::any_of(m_tags, [&](const auto& tag) { return viewOf(tag.first) == key; });
}

bool isClientOnlyTag(std::string_view key)
{
    return key.starts_with('+');
}

bool isValidTagKey(std::string_view key)
{
    if (key.starts_with('+'))
        key.remove_prefix(1);
    const std::size_t slash = key.rfind('/');
    if (slash != std::string_view::npos) {
        const std::string_view vendor = key.substr(0, slash);
        if (vendor.empty() || !std::ranges::all_of(vendor, isVendorCharacter))
            return false;
        key.remove_prefix(slash + 1);
    }
    return !key.empty() && std::ranges::all_of(key, isKeyCharacter);
}

} // namespace chatroom::protocol
