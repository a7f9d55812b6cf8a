// The configuration as a file: what is read, what is refused and with which words, and that the page about it tells the truth.
#include "server/serverconfigfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace chatroom::server;
using namespace Qt::Literals::StringLiterals;

namespace {

const QStringList kTables{u"limits"_s, u"accounts"_s, u"history"_s, u"storage"_s, u"metadata"_s, u"features"_s};
const QStringList kLists{u"listen"_s, u"operator"_s};

// The error's line, or nothing when it is fine.
QString complaint(const QByteArray& toml)
{
    const auto config = parseConfig(toml, u"/c.toml"_s);
    return config ? QString() : config.error().toString();
}

// One row of a table of the page: full keys, and their defaults as TOML (none where the page gives no value).
struct Row final
{
    QStringList keys, defaults;
};

QStringList codes(const QString& cell)
{
    QStringList found;
    static const QRegularExpression code(u"`([^`]+)`"_s);
    for (auto it = code.globalMatch(cell); it.hasNext();)
        found.append(it.next().captured(1));
    return found;
}

QList<Row> rowsOfThePage()
{
    QFile page(QStringLiteral(CHATROOM_SOURCES "/docs/configuration.md"));
    if (!page.open(QIODevice::ReadOnly))
        return {};
    static const QRegularExpression heading(u"^## .*?`\\[+([a-z]+)\\]+`"_s);
    QList<Row> rows;
    QString prefix;
    bool isOfKeys = false;
    for (const QString& line : QString::fromUtf8(page.readAll()).split(u'\n')) {
        if (line.startsWith(u"## "_s)) {
            const auto match = heading.match(line);
            prefix = match.hasMatch() ? match.captured(1) + u'.' : QString();
        }
        const QStringList cells = line.split(u'|');
        if (cells.size() > 1 && !line.startsWith(u"| `"_s) && !line.startsWith(u"| -"_s))
            isOfKeys = cells[1].trimmed() == u"key"_s; // the head of a table
        if (!isOfKeys || !line.startsWith(u"| `"_s) || cells.size() < 4)
            continue;
        Row row;
        for (const QString& key : codes(cells[1]))
            row.keys.append(key.contains(u'.') ? key : prefix + key);
        const bool hasDefault = cells.size() > 4 || kTables.contains(row.keys.first().section(u'.', 0, 0));
        row.defaults = hasDefault ? codes(cells[2]) : QStringList();
        rows.append(row);
    }
    return rows;
}

// What the reader knows in one table, by its own words for a key that it does not know.
QStringList keysOfTheReader(const QByteArray& header)
{
    const QString text = complaint(header + "nonsense = 1\n");
    return text.mid(text.lastIndexOf(u": "_s) + 2).split(u", "_s);
}

} // namespace

class ConfigFileTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePageNamesWhatIsReadAndNothingElse();
    void thePagesDefaultsAreTheDefaults();
    void thePagesExampleIsRead();
    void nothingIsEverything();
    void everythingIsReadBack();
    void itIsWrittenForItsOwnerOnly();
    void numbers_data();
    void numbers();
    void bad_data();
    void bad();
    void pathsAreRelativeToTheFile();
    void theMessageOfTheDay();
    void filesThatAreNone_data();
    void filesThatAreNone();
};

void ConfigFileTest::thePageNamesWhatIsReadAndNothingElse()
{
    QStringList documented;
    for (const Row& row : rowsOfThePage())
        documented += row.keys;
    QVERIFY(documented.size() > 40);
    QStringList read;
    for (const QString& key : keysOfTheReader({})) {
        if (!kTables.contains(key) && !kLists.contains(key))
            read.append(key);
    }
    for (const QString& table : kTables) {
        for (const QString& key : keysOfTheReader('[' + table.toUtf8() + "]\n"))
            read.append(table + u'.' + key);
    }
    for (const QString& key : keysOfTheReader("[[listen]]\naddress = \"[::]:0\"\n"))
        read.append(u"listen."_s + key);
    for (const QString& key : keysOfTheReader("[[operator]]\nname = \"a\"\npassword = \"b\"\n"))
        read.append(u"operator."_s + key);
    documented.sort();
    read.sort();
    QCOMPARE(documented, read);
}

