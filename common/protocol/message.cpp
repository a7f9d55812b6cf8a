#include "protocol/message.h"

#include <algorithm>

namespace chatroom::protocol {

// source = servername / ( nickname [ "!" user ] [ "@" host ] ). Modern IRC, "Source".
SourceView SourceView::parse(std::string_view source)
{
    SourceView parts;
    const std::size_t at = source.find('@');
    if (at != std::string_view::npos) {
        parts.host = source.substr(at + 1);
        source = source.substr(0, at);
    }
    const std::size_t bang = source.find('!');
    if (bang != std::string_view::npos) {
        parts.user = source.substr(bang + 1);
        source = source.substr(0, bang);
    }
    parts.nickname = source;
    return parts;
}

Message Message::fromView(const MessageView& view)
{
    Message message;
    message.tags = Tags::fromView(view.tagsView());
    message.source = protocol::bytes(view.source);
    message.command = protocol::bytes(view.command);
    message.parameters.reserve(view.parameterCount());
    for (std::size_t i = 0; i < view.parameterCount(); ++i)
        message.parameters.push_back(protocol::bytes(view.parameter(i)));
    return message;
}

QByteArray joined(std::span<const std::string_view> parts)
{
    std::size_t size = 0;
    for (const std::string_view part : parts)
        size += part.size();
    QByteArray whole(static_cast<qsizetype>(size), Qt::Uninitialized);
    char* to = whole.data();
    for (const std::string_view part : parts)
        to = std::copy(part.begin(), part.end(), to);
    return whole;
}

} // namespace chatroom::protocol
