#include "protocol/modes.h"

#include "protocol/message.h"

#include <algorithm>

namespace chatroom::protocol {

bool ModeTable::contains(char letter) const
{
    const auto all = {list, always, whenSet, flag, prefix};
    return std::ranges::any_of(all, [letter](std::string_view letters) { return letters.find(letter) != std::string_view::npos; });
}

ModeKind ModeTable::kind(char letter) const
{
    if (list.find(letter) != std::string_view::npos)
        return ModeKind::List;
    if (always.find(letter) != std::string_view::npos)
        return ModeKind::AlwaysParameter;
    if (whenSet.find(letter) != std::string_view::npos)
        return ModeKind::SetParameter;
    if (prefix.find(letter) != std::string_view::npos)
        return ModeKind::Prefix;
    return ModeKind::Flag;
}

std::vector<ModeChange> parseModes(const ModeTable& table, std::string_view modes, std::span<const std::string_view> parameters)
{
    std::vector<ModeChange> changes;
    bool isAdding = true;
    std::size_t next = 0;
    for (const char letter : modes) {
        if (letter == '+' || letter == '-') {
            isAdding = letter == '+';
            continue;
        }
        ModeChange change{letter, isAdding, ModeKind::Flag, table.contains(letter), false, {}};
        if (change.isKnown)
            change.kind = table.kind(letter);
        const bool takesParameter = change.isKnown && change.kind != ModeKind::Flag && (change.kind != ModeKind::SetParameter || isAdding);
        if (takesParameter && next < parameters.size()) {
            change.hasParameter = true;
            change.parameter = bytes(parameters[next++]);
        }
        changes.push_back(std::move(change));
    }
    return changes;
}

ModeLine formatModes(std::span<const ModeChange> changes)
{
    ModeLine line;
    char sign = 0;
    for (const ModeChange& change : changes) {
        const char wanted = change.isAdding ? '+' : '-';
        if (wanted != sign) {
            sign = wanted;
            line.modes += sign;
        }
        line.modes += change.letter;
        if (change.hasParameter)
            line.parameters.push_back(change.parameter);
    }
    return line;
}

} // namespace chatroom::protocol
