// How much of a message still fits, in words: said only near the limits. Pure.
#pragma once

#include "protocol/limits.h"

#include <QString>

namespace chatroom::clientgui {

struct MessageLimits final
{
    bool isMultiline = false; // several lines are one message
    std::size_t bytes = protocol::limits::kMultilineBytes;
    std::size_t lines = protocol::limits::kMultilineLines;
};

struct MessageSize final
{
    QString text; // empty: nothing to say
    bool isOver = false;
};

[[nodiscard]] MessageSize messageSize(const QString& text, const MessageLimits& limits);

} // namespace chatroom::clientgui
