// Passwords, from where nobody else reads them: a file, the terminal without echo, the environment. Never an argument, which every
// program of the machine can see.
#pragma once

#include "base/result.h"
#include "options.h"

#include <QProcessEnvironment>
#include <QString>

namespace chatroom::cli {

struct Passwords final
{
    QString chatroom; // of the server itself; empty: none
    QString account;  // empty: none
};

// The first line of a file; the error is a sentence for people. At most 1 KiB of it is read.
[[nodiscard]] Result<QString, QString> readPasswordFile(const QString& file);
// What a person types on the terminal of this process, which shows nothing of it; blocks. Not while readline has the terminal.
[[nodiscard]] Result<QString, QString> askForPassword(const QString& prompt);
// Those that the options ask for; the error is a sentence for people.
[[nodiscard]] Result<Passwords, QString> readPasswords(const Options& options, const QProcessEnvironment& environment);

} // namespace chatroom::cli
