#include "storage/migrations.h"

#include <QDir>
#include <QFile>

// Files of a static library's resource are only linked in when somebody asks for them, outside of any namespace.
static void initResources()
{
    Q_INIT_RESOURCE(migrations);
}

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

QStringList splitStatements(const QString& sql)
{
    QStringList statements;
    QString statement;
    for (const QString& line : sql.split(u'\n')) {
        if (line.startsWith(u"--"))
            continue;
        statement += line + u'\n';
        if (line.endsWith(u';')) {
            statements += statement.trimmed().chopped(1);
            statement.clear();
        }
    }
    return statements;
}

std::vector<Migration> migrationsFor(const QString& dialect)
{
    initResources();
    std::vector<Migration> all;
    const QDir folder(u":/migrations"_s);
    for (const QString& name : folder.entryList({u"*.%1.sql"_s.arg(dialect)}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            all.push_back({name.left(4).toInt(), splitStatements(QString::fromUtf8(file.readAll()))});
    }
    Q_ASSERT(!all.empty() && all.back().number == static_cast<int>(all.size()));
    return all;
}

int latestVersion(const QString& dialect)
{
    return migrationsFor(dialect).back().number;
}

Done migrate(Database& database, const std::vector<Migration>& migrations)
{
    const auto version = database.dialect().version(database);
    if (!version)
        return Unexpected{version.error()};
    if (*version > migrations.back().number)
        return Unexpected{database.dialect().tooNew(*version)};
    for (const Migration& each : migrations) {
        if (each.number <= *version)
            continue;
        const auto done = database.write([&]() -> Done {
            for (const QString& sql : each.statements + database.dialect().setVersion(each.number)) {
                if (auto ran = database.runOnce(sql); !ran)
                    return ran;
            }
            return {};
        });
        if (!done)
            return done;
    }
    return {};
}

} // namespace chatroom::storage
