// One IRC message in its two forms: MessageView, whose parts are views into the line it was parsed from, and Message,
// which owns its parts. Modern IRC, "Message Format"; IRCv3 message-tags, "Format".
//
// Bytes are UTF-8 by agreement but not by force: who needs text checks. Thread: plain values.
#pragma once

#include "protocol/limits.h"
#include "protocol/tags.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace chatroom::protocol {

// nickname [ "!" user ] [ "@" host ], or a server's name alone in `nickname`.
struct SourceView final
{
    std::string_view nickname;
    std::string_view user;
    std::string_view host;

    [[nodiscard]] static SourceView parse(std::string_view source);
};

// Parts of a line that somebody else owns and keeps alive.
class MessageView final
{
public:
    std::string_view tags;   // the raw tag section, without '@' and the space; read with TagsView
    std::string_view source; // without ':'; empty: none
    std::string_view command;

    // Of its room for parameters only what is taken is ever written or copied: each line that anybody says becomes one of these, with
    // two parameters mostly, and fifteen are 240 bytes.
    MessageView() {} // NOLINT(modernize-use-equals-default): that would write them all
    MessageView(const MessageView& other) { *this = other; }
    MessageView& operator=(const MessageView& other)
    {
        tags = other.tags;
        source = other.source;
        command = other.command;
        m_count = other.m_count;
        std::copy_n(other.m_parameters.begin(), m_count, m_parameters.begin());
        return *this;
    }
    ~MessageView() = default;

    [[nodiscard]] std::size_t parameterCount() const { return m_count; }
    // The parameter at `index` from 0; empty when there are fewer.
    [[nodiscard]] std::string_view parameter(std::size_t index) const { return index < m_count ? at(index) : std::string_view{}; }
    [[nodiscard]] bool hasParameter(std::size_t index) const { return index < m_count; }
    [[nodiscard]] std::string_view last() const { return m_count == 0 ? std::string_view{} : at(m_count - 1U); }
    // False when there is no room: RFC 1459 allows 15.
    bool append(std::string_view parameter)
    {
        if (m_count == m_parameters.size())
            return false;
        m_parameters[m_count++] = {parameter.data(), parameter.size()};
        return true;
    }
    [[nodiscard]] TagsView tagsView() const { return TagsView{tags}; }

private:
    struct Piece final // a string_view that nothing makes before it is there
    {
        const char* begin;
        std::size_t size;
    };
    [[nodiscard]] std::string_view at(std::size_t index) const { return {m_parameters[index].begin, m_parameters[index].size}; }

    std::array<Piece, limits::kParameters> m_parameters;
    std::uint8_t m_count = 0;
};

// A message of our own making.
struct Message final
{
    Tags tags;
    QByteArray source; // without ':'; empty: none
    QByteArray command;
    std::vector<QByteArray> parameters;

    Message() = default;
    Message(QByteArray commandWord, std::initializer_list<QByteArray> params) : command(std::move(commandWord)), parameters(params) {}
    [[nodiscard]] static Message fromView(const MessageView& view);

    [[nodiscard]] QByteArray parameter(std::size_t index) const { return index < parameters.size() ? parameters[index] : QByteArray{}; }
    friend bool operator==(const Message&, const Message&) = default;
};

// The bridge between a QByteArray and the views of tables and parsers.
[[nodiscard]] inline std::string_view view(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}
[[nodiscard]] inline QByteArray bytes(std::string_view text)
{
    return QByteArray{text.data(), static_cast<qsizetype>(text.size())};
}
// One after the other, in one allocation.
[[nodiscard]] QByteArray joined(std::span<const std::string_view> parts);
[[nodiscard]] inline QByteArray joined(std::initializer_list<std::string_view> parts)
{
    return joined(std::span{parts.begin(), parts.size()});
}

} // namespace chatroom::protocol
