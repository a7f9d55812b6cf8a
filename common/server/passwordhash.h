// Passwords of operators: kept as a hash by scrypt (RFC 7914) or, where somebody wrote it so, as plain text.
// The form is "scrypt$N$r$p$salt$hash", salt and hash in base64. Any thread; scrypt takes some 50 ms on purpose.
#pragma once

#include <QByteArray>

namespace chatroom::server {

// With a salt of its own each time. Empty only when the machine has no randomness or no scrypt.
[[nodiscard]] QByteArray hashOperatorPassword(const QByteArray& password);
// In time that does not tell how much of it was right. False for a hash that cannot be read.
[[nodiscard]] bool verifyOperatorPassword(const QByteArray& stored, const QByteArray& given);

} // namespace chatroom::server
