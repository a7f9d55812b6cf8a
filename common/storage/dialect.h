// What differs between the databases: how one is opened, and how its errors read. What they say of a history is the same SQL.
#pragma once

#include "storage/sqlstore.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QString>
#include <QStringList>

#include <memory>

namespace chatroom::storage {

class Database;

class Dialect
{
public:
    Dialect() = default;
    Q_DISABLE_COPY_MOVE(Dialect)
    virtual ~Dialect() = default;

    [[nodiscard]] virtual QString name() const = 0; // in the names of the migrations
    [[nodiscard]] virtual QString driver() const = 0;
    [[nodiscard]] virtual StoreError driverMissing() const = 0;

    // Looks at what is there without touching it.
    [[nodiscard]] virtual Result<void, StoreError> beforeOpening() = 0;
    virtual void configure(QSqlDatabase& connection) const = 0;
    [[nodiscard]] virtual QStringList atOpening() const = 0;
    [[nodiscard]] virtual QString beginWriting() const = 0;
    [[nodiscard]] virtual QString beginReading() const = 0;

    [[nodiscard]] virtual bool preparesTransactions() const = 0; // BEGIN and COMMIT, as other statements

    // The number of the last migration; 0 when there is none.
    [[nodiscard]] virtual Result<int, StoreError> version(Database& database) const = 0;
    [[nodiscard]] virtual QStringList setVersion(int version) const = 0;
    [[nodiscard]] virtual StoreError tooNew(int version) const = 0;

    // With a sentence for people that says where it is and what to do.
    [[nodiscard]] virtual StoreError error(const QSqlError& error) const = 0;
    // Whether a COMMIT that ended so may have been done nevertheless.
    [[nodiscard]] virtual bool leavesDoubt(const QSqlError& error) const = 0;
    // Whether such a connection may be lost, and has to be opened again.
    [[nodiscard]] virtual bool losesConnections() const = 0;
};

// By the address in `settings`; Refused when it is none that we know.
[[nodiscard]] Result<std::unique_ptr<Dialect>, StoreError> dialectOf(const StorageSettings& settings, Access access);

} // namespace chatroom::storage
