// Names as people know them: which are the same, which only look the same, which may not be.
#include "server/dialogue.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

namespace {

QByteArray codeOf(const QByteArrayList& lines)
{
    return lines.value(0).split(' ').value(1);
}

} // namespace

class TestNames final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nameIsTakenOrRefused_data()
    {
        QTest::addColumn<QByteArray>("there"); // somebody's name
        QTest::addColumn<QByteArray>("wanted");
        QTest::addColumn<QByteArray>("code"); // NICK: granted
        const auto row = [](const char* name, const char* there, const char* wanted, const char* code) {
            QTest::newRow(name) << QByteArray(there) << QByteArray(wanted) << QByteArray(code);
        };
        row("another one", "ann", "bob", "NICK");
        row("the same in other case", "ann", "ANN", "433");
        row("the same in other case beyond ASCII", "\xc3\xa9mile", "\xc3\x89mile", "433");
        row("a Cyrillic capital A", "ann", "\xd0\x90nn", "433");
        row("brackets are not braces by ascii", "x[y", "x{y", "NICK");
        row("a Cyrillic a", "ann", "\xd0\xb0nn", "433");
        row("a Greek omicron", "bob",
            "b\xce\xbf"
            "b",
            "433");
        row("Latin for Cyrillic", "\xd0\xb0\xd1\x80\xd1\x80", "app", "433");
        row("letters of any script", "ann", "\xe5\xb1\xb1\xe7\x94\xb0", "NICK");
        row("Arabic", "ann", "\xd8\xb3\xd8\xa7\xd8\xb1\xd8\xa9", "NICK");
        row("an accent", "emile", "\xc3\xa9mile", "NICK");
        row("an accent of its own is not composed", "ann", "e\xcc\x81mile", "432");
        row("a zero-width space", "ann", "an\xe2\x80\x8bn", "432");
        row("a direction mark", "ann", "an\xe2\x80\xaen", "432");
        row("a space that does not break", "ann", "an\xc2\xa0n", "432");
        row("a control character", "ann", "an\x01n", "432");
        row("a digit first", "ann", "1ann", "432");
        row("a channel's sign first", "ann", "#ann", "432");
        row("what separates a mask", "ann", "a@b", "432");
        row("a wildcard", "ann", "a*", "432");
        row("a list", "ann", "a,b", "432");
        row("too long", "ann", "abcdefghijklmnopqrstuvwxyzabcdefg", "432");
        row("as long as may be", "ann", "abcdefghijklmnopqrstuvwxyzabcdef", "NICK");
    }
    void nameIsTakenOrRefused()
    {
        QFETCH(QByteArray, there);
        QFETCH(QByteArray, wanted);
        QFETCH(QByteArray, code);
        Dialogue dialogue;
        dialogue.enter(there);
        QCOMPARE(codeOf(dialogue.enter("somebody").ask("NICK " + wanted)), code);
    }

    void lookAlikeOfOneselfIsGranted()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        QCOMPARE(codeOf(ann.ask("NICK \xd0\xb0nn")), "NICK");
        QCOMPARE(codeOf(dialogue.enter("bob").ask("NICK ann")), "433");
    }

    void nameIsFreeAfterItsOwnerHasLeft()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        Person& bob = dialogue.enter("bob");
        ann.say("NICK anna");
        QCOMPARE(codeOf(bob.ask("NICK \xd0\xb0nn")), "NICK");
        ann.say("QUIT");
        QCOMPARE(codeOf(bob.ask("NICK anna")), "NICK");
    }

    void lookUpsFoldAsAnnounced()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("Ann");
        Person& emile = dialogue.enter("\xc3\xa9mile");
        const QByteArrayList heard{":Ann!Ann@192.0.2.1 PRIVMSG \xc3\xa9mile hi"};
        ann.say("PRIVMSG \xc3\xa9MILE :hi"); // ASCII letters fold
        QCOMPARE(emile.read(), heard);
        QCOMPARE(codeOf(ann.ask("PRIVMSG \xc3\x89mile :hi")), "401"); // others do not
        ann.say("JOIN #Caf\xc3\xa9");
        emile.say("JOIN #cAF\xc3\xa9");
        QCOMPARE(dialogue.engine.snapshot().rooms.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
