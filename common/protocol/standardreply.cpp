#include "protocol/standardreply.h"

namespace chatroom::protocol {

namespace {

QByteArray word(StandardReply::Type type)
{
    switch (type) {
    case StandardReply::Type::Fail: return "FAIL";
    case StandardReply::Type::Warn: return "WARN";
    case StandardReply::Type::Note: return "NOTE";
    }
    Q_UNREACHABLE();
}

std::optional<StandardReply::Type> typeFromWord(std::string_view command)
{
    for (const auto type : {StandardReply::Type::Fail, StandardReply::Type::Warn, StandardReply::Type::Note}) {
        if (command == view(word(type)))
            return type;
    }
    return std::nullopt;
}

} // namespace

Message StandardReply::toMessage() const
{
    Message message{word(type), {command, code}};
    message.parameters.insert(message.parameters.end(), context.begin(), context.end());
    message.parameters.push_back(description);
    return message;
}

std::optional<StandardReply> StandardReply::fromView(const MessageView& message)
{
    const std::optional<Type> type = typeFromWord(message.command);
    if (!type || message.parameterCount() < 3)
        return std::nullopt;
    StandardReply reply{*type, bytes(message.parameter(0)), bytes(message.parameter(1)), {}, bytes(message.last())};
    for (std::size_t i = 2; i + 1 < message.parameterCount(); ++i)
        reply.context.push_back(bytes(message.parameter(i)));
    return reply;
}

} // namespace chatroom::protocol
