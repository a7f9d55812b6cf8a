// Passwords of operators: hashes that verify, and nothing else that does.
#include "protocol/sasl.h"
#include "server/passwordhash.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using chatroom::server::Credentials;
using chatroom::server::hashOperatorPassword;
using chatroom::server::makeCredentials;
using chatroom::server::makeOneTimePassword;
using chatroom::server::verifyAccountPassword;
using chatroom::server::verifyOperatorPassword;
using namespace chatroom::protocol;

class PasswordHashTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHashVerifies_data();
    void aHashVerifies();
    void eachHashIsAnother();
    void aKnownHash();
    void plainText();
    void badStrings_data();
    void badStrings();
    void accounts();
    void nobodysPasswordTakesItsTime();
    void oneTimePasswords();
};

void PasswordHashTest::aHashVerifies_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::newRow("a word") << QByteArray("sesame");
    QTest::newRow("blanks within") << QByteArray("open sesame ");
    QTest::newRow("letters of another script") << QByteArray("\xd0\x9f\xd1\x80\xd0\xb8");
    QTest::newRow("what looks like a hash") << QByteArray("scrypt$1$2$3$4$5");
    QTest::newRow("a zero byte within") << QByteArray("a\0b", 3);
    QTest::newRow("a very long one") << QByteArray(1000, 'x');
}

void PasswordHashTest::aHashVerifies()
{
    QFETCH(const QByteArray, password);
    const QByteArray hash = hashOperatorPassword(password);
    QVERIFY2(hash.startsWith("scrypt$16384$8$1$"), hash.constData());
    QVERIFY(!hash.contains(password));
    QVERIFY(verifyOperatorPassword(hash, password));
    QVERIFY(!verifyOperatorPassword(hash, password + 'x'));
    QVERIFY(!verifyOperatorPassword(hash, password.chopped(1)));
    QVERIFY(!verifyOperatorPassword(hash, {}));
    QVERIFY(!verifyOperatorPassword(hash, hash));
}

void PasswordHashTest::eachHashIsAnother()
{
    QVERIFY(hashOperatorPassword("sesame") != hashOperatorPassword("sesame"));
}

// RFC 7914, 12, the second vector, of which the first 32 bytes are what a hash here holds.
void PasswordHashTest::aKnownHash()
{
    const QByteArray salt = QByteArray("NaCl").toBase64();
    const QByteArray hash = QByteArray::fromHex("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162").toBase64();
    QVERIFY(verifyOperatorPassword("scrypt$1024$8$16$" + salt + '$' + hash, "password"));
    QVERIFY(!verifyOperatorPassword("scrypt$1024$8$16$" + salt + '$' + hash, "Password"));
}

void PasswordHashTest::plainText()
{
    QVERIFY(verifyOperatorPassword("sesame", "sesame"));
    QVERIFY(!verifyOperatorPassword("sesame", "sesam"));
    QVERIFY(!verifyOperatorPassword("sesame", "sesames"));
    QVERIFY(!verifyOperatorPassword("sesame", ""));
    QVERIFY(!verifyOperatorPassword("", ""));
}

void PasswordHashTest::badStrings_data()
{
    QTest::addColumn<QByteArray>("stored");
    QTest::newRow("nothing behind the word") << QByteArray("scrypt$");
    QTest::newRow("too few parts") << QByteArray("scrypt$16384$8$1$c2FsdA==");
    QTest::newRow("too many parts") << QByteArray("scrypt$16384$8$1$c2FsdA==$aGFzaA==$x");
    QTest::newRow("no numbers") << QByteArray("scrypt$a$b$c$c2FsdA==$aGFzaA==");
    QTest::newRow("zeroes") << QByteArray("scrypt$0$0$0$c2FsdA==$");
    QTest::newRow("no power of two") << QByteArray("scrypt$1000$8$1$c2FsdA==$aGFzaA==");
    QTest::newRow("below zero") << QByteArray("scrypt$-16384$8$1$c2FsdA==$aGFzaA==");
    QTest::newRow("all the memory of the machine") << QByteArray("scrypt$1073741824$1024$1$c2FsdA==$aGFzaA==");
    QTest::newRow("an empty hash") << QByteArray("scrypt$16384$8$1$c2FsdA==$");
    QTest::newRow("a hash that is no base64") << QByteArray("scrypt$16384$8$1$c2FsdA==$!!!!");
    QTest::newRow("a hash that was cut off") << hashOperatorPassword("sesame").chopped(8);
}

void PasswordHashTest::badStrings()
{
    QFETCH(const QByteArray, stored);
    QVERIFY(!verifyOperatorPassword(stored, "sesame"));
    QVERIFY(!verifyOperatorPassword(stored, ""));
    QVERIFY(!verifyOperatorPassword(stored, stored)); // it is no plain text either
}

void PasswordHashTest::accounts()
{
    const Credentials made = makeCredentials("open sesame", 5000, true);
    QVERIFY(verifyAccountPassword(made.passwordHash, "open sesame"));
    QVERIFY(!verifyAccountPassword(made.passwordHash, "open"));
    QVERIFY(!verifyAccountPassword("open sesame", "open sesame")); // plain text is for operators
    const auto keys = ScramKeys::fromBytes(made.scram);
    QVERIFY(keys && *keys == makeScramKeys("open sesame", keys->salt, 5000));
    QCOMPARE(makeCredentials("open sesame", 5000, false).scram, QByteArray());
    QVERIFY(makeCredentials("open sesame", 1, true).scram.startsWith("SCRAM-SHA-256$4096:")); // RFC 7677 allows no less
}

// No less than a quarter of what a real one takes: a look-up alone takes a millionth.
void PasswordHashTest::nobodysPasswordTakesItsTime()
{
    const QByteArray hash = hashOperatorPassword("sesame");
    const auto timeOf = [](const QByteArray& stored) {
        QElapsedTimer timer;
        timer.start();
        static_cast<void>(verifyAccountPassword(stored, "guess"));
        return timer.nsecsElapsed();
    };
    const qint64 real = std::min({timeOf(hash), timeOf(hash), timeOf(hash)}); // the machine may be busy
    QVERIFY(timeOf({}) > real / 4);
}

void PasswordHashTest::oneTimePasswords()
{
    static const QRegularExpression form(QStringLiteral("^[a-km-np-z2-9]{4}-[a-km-np-z2-9]{4}-[a-km-np-z2-9]{4}$"));
    QSet<QByteArray> made;
    for (int i = 0; i < 100; ++i)
        made.insert(makeOneTimePassword());
    QCOMPARE(made.size(), 100);
    for (const QByteArray& each : made)
        QVERIFY2(form.match(QString::fromLatin1(each)).hasMatch(), each.constData());
}

QTEST_GUILESS_MAIN(PasswordHashTest)
#include "tst_passwordhash.moc"
