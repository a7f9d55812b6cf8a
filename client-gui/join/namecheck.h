// What is wrong with a name, in words, and one that would do. Pure.
#pragma once

#include <QString>

#include <optional>

namespace chatroom::clientgui {

struct NameProblem final
{
    QString reason;     // a sentence
    QString suggestion; // a name that would do; never empty
    friend bool operator==(const NameProblem&, const NameProblem&) = default;
};

inline constexpr std::size_t kMostNameBytes = 32; // what our servers take by default; others say when it is too long

[[nodiscard]] std::optional<NameProblem> nameProblem(const QString& name);

} // namespace chatroom::clientgui
