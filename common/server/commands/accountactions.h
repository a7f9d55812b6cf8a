// What REGISTER, ACCOUNT, AUTHENTICATE and the person at the server window do alike with accounts. Hub's thread.
#pragma once

#include "server/commandspec.h"

#include <functional>
#include <optional>

namespace chatroom::server {

// Why a password cannot be that of the account, as the code of a standard reply and a sentence.
struct PasswordFault final
{
    QByteArray code; // WEAK_PASSWORD or UNACCEPTABLE_PASSWORD
    QByteArray text;
};
[[nodiscard]] std::optional<PasswordFault> faultOf(const QByteArray& password, const QByteArray& account);

// The account that this connection is signed in to; null: none.
[[nodiscard]] Account* accountOf(const Session& session);
[[nodiscard]] bool isMechanismOffered(const ServerConfig& config, std::string_view mechanism);
// The hash that an account of this server needs.
[[nodiscard]] HashPassword hashOf(const ServerConfig& config, const QByteArray& password);
// Puts it into the account and saves it.
void setPassword(Hub& hub, Account& account, const Credentials& credentials, bool mustChange);

// Whether this connection may try a password of that account now; takes a token when it may. See LoginLimit.
[[nodiscard]] bool mayTryPassword(Hub& hub, const Session& session, const QByteArray& account);
void passwordWasRight(Hub& hub, Session& session, const QByteArray& account);
void passwordWasNotChecked(Hub& hub, const Session& session, const QByteArray& account);
// Tells the log, and ends the connection when it was wrong too often. What the client is told is said before.
void passwordWasWrong(Hub& hub, Session& session, const QByteArray& account, const QByteArray& why);

void countWrongPassword(Hub& hub, Session& session); // without a word to the log

// Signs all its devices out, those on their way in too, and takes it away with what is kept of it. `by` null: at the machine.
void deleteAccount(Hub& hub, const Session* by, Account& account);
// False when the server is too busy. The new password holds from a moment later on.
[[nodiscard]] bool resetPassword(Hub& hub, const Session* by, const Account& account, const QByteArray& password);
[[nodiscard]] AccountRow rowOf(const Account& account);

} // namespace chatroom::server
