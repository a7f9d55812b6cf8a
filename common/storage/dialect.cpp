#include "storage/dialect.h"

#include "storage/postgresdialect.h"
#include "storage/sqlitedialect.h"

#include <QCoreApplication>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

Result<std::unique_ptr<Dialect>, StoreError> dialectOf(const StorageSettings& settings, Access access)
{
    if (settings.url.isEmpty())
        return std::unique_ptr<Dialect>(std::make_unique<SqliteDialect>(settings, access));
    if (settings.url.startsWith(u"postgresql://"_s) || settings.url.startsWith(u"postgres://"_s))
        return PostgresDialect::make(settings, access);
    return Unexpected{
        StoreError{StoreError::Kind::Refused,
                   QCoreApplication::translate("chatroom::storage::Dialect",
                                               "The address of the database is none that Chatroom knows. Leave it empty for a "
                                               "file in the data folder, or give one that begins with postgresql://")}};
}

} // namespace chatroom::storage
