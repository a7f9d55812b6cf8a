// docs/protocol.md says what the code does: its tables are those of the code, in both directions.
#include "protocol/capability.h"
#include "protocol/numeric.h"
#include "server/commandtable.h"
#include "server/dialogue.h"
#include "server/welcome.h"
#include "storage/memorystore.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <map>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace Qt::Literals::StringLiterals;

namespace {

using Table = std::map<QByteArray, QByteArrayList>; // first cell, without its marks -> the others

// The tables by the heading that they stand under.
std::map<QByteArray, Table> readTables()
{
    QFile file(QStringLiteral(CHATROOM_SOURCES "/docs/protocol.md"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::map<QByteArray, Table> tables;
    QByteArray heading;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith("## "))
            heading = line.mid(3);
        if (!line.startsWith("| `"))
            continue;
        QByteArrayList cells = line.mid(1, line.lastIndexOf('|') - 1).split('|');
        for (QByteArray& cell : cells)
            cell = cell.trimmed();
        const QByteArray key = cells.takeFirst().replace('`', "");
        tables[heading][key] = cells;
    }
    return tables;
}

QByteArrayList keys(const Table& table)
{
    QByteArrayList all;
    for (const auto& [key, cells] : table)
        all.append(key);
    return all;
}

QByteArrayList sorted(QByteArrayList list)
{
    std::sort(list.begin(), list.end());
    return list;
}

QByteArrayList letters(const QByteArray& text)
{
    QByteArrayList all;
    for (const char letter : text) {
        if (std::isalpha(static_cast<unsigned char>(letter)) != 0)
            all.append(QByteArray(1, letter));
    }
    return sorted(all);
}

QByteArray tokenValue(const std::vector<QByteArray>& tokens, const QByteArray& key)
{
    for (const QByteArray& token : tokens) {
        if (token.startsWith(key + '='))
            return token.mid(key.size() + 1);
    }
    return {};
}

} // namespace

class ProtocolDocsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_tables = readTables();
        QVERIFY2(!m_tables.empty(), "docs/protocol.md cannot be read");
    }

    void commands()
    {
        QByteArrayList there;
        for (const CommandSpec& spec : commandTable())
            there.append(protocol::bytes(spec.verb));
        QCOMPARE(keys(m_tables["Commands"]), sorted(there));
    }

    void numericsExist()
    {
        static const QRegularExpression number(u"\\b[0-9]{3}\\b"_s);
        for (const auto& [verb, cells] : m_tables["Commands"]) {
            for (auto match = number.globalMatch(QString::fromUtf8(cells.join(' '))); match.hasNext();) {
                const QByteArray code = match.next().captured().toLatin1();
                QVERIFY2(protocol::numericFromCode(protocol::view(code)), (verb + ' ' + code).constData());
            }
        }
    }

    void capabilities()
    {
        QByteArrayList there;
        for (const protocol::CapabilityRow& row : protocol::capabilityTable())
            there.append(protocol::bytes(row.name));
        QCOMPARE(keys(m_tables["Capabilities"]), sorted(there));
        // Each row is offered and can be had.
        Dialogue dialogue({}, 1, std::make_unique<storage::MemoryStore>());
        Person& ann = dialogue.connect();
        const QByteArrayList offered = ann.ask("CAP LS 302");
        QByteArrayList names;
        for (const QByteArray& line : offered) {
            for (const QByteArray& each : line.mid(line.lastIndexOf(':') + 1).split(' '))
                names.append(each.split('=').first());
        }
        QCOMPARE(sorted(names), sorted(there));
        for (const QByteArray& name : there) {
            const QByteArrayList answer = dialogue.connect().ask("CAP REQ " + name); // some exclude each other
            QCOMPARE(answer.size(), 1);
            QVERIFY2(answer.first().contains(" ACK "), answer.first().constData());
        }
    }

    void isupport()
    {
        QByteArrayList there;
        ServerConfig config;
        config.icon = "https://example.org/icon?size={size}";
        for (const QByteArray& token : isupportTokens(config)) {
            QVERIFY2(token.count('=') <= 1, token.constData());
            there.append(token.split('=').first());
        }
        QCOMPARE(keys(m_tables["ISUPPORT"]), sorted(there));
    }

    void modes()
    {
        const std::vector<QByteArray> tokens = isupportTokens({});
        const QByteArray prefix = tokenValue(tokens, "PREFIX");
        QCOMPARE(sorted(keys(m_tables["Channel modes"])), letters(tokenValue(tokens, "CHANMODES") + prefix.left(prefix.indexOf(')'))));
        // RPL_MYINFO: the user modes, all channel modes, those with a parameter
        Dialogue dialogue;
        Person& ann = dialogue.connect();
        ann.say("NICK ann");
        const QByteArrayList welcome = ann.ask("USER ann 0 * :Ann");
        const auto info = std::find_if(welcome.begin(), welcome.end(), [](const QByteArray& line) { return line.contains(" 004 "); });
        QVERIFY(info != welcome.end());
        const QByteArrayList words = info->split(' ');
        QCOMPARE(words.size(), 8);
        QCOMPARE(keys(m_tables["User modes"]), letters(words[5]));
        QCOMPARE(sorted(keys(m_tables["Channel modes"])), letters(words[6]));
        QByteArray withParameter;
        for (const auto& [letter, cells] : m_tables["Channel modes"])
            withParameter += cells.first().isEmpty() ? QByteArray() : letter;
        QCOMPARE(letters(words[7]), letters(withParameter));
    }

private:
    std::map<QByteArray, Table> m_tables;
};

QTEST_GUILESS_MAIN(ProtocolDocsTest)
#include "tst_protocoldocs.moc"
