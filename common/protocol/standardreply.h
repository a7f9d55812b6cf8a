// FAIL, WARN and NOTE. IRCv3 standard-replies: "<type> <command> <code> [<context>...] <description>".
#pragma once

#include "protocol/message.h"

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <vector>

namespace chatroom::protocol {

struct StandardReply final
{
    enum class Type : std::uint8_t { Fail, Warn, Note };

    Type type = Type::Fail;
    QByteArray command; // "*" when no command is meant
    QByteArray code;    // INVALID_UTF8, NEED_MORE_PARAMS ...
    std::vector<QByteArray> context;
    QByteArray description;

    [[nodiscard]] Message toMessage() const;
    [[nodiscard]] static std::optional<StandardReply> fromView(const MessageView& message);
    friend bool operator==(const StandardReply&, const StandardReply&) = default;
};

} // namespace chatroom::protocol
