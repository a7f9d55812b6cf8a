// What was trusted is kept, and nothing of it is lost.
#include "network/files.h"
#include "network/trust.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom::network;
using chatroom::test::contents;
using chatroom::test::write;

namespace {

const ServerAddress kOffice{u"Office.example"_s, 6697, true};
const ServerAddress kHome{u"2001:db8::1"_s, 7000, true};

QByteArray fingerprintOf(char digit)
{
    return QByteArray(64, digit);
}

} // namespace

class TrustStoreTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsReadBack();
    void hostAndPortCountAndCaseDoesNot();
    void forgetting();
    void withoutAFile();
    void damagedLinesAreKeptAndTrustNobody();
    void aFileThatCannotBeReadIsNotWritten_data();
    void aFileThatCannotBeReadIsNotWritten();
    void itIsRememberedWhereItCannotBeWritten();
    void wordsOfAFingerprint();
};

void TrustStoreTest::itIsReadBack()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"not/yet/there/trusted"_s);
    TrustStore store(file);
    QVERIFY(store.fingerprint(kOffice).isEmpty());
    QVERIFY(store.remember(kOffice, fingerprintOf('A')));
    QVERIFY(store.remember(kHome, fingerprintOf('1')));
    QVERIFY(store.remember(kHome, fingerprintOf('2')));
    const TrustStore again(file);
    QCOMPARE(again.fingerprint(kOffice), fingerprintOf('a'));
    QCOMPARE(again.fingerprint(kHome), fingerprintOf('2'));
    QCOMPARE(contents(file).count('\n'), 2);
}

void TrustStoreTest::hostAndPortCountAndCaseDoesNot()
{
    TrustStore store;
    QVERIFY(store.remember(kOffice, fingerprintOf('a')));
    QCOMPARE(store.fingerprint({u"office.EXAMPLE"_s, 6697, true}), fingerprintOf('a'));
    QVERIFY(store.fingerprint({u"office.example"_s, 6698, true}).isEmpty());
    QVERIFY(store.fingerprint({u"other.example"_s, 6697, true}).isEmpty());
}

void TrustStoreTest::forgetting()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"trusted"_s);
    TrustStore store(file);
    QVERIFY(store.remember(kOffice, fingerprintOf('a')));
    QVERIFY(store.forget(kOffice));
    QVERIFY(store.forget(kOffice)); // nothing is left to forget
    QVERIFY(TrustStore(file).fingerprint(kOffice).isEmpty());
}

void TrustStoreTest::withoutAFile()
{
    TrustStore store;
    QVERIFY(store.remember(kOffice, fingerprintOf('a')));
    QCOMPARE(store.fingerprint(kOffice), fingerprintOf('a'));
}

void TrustStoreTest::damagedLinesAreKeptAndTrustNobody()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"trusted"_s);
    const QByteArray cut = "office.example 6697 aaaa";
    const QByteArray notHexadecimal = "office.example 6697 " + fingerprintOf('z');
    const QByteArray good = "2001:db8::1 7000 " + fingerprintOf('1');
    QVERIFY(write(file, cut + '\n' + notHexadecimal + "\n\nprose of somebody\n" + good + "\r\n"));
    TrustStore store(file);
    QVERIFY(store.fingerprint(kOffice).isEmpty());
    QCOMPARE(store.fingerprint(kHome), fingerprintOf('1'));
    QVERIFY(store.remember({u"new"_s, 6697, true}, fingerprintOf('b')));
    const QByteArray after = contents(file);
    for (const QByteArray& line : {cut, notHexadecimal, QByteArray("prose of somebody"), good})
        QVERIFY2(after.contains(line + '\n'), line.constData());
}

void TrustStoreTest::aFileThatCannotBeReadIsNotWritten_data()
{
    QTest::addColumn<bool>("isFolder");
    QTest::newRow("it is a folder") << true;
    QTest::newRow("it is far too large") << false;
}

void TrustStoreTest::aFileThatCannotBeReadIsNotWritten()
{
    QFETCH(const bool, isFolder);
    QTemporaryDir folder;
    const QString file = folder.filePath(u"trusted"_s);
    const QByteArray large = "something else entirely\n"_ba.repeated(60'000);
    QVERIFY(isFolder ? QDir().mkpath(file) : write(file, large));
    TrustStore store(file);
    QVERIFY(!store.remember(kOffice, fingerprintOf('a')));
    QCOMPARE(store.fingerprint(kOffice), fingerprintOf('a'));
    if (!isFolder)
        QCOMPARE(contents(file), large);
}

void TrustStoreTest::itIsRememberedWhereItCannotBeWritten()
{
    QTemporaryDir folder;
    QVERIFY(write(folder.filePath(u"file"_s), "x"));
    TrustStore store(folder.filePath(u"file/trusted"_s)); // no folder can be made there
    QVERIFY(!store.remember(kOffice, fingerprintOf('a')));
    QCOMPARE(store.fingerprint(kOffice), fingerprintOf('a'));
}

void TrustStoreTest::wordsOfAFingerprint()
{
    QSet<QString> all;
    for (int byte = 0; byte < 256; ++byte) {
        const QStringList words = fingerprintWords(QByteArray(1, static_cast<char>(byte)).toHex().repeated(32));
        QCOMPARE(words.size(), 8);
        QCOMPARE(words.first(), words.last());
        QVERIFY2(QRegularExpression(u"^[a-z]{3,5}$"_s).match(words.first()).hasMatch(), qPrintable(words.first()));
        all.insert(words.first());
    }
    QCOMPARE(all.size(), 256);
    // What people wrote down must stay what they see.
    QCOMPARE(fingerprintWords("00017f80feff0203" + QByteArray(48, '0')),
             (QStringList{u"able"_s, u"acid"_s, u"gift"_s, u"girl"_s, u"oven"_s, u"pace"_s, u"aged"_s, u"also"_s}));
    QVERIFY(fingerprintWords({}).isEmpty());
}

QTEST_GUILESS_MAIN(TrustStoreTest)
#include "tst_truststore.moc"
