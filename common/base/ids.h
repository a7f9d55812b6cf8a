// Strong ids: numbers that cannot be mistaken for one another.
#pragma once

#include <QtGlobal> // first: moc cannot read <compare> before a header that brings c++config.h

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace chatroom {

// A counter that starts at 1 and is never given twice within one process; 0 is "none".
template <typename Tag>
struct Id final
{
    std::uint64_t value = 0;

    [[nodiscard]] constexpr bool isValid() const { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

// One accepted connection. A slot is given again after its connection is gone; the generation tells the two apart, so
// that what was meant for the first is never delivered to the second.
struct ConnectionId final
{
    std::uint32_t slot = 0;       // index into the worker's table of connections
    std::uint32_t generation = 0; // 0: no connection
    std::uint16_t worker = 0;     // index of the I/O thread that owns the descriptor

    [[nodiscard]] constexpr bool isValid() const { return generation != 0; }
    friend constexpr auto operator<=>(const ConnectionId&, const ConnectionId&) = default;
};

} // namespace chatroom

template <>
struct std::hash<chatroom::ConnectionId>
{
    std::size_t operator()(const chatroom::ConnectionId& id) const noexcept
    {
        const std::uint64_t high = (std::uint64_t{id.generation} << 32U) | id.slot;
        return std::hash<std::uint64_t>{}(high ^ (std::uint64_t{id.worker} << 56U));
    }
};

template <typename Tag>
struct std::hash<chatroom::Id<Tag>>
{
    std::size_t operator()(chatroom::Id<Tag> id) const noexcept { return std::hash<std::uint64_t>{}(id.value); }
};
