// How much of a message still fits, in words: said only near the limits. Pure.
#pragma once

#include <QString>

#include <cstddef>

namespace chatroom::clientgui {

struct MessageLimits final
{
    bool isMultiline = false; // several lines are one message
    std::size_t bytes = 40'000; // as our own server takes them
    std::size_t lines = 500;
};

struct MessageSize final
{
    QString text; // empty: nothing to say
    bool isOver = false;
};

[[nodiscard]] MessageSize messageSize(const QString& text, const MessageLimits& limits);

} // namespace chatroom::clientgui
