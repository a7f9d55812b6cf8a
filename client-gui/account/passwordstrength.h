// How hard a password is to guess, roughly and in words. A hint, not a rule: the chatroom decides. Pure.
#pragma once

#include <QString>

#include <cstdint>

namespace chatroom::clientgui {

enum class PasswordStrength : std::uint8_t { Empty, Weak, Fair, Strong };

// `name`: whose it is; a password made of it is weak.
[[nodiscard]] PasswordStrength passwordStrength(const QString& password, const QString& name);
// "Easy to guess. A few words put together are better."
[[nodiscard]] QString strengthText(PasswordStrength strength);

} // namespace chatroom::clientgui
