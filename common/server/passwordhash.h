// Passwords, kept as a hash by scrypt (RFC 7914): "scrypt$N$r$p$salt$hash", salt and hash in base64. For SCRAM-SHA-256, which cannot
// use that, its salted keys beside it (protocol/sasl.h), where it is offered. Any thread; scrypt takes some 50 ms and 16 MiB on
// purpose, so never the hub's (server/chores.h).
#pragma once

#include <QByteArray>

namespace chatroom::server {

// With a salt of its own each time. Empty only when the machine has no randomness or no scrypt.
[[nodiscard]] QByteArray hashOperatorPassword(const QByteArray& password);
// In time that does not tell how much of it was right. False for a hash that cannot be read. What an operator wrote into the
// configuration may be plain text as well.
[[nodiscard]] bool verifyOperatorPassword(const QByteArray& stored, const QByteArray& given);

// What is kept of an account's password.
struct Credentials final
{
    QByteArray passwordHash;
    QByteArray scram; // empty: not wanted
    friend bool operator==(const Credentials&, const Credentials&) = default;
};
// The password has been prepared (protocol::saslPrepare). `iterations` are those of SCRAM. An empty hash: see hashOperatorPassword().
[[nodiscard]] Credentials makeCredentials(const QByteArray& password, int iterations, bool isWithScram);
// Never right for an empty `stored`, which takes as long as any other: nobody learns whether there is such an account.
[[nodiscard]] bool verifyAccountPassword(const QByteArray& stored, const QByteArray& given);

// `count` bytes that nobody can guess; empty only when the machine has no randomness.
[[nodiscard]] QByteArray randomBytes(qsizetype count);
// 12 letters and digits that cannot be mistaken for one another, in groups of four: "k3mw-7xqp-2vhn". 60 bits.
[[nodiscard]] QByteArray makeOneTimePassword();

} // namespace chatroom::server
