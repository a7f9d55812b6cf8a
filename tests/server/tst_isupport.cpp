// ISUPPORT before there is a name, its batch, and the network's picture. IRCv3 draft/extended-isupport, draft/ICON.
#include "server/dialogue.h"
#include "server/lines.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

namespace {

const QByteArray kBoth = "batch draft/extended-isupport";

// "@batch=1 :chat.local 005 * A=b C :are supported by this server" -> "A=b C"
QByteArray tokens(const QByteArrayList& lines)
{
    QByteArrayList all;
    for (const QByteArray& line : with(lines, " 005 ")) {
        const QByteArrayList words = line.mid(line.indexOf(" 005 ") + 5).split(' ');
        all += words.mid(1, words.indexOf(":are") - 1);
    }
    return all.join(' ');
}

// Whether all 005 stand in one batch, and nothing else does.
bool isOneBatch(const QByteArrayList& lines)
{
    const QByteArrayList begins = with(lines, " draft/isupport");
    if (begins.size() != 1)
        return false;
    const QByteArray reference = begins.first().mid(begins.first().indexOf("BATCH +") + 7).split(' ').first();
    const qsizetype begin = lines.indexOf(begins.first());
    qsizetype end = begin + 1;
    while (end < lines.size() && !lines[end].contains("BATCH -" + reference)) {
        if (!lines[end].contains("batch=" + reference) || !lines[end].contains(" 005 "))
            return false;
        ++end;
    }
    return end < lines.size() && end - begin - 1 == with(lines, " 005 ").size();
}

} // namespace

class TestIsupport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void command_repliesTheFullList()
    {
        Dialogue dialogue;
        Person& ann = dialogue.connect();
        ann.say("NICK ann");
        const QByteArray welcome = tokens(ann.ask("USER ann 0 * :ann"));
        QVERIFY(welcome.contains("NETWORK=Chatroom"));
        const QByteArrayList lines = ann.ask("ISUPPORT");
        QCOMPARE(tokens(lines), welcome);
        QCOMPARE(with(lines, " 005 ann ").size(), lines.size()); // and no batch for who did not ask for it
    }

    void capability_beforeThereIsAName()
    {
        Dialogue dialogue;
        Person& ann = dialogue.connect();
        ann.say("CAP REQ :" + kBoth);
        (void)ann.read();
        const QByteArrayList lines = ann.ask("ISUPPORT");
        QVERIFY(isOneBatch(lines));
        QVERIFY(with(lines, " 005 * ").size() >= 1);
        QVERIFY(tokens(lines).contains("NETWORK=Chatroom"));
        // What was told before is told again: nobody needs to remember it.
        ann.sayAll({"NICK ann", "USER ann 0 * :ann"});
        const QByteArrayList welcome = ann.ask("CAP END");
        QVERIFY(with(welcome, " 001 ann ").size() == 1);
        QVERIFY(isOneBatch(welcome));
        QCOMPARE(tokens(welcome), tokens(lines));
    }

    void capability_withoutItThereMustBeAName()
    {
        Dialogue dialogue;
        QCOMPARE(dialogue.connect().ask("ISUPPORT"), QByteArrayList{":chat.local 451 * :You have not registered"});
    }

    void batch_onlyWithBothCapabilities_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::addColumn<bool>("hasBatch");
        QTest::newRow("both") << kBoth << true;
        QTest::newRow("both, the other way round") << QByteArray("draft/extended-isupport batch") << true;
        QTest::newRow("batch alone") << QByteArray("batch") << false;
        QTest::newRow("the other alone") << QByteArray("draft/extended-isupport") << false;
    }
    void batch_onlyWithBothCapabilities()
    {
        QFETCH(QByteArray, capabilities);
        QFETCH(bool, hasBatch);
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann", capabilities);
        for (const QByteArray line : {"ISUPPORT", "VERSION"}) {
            const QByteArrayList lines = ann.ask(line);
            QVERIFY(!tokens(lines).isEmpty());
            QCOMPARE(isOneBatch(lines), hasBatch);
            QCOMPARE(with(lines, "BATCH").size(), hasBatch ? 2 : 0);
        }
    }

    void batch_withinThatOfALabel()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann", kBoth + " labeled-response");
        const QByteArrayList lines = ann.ask("@label=x ISUPPORT");
        QVERIFY(lines.first().startsWith("@label=x :chat.local BATCH +"));
        QVERIFY(isOneBatch(lines));
        QCOMPARE(with(lines, "label=").size(), 1);
    }

    void batch_changesComeInOne()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann", kBoth);
        Person& bob = dialogue.enter("bob");
        ServerConfig config = dialogue.engine.config();
        config.limits.topicLength = 42;
        dialogue.engine.applyConfig(config);
        dialogue.deliver();
        const QByteArrayList lines = ann.read();
        QVERIFY(isOneBatch(lines));
        QCOMPARE(tokens(lines), "TOPICLEN=42");
        QCOMPARE(bob.read(), QByteArrayList{":chat.local 005 bob TOPICLEN=42 :are supported by this server"});
    }

    void icon_isToldWhereThereIsOne()
    {
        ServerConfig config;
        config.icon = "https://example.org/icon.png?size={size}";
        Dialogue dialogue{config};
        Person& ann = dialogue.enter("ann");
        QVERIFY(tokens(ann.ask("ISUPPORT")).split(' ').contains("draft/ICON=https://example.org/icon.png?size\\x3D{size}"));
        QVERIFY(!tokens(Dialogue{}.enter("ann").ask("ISUPPORT")).contains("ICON"));
    }

    void icon_comesAndGoesWhileTheServerRuns()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        ServerConfig config = dialogue.engine.config();
        config.icon = "https://example.org/icon.png";
        dialogue.engine.applyConfig(config);
        dialogue.deliver();
        QCOMPARE(tokens(ann.read()), "draft/ICON=https://example.org/icon.png");
        config.icon.clear();
        dialogue.engine.applyConfig(config);
        dialogue.deliver();
        QCOMPARE(tokens(ann.read()), "-draft/ICON");
    }
};

QTEST_GUILESS_MAIN(TestIsupport)
#include "tst_isupport.moc"
