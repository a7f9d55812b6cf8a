// Message tags: IRCv3 message-tags, "Format", "Escaping values".
//
//   tags  = tag *( ";" tag )
//   tag   = key [ "=" escaped value ]
//   key   = [ "+" ] [ vendor "/" ] 1*( letter / digit / "-" )
//   An absent value and an empty one are the same. The last of several tags of one key counts.
#pragma once

#include <QByteArray>

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace chatroom::protocol {

[[nodiscard]] QByteArray escapeTagValue(std::string_view value);
[[nodiscard]] QByteArray unescapeTagValue(std::string_view escaped);

// The raw tag section of a line; walks it without copying.
class TagsView final
{
public:
    TagsView() = default;
    explicit TagsView(std::string_view raw) : m_raw(raw) {}

    [[nodiscard]] bool isEmpty() const { return m_raw.empty(); }
    // The unescaped value of the last tag of that key, or nothing.
    [[nodiscard]] std::optional<QByteArray> value(std::string_view key) const;
    [[nodiscard]] bool contains(std::string_view key) const;
    // Calls visit(key, escapedValue) for each well-formed tag, in order.
    template <typename Visitor>
    void forEach(Visitor&& visit) const
    {
        std::string_view rest = m_raw;
        while (!rest.empty()) {
            const auto [key, escaped] = takeTag(rest);
            if (!key.empty())
                visit(key, escaped);
        }
    }

private:
    // Takes the next tag off the front of `rest`; an ill-formed one has an empty key.
    static std::pair<std::string_view, std::string_view> takeTag(std::string_view& rest);

    std::string_view m_raw;
};

// Owned tags in the order in which they were set; values are unescaped.
class Tags final
{
public:
    [[nodiscard]] static Tags fromView(TagsView view);

    void set(QByteArray key, QByteArray value = {});
    void remove(std::string_view key);
    [[nodiscard]] std::optional<QByteArray> value(std::string_view key) const;
    [[nodiscard]] bool contains(std::string_view key) const;
    [[nodiscard]] bool isEmpty() const { return m_tags.empty(); }
    [[nodiscard]] const std::vector<std::pair<QByteArray, QByteArray>>& all() const { return m_tags; }
    friend bool operator==(const Tags&, const Tags&) = default;

private:
    std::vector<std::pair<QByteArray, QByteArray>> m_tags;
};

// True for a key that a client may send and a server relays: it begins with '+'.
[[nodiscard]] bool isClientOnlyTag(std::string_view key);
[[nodiscard]] bool isValidTagKey(std::string_view key);

} // namespace chatroom::protocol