void ConfigFileTest::thePagesDefaultsAreTheDefaults()
{
    QByteArray toml;
    int values = 0;
    for (const Row& row : rowsOfThePage()) {
        for (qsizetype i = 0; i < row.keys.size() && !row.defaults.isEmpty(); ++i) {
            if (row.keys[i].startsWith(u"listen."_s))
                continue; // of no listener in particular: below
            const QString& value = row.defaults.size() == 1 ? row.defaults.first() : row.defaults.at(i);
            toml += row.keys[i].toUtf8() + " = " + value.toUtf8() + '\n';
            ++values;
        }
    }
    QVERIFY2(values > 35, toml.constData());
    const auto config = parseConfig(toml, u"/c.toml"_s);
    QVERIFY2(config, config ? "" : qPrintable(config.error().toString()));
    QVERIFY2(*config == ServerConfig{}, toml.constData());
    const auto listening = parseConfig("[[listen]]\naddress = \"[::]:0\"\ntls = false\nwebsocket = false\n", u"/c.toml"_s);
    QCOMPARE(listening->listen.front(),
             (ListenConfig{.address = u"[::]:0"_s, .tls = false, .certificate = {}, .key = {}, .websocket = false}));
}

void ConfigFileTest::thePagesExampleIsRead()
{
    QFile page(QStringLiteral(CHATROOM_SOURCES "/docs/configuration.md"));
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QByteArray text = page.readAll();
    const qsizetype begin = text.indexOf("```toml\n") + 8;
    const QByteArray toml = text.mid(begin, text.indexOf("```", begin) - begin);
    QTemporaryDir folder;
    QFile motd(folder.filePath(u"welcome.txt"_s));
    QVERIFY(motd.open(QIODevice::WriteOnly));
    const auto config = parseConfig(toml, folder.filePath(u"c.toml"_s));
    QVERIFY2(config, config ? "" : qPrintable(config.error().toString()));
    QCOMPARE(config->network, QByteArray("Third floor"));
    QCOMPARE(config->operators.size(), std::size_t{1});
}

void ConfigFileTest::nothingIsEverything()
{
    for (const QByteArray& toml :
         {QByteArray(), QByteArray("\n# only a remark\n"), QByteArray("[limits]\n[history]\n"), QByteArray("listen = []\n")}) {
        const auto config = parseConfig(toml, u"/c.toml"_s);
        QVERIFY2(config, toml.constData());
        QVERIFY2(*config == ServerConfig{}, toml.constData());
    }
}

void ConfigFileTest::everythingIsReadBack()
{
    QTemporaryDir folder;
    QFile motd(folder.filePath(u"motd.txt"_s));
    QVERIFY(motd.open(QIODevice::WriteOnly) && motd.write("One\nTwo\n") > 0);
    motd.close();
    ServerConfig config;
    config.name = "attic.example";
    config.network = "The \"attic\" \\ \xc3\xa4";
    config.description = "# no remark";
    config.icon = "https://example.org/icon.png?size={size}";
    config.motdFile = motd.fileName();
    config.motd = {"One", "Two"};
    config.isUtf8Only = false;
    config.password = "'sesame'";
    config.durability = Durability::Process;
    config.workers = 3;
    config.listen = {{u"[::]:6697"_s, true, folder.filePath(u"c.pem"_s), folder.filePath(u"k.pem"_s), false},
                     {u"127.0.0.1:0"_s, false, {}, {}, true}};
    config.limits = {false, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0};
    config.accounts = {false, false, true, {"PLAIN"}, 5000};
    config.history = {false, false, 13, 14, false};
    config.storage.url = u"postgresql://chat:secret@127.0.0.1/chat"_s;
    config.metadata = {false, 15, 16};
    config.features = {true, true};
    config.operators = {{"root", "scrypt$1$2$3$4$5"}, {"second", "two words"}};
    const auto again = parseConfig(formatConfig(config), folder.filePath(u"c.toml"_s));
    QVERIFY2(again, again ? "" : qPrintable(again.error().toString()));
    QVERIFY2(*again == config, formatConfig(*again).constData());
    const auto usual = parseConfig(formatConfig(ServerConfig{}), u"/c.toml"_s);
    QVERIFY(usual && *usual == ServerConfig{});
}

void ConfigFileTest::itIsWrittenForItsOwnerOnly()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"c.toml"_s);
    ServerConfig config;
    config.password = "sesame";
    QVERIFY(writeConfig(config, file));
    QVERIFY(!(QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    const auto again = readConfig(file);
    QVERIFY(again && *again == config);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"c.toml"_s});
    const auto failed = writeConfig(config, folder.filePath(u"nowhere/c.toml"_s));
    QVERIFY(!failed);
    QVERIFY(failed.error().toString().contains(u"c.toml"_s));
}

