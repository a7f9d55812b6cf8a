// How the tables came to be what they are: numbered files of SQL in resources/migrations, each applied once and whole.
//
// A new version is a new file for each dialect, "0002-what.sqlite.sql" and "0002-what.postgresql.sql"; one that was released is
// never changed.
#pragma once

#include "storage/database.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace chatroom::storage {

struct Migration final
{
    int number = 0; // 1, 2, and so on
    QStringList statements;
};

[[nodiscard]] std::vector<Migration> migrationsFor(const QString& dialect); // ascending
[[nodiscard]] int latestVersion(const QString& dialect);
// Without comments. A statement ends with a semicolon at the end of a line.
[[nodiscard]] QStringList splitStatements(const QString& sql);

// Applies those that the database does not have yet, each in a transaction with its number. TooNew when it has later ones.
[[nodiscard]] Done migrate(Database& database, const std::vector<Migration>& migrations);

} // namespace chatroom::storage
