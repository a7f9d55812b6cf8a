// What all our SQLite files have in common: how one is made, known and opened, and which numbers SQLite's errors have.
#pragma once

#include "storage/dialect.h"

namespace chatroom::storage {

// SQLite, "Result and Error Codes"; the low byte of an extended one.
enum SqliteCode : int { Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CantOpen = 14, NotADatabase = 26 };
[[nodiscard]] int sqliteCode(const QSqlError& error);

class SqliteFileDialect : public Dialect
{
public:
    [[nodiscard]] QString file() const { return m_file; }

    [[nodiscard]] QString driver() const final { return QStringLiteral("QSQLITE"); }
    void configure(QSqlDatabase& connection) const final;
    [[nodiscard]] QString beginWriting() const final { return QStringLiteral("BEGIN IMMEDIATE"); }
    [[nodiscard]] QString beginReading() const final { return QStringLiteral("BEGIN"); }
    [[nodiscard]] bool preparesTransactions() const final { return true; }
    [[nodiscard]] Result<int, StoreError> version(Database& database) const final;
    [[nodiscard]] QStringList setVersion(int version) const final;
    [[nodiscard]] bool leavesDoubt(const QSqlError&) const final { return false; } // what COMMIT says is so
    [[nodiscard]] bool losesConnections() const final { return false; }

protected:
    // `application`: PRAGMA application_id of files of ours.
    SqliteFileDialect(QString file, Access access, quint32 application)
        : m_file(std::move(file)), m_access(access), m_application(application)
    {}

    enum class Header : std::uint8_t { Ours, Unreadable, NoDatabase, OfAnotherProgram, Newer };
    struct Look final
    {
        Header header{};
        int version = 0;
        QString why; // Unreadable
    };
    // Without a connection: nothing is touched. `latest` is the version that this program knows.
    [[nodiscard]] Look look(int latest) const;
    [[nodiscard]] bool isThere() const; // and not empty
    // For its owner alone; SQLite gives its other files the same permissions. What went wrong; empty: nothing.
    [[nodiscard]] QString make() const;
    // "ok", or what is broken.
    [[nodiscard]] static Result<QString, StoreError> quickCheck(Database& database);

    [[nodiscard]] Access access() const { return m_access; }
    [[nodiscard]] quint32 application() const { return m_application; }
    [[nodiscard]] QString shownFile() const; // for people

private:
    QString m_file;
    Access m_access;
    quint32 m_application;
};

} // namespace chatroom::storage