void ConfigFileTest::numbers_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<qint64>("least");
    QTest::addColumn<qint64>("most");
    const auto row = [](const char* table, const char* key, qint64 least, qint64 most) {
        QTest::addRow("%s %s", table, key) << QByteArray(table) << QByteArray(key) << least << most;
    };
    row("", "workers", 0, 64);
    row("limits", "connections_per_address", 0, 1'000'000);
    row("limits", "login_attempts", 0, 1000);
    row("limits", "nick_length", 0, 100);
    row("limits", "channel_length", 0, 200);
    row("limits", "topic_length", 0, 390);
    row("limits", "kick_length", 0, 390);
    row("limits", "away_length", 0, 390);
    row("limits", "list_modes", 0, 100'000);
    row("limits", "monitor", 0, 100'000);
    row("limits", "whowas", 0, 100'000);
    row("limits", "multiline_bytes", 0, 10'000'000);
    row("limits", "multiline_lines", 0, 100'000);
    row("accounts", "hash_iterations", 4096, 10'000'000);
    row("history", "max_messages", 0, 2'147'483'647);
    row("history", "max_age_days", 0, 100'000);
    row("metadata", "max_keys", 0, 10'000);
    row("metadata", "max_subscriptions", 0, 10'000);
}

void ConfigFileTest::numbers()
{
    QFETCH(const QByteArray, table);
    QFETCH(const QByteArray, key);
    QFETCH(const qint64, least);
    QFETCH(const qint64, most);
    const QByteArray header = table.isEmpty() ? QByteArray() : '[' + table + "]\n";
    const QByteArray prefix = table.isEmpty() ? QByteArray() : table + '.';
    const QString place = u"/c.toml:%1:%2: "_s.arg(table.isEmpty() ? 1 : 2).arg(key.size() + 4);
    const QString words = place + QString::fromUtf8(prefix + key) + u" must be a whole number from %1 to %2"_s.arg(least).arg(most);
    for (const qint64 good : {least, most})
        QCOMPARE(complaint(header + key + " = " + QByteArray::number(good) + '\n'), QString());
    for (const QByteArray& wrong : {QByteArray::number(least - 1), QByteArray::number(most + 1), QByteArray("9223372036854775807"),
                                    QByteArray("\"1\""), QByteArray("1.0"), QByteArray("true"), QByteArray("[1]")})
        QCOMPARE(complaint(header + key + " = " + wrong + '\n'), words);
}

void ConfigFileTest::bad_data()
{
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QString>("words"); // behind the file's name
    const auto row = [](const char* what, const QByteArray& toml, const QString& words) { QTest::newRow(what) << toml << words; };
    row("an unknown key", "network = \"x\"\n  colour = 1\n", u":2:3: colour is not a key that exists; here there may be: accounts, "_s);
    row("a database that is none", "[storage]\nurl = \"mysql://x\"\n", u":2:7: storage.url must be empty, or like postgresql://"_s);
    row("an unknown key in a table", "[history]\nforever = true\n",
        u":2:1: history.forever is not a key that exists; here there may be: enabled, "_s);
    row("an unknown key of a listener", "[[listen]]\naddress = \"[::]:1\"\nssl = true\n", u":3:1: listen.ssl is not a key"_s);
    row("an unknown key of an operator", "[[operator]]\nname = \"a\"\npassword = \"b\"\nhost = \"c\"\n",
        u":4:1: operator.host is not a key"_s);
    row("a key twice", "workers = 1\nworkers = 2\n", u":2:"_s);
    row("no TOML at all", "this is prose\n", u":1:"_s);
    row("bytes that are not UTF-8", "network = \"\xff\"\n", u":1:"_s);
    row("a zero byte", QByteArray("network = \"a\0b\"\n", 16), u":1:"_s);
    row("true or false", "utf8_only = 1\n", u":1:13: utf8_only must be true or false"_s);
    row("true or false, as words", "[limits]\nflood = \"no\"\n", u":2:9: limits.flood must be true or false"_s);
    row("a text that is a number", "network = 1\n", u":1:11: network must be one line of text of at most 63 bytes"_s);
    row("a text of two lines", "network = \"a\\nb\"\n", u":1:11: network must be one line"_s);
    row("a picture that is no address", "icon = \"icon.png\"\n",
        u":1:8: icon must be the URL of a picture, like https://example.org/icon.png"_s);
    row("a picture's address with a space", "icon = \"https://example.org/my icon.png\"\n",
        u":1:8: icon must be the URL of a picture, like https://example.org/icon.png"_s);
    row("a text too long", "description = \"" + QByteArray(201, 'x') + "\"\n",
        u":1:15: description must be one line of text of at most 200 bytes"_s);
    row("a name without a dot", "name = \"attic\"\n", u":1:8: name must have a dot and no space"_s);
    row("a name with a space", "name = \"the attic.example\"\n", u":1:8: name must have a dot and no space"_s);
    row("a name that would be a mask", "name = \"a!b@c.example\"\n", u":1:8: name must"_s);
    row("a name with a control character", "name = \"a\\tb.example\"\n", u":1:8: name must"_s);
    row("an unknown word", "durability = \"always\"\n", u":1:14: durability must be one of \"power\", \"process\", \"none\""_s);
    row("an unknown casemapping", "casemapping = \"rfc1459\"\n", u":1:15: casemapping must be one of \"ascii\""_s);
    row("an unknown mechanism", "[accounts]\nsasl = [\"PLAIN\", \"NTLM\"]\n",
        u":2:8: accounts.sasl must be a list of these: \"PLAIN\", "_s);
    row("a list that is none", "[accounts]\nsasl = \"PLAIN\"\n", u":2:8: accounts.sasl must be a list of these"_s);
    row("a table that is none", "limits = 1\n", u":1:10: limits must be a table: [limits]"_s);
    row("a table instead of several", "[listen]\naddress = \"[::]:1\"\n", u":1:1: listen must be tables: [[listen]]"_s);
    row("a list of other things", "listen = [\"[::]:1\"]\n", u":1:10: listen must be tables: [[listen]]"_s);
    row("a listener without an address", "[[listen]]\ntls = true\n", u":1:1: listen.address is missing"_s);
    row("an address without a port", "[[listen]]\naddress = \"127.0.0.1\"\n",
        u":2:11: listen.address must be an address and a port, like "_s);
    row("an address that is a name", "[[listen]]\naddress = \"localhost:1\"\n", u":2:11: listen.address must be"_s);
    row("a port that does not exist", "[[listen]]\naddress = \"[::]:70000\"\n", u":2:11: listen.address must be"_s);
    row("a certificate without a key", "[[listen]]\naddress = \"[::]:1\"\ntls = true\ncertificate = \"c.pem\"\n",
        u":1:1: listen.key is missing: certificate and key go together"_s);
    row("a key without a certificate", "[[listen]]\naddress = \"[::]:1\"\ntls = true\nkey = \"k.pem\"\n",
        u":1:1: listen.certificate is missing"_s);
    row("an operator without a password", "[[operator]]\nname = \"a\"\n", u":1:1: operator.password is missing"_s);
    row("an operator without a name", "[[operator]]\npassword = \"a\"\n", u":1:1: operator.name is missing"_s);
    row("a queue too small for one answer", "[limits]\nsend_queue_bytes = 100\n",
        u":2:20: limits.send_queue_bytes must be 0 or at least 16384"_s);
    row("a message of the day that is not there", "motd = \"nowhere.txt\"\n", u":1:8: motd names a file that cannot be read: "_s);
}

void ConfigFileTest::bad()
{
    QFETCH(const QByteArray, toml);
    QFETCH(const QString, words);
    const QString found = complaint(toml);
    QVERIFY2(found.startsWith(u"/c.toml"_s + words), qPrintable(found));
    QVERIFY(!found.contains(u'\n'));
}

void ConfigFileTest::pathsAreRelativeToTheFile()
{
    const QByteArray toml = "[[listen]]\naddress = \"[::]:1\"\ntls = true\ncertificate = \"../c.pem\"\nkey = \"/etc/k.pem\"\n";
    const auto config = parseConfig(toml, u"/srv/chat/c.toml"_s);
    QVERIFY(config);
    QCOMPARE(config->listen.front().certificate, u"/srv/c.pem"_s);
    QCOMPARE(config->listen.front().key, u"/etc/k.pem"_s);
}

void ConfigFileTest::theMessageOfTheDay()
{
    QTemporaryDir folder;
    QFile motd(folder.filePath(u"motd.txt"_s));
    QVERIFY(motd.open(QIODevice::WriteOnly));
    motd.write("Welcome\r\n\r\n" + QByteArray(1000, 'x') + "\nthe last\n\n\n");
    motd.close();
    const auto config = parseConfig("motd = \"motd.txt\"\n", folder.filePath(u"c.toml"_s));
    QVERIFY(config);
    QCOMPARE(config->motd, (QByteArrayList{"Welcome", "", QByteArray(400, 'x'), "the last"}));
}

void ConfigFileTest::filesThatAreNone_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("it is not there") << 0;
    QTest::newRow("it is a folder") << 1;
    QTest::newRow("it is far too large") << 2;
}

void ConfigFileTest::filesThatAreNone()
{
    QFETCH(const int, kind);
    QTemporaryDir folder;
    const QString name = folder.filePath(u"c.toml"_s);
    if (kind == 1)
        QVERIFY(QDir().mkpath(name));
    if (kind == 2) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(1024 * 1024 + 1, '\n')) > 0);
    }
    const auto config = readConfig(name);
    QVERIFY(!config);
    QVERIFY2(config.error().toString().startsWith(name + u": "_s), qPrintable(config.error().toString()));
    QVERIFY(config.error().toString().size() > name.size() + 5);
}

QTEST_GUILESS_MAIN(ConfigFileTest)
#include "tst_configfile.moc"
