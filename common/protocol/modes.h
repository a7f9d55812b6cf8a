// Mode strings: "+ov-b ann bob *!*@x". Modern IRC, "MODE message", "Channel Modes" and the CHANMODES types A to D.
#pragma once

#include <QByteArray>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace chatroom::protocol {

enum class ModeKind : std::uint8_t {
    List,            // type A: always a parameter; without one it asks for the list
    AlwaysParameter, // type B
    SetParameter,    // type C: a parameter only when set
    Flag,            // type D
    Prefix,          // a member's rank: always a parameter
};

// Which letters exist; from our own table or from another server's ISUPPORT.
struct ModeTable final
{
    std::string_view list, always, whenSet, flag, prefix;

    [[nodiscard]] bool contains(char letter) const;
    [[nodiscard]] ModeKind kind(char letter) const; // only for a letter that it contains
};

struct ModeChange final
{
    char letter = 0;
    bool isAdding = true;
    ModeKind kind = ModeKind::Flag;
    bool isKnown = true;
    bool hasParameter = false;
    QByteArray parameter;
};

// One change per letter, in order. An unknown letter is reported as such and takes no parameter. A type A letter without a
// parameter asks for the list; a type B or prefix letter without one has hasParameter false.
[[nodiscard]] std::vector<ModeChange> parseModes(const ModeTable& table, std::string_view modes,
                                                 std::span<const std::string_view> parameters);

// The changes as "+o-v" and parameters, signs merged.
struct ModeLine final
{
    QByteArray modes;
    std::vector<QByteArray> parameters;
};
[[nodiscard]] ModeLine formatModes(std::span<const ModeChange> changes);

} // namespace chatroom::protocol
