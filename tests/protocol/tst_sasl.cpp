// Signing in over IRC: chunks of AUTHENTICATE, the mechanisms' messages on both sides, and SASLprep.
#include "protocol/limits.h"
#include "protocol/message.h"
#include "protocol/sasl.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::protocol;

Q_DECLARE_METATYPE(chatroom::protocol::SaslFault)

namespace {

// RFC 7677, 3: the example of SCRAM-SHA-256.
const QByteArray kClientNonce = "rOprNGfwEbeRWgbNEkqO";
const QByteArray kServerNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
const QByteArray kSalt = QByteArray::fromBase64("W22ZaJ0SNY7soEsUEjb6gQ==");
const QByteArray kClientFirst = "n,,n=user,r=" + kClientNonce;
const QByteArray kServerFirst = "r=" + kClientNonce + kServerNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
const QByteArray kClientFinal = "c=biws,r=" + kClientNonce + kServerNonce + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
const QByteArray kServerFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

QByteArray put(SaslAssembler& assembler, const std::vector<QByteArray>& chunks)
{
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const auto state = assembler.feed(view(chunks[i]));
        const bool isLast = i + 1 == chunks.size();
        if (state != (isLast ? SaslAssembler::State::Whole : SaslAssembler::State::More))
            return "chunk " + QByteArray::number(i) + " is not what it should be";
    }
    return assembler.take();
}

} // namespace

class SaslTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aResponseComesBack_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<int>("chunks");
        QTest::newRow("an empty one is a plus") << 0 << 1;
        QTest::newRow("one byte") << 1 << 1;
        QTest::newRow("just not a full chunk") << 297 << 1;
        QTest::newRow("a full chunk has a plus behind it") << 300 << 2;
        QTest::newRow("one byte more than a chunk") << 301 << 2;
        QTest::newRow("two full chunks") << 600 << 3;
        QTest::newRow("as long as may be") << 3000 << 11;
    }
    void aResponseComesBack()
    {
        QFETCH(const int, bytes);
        QFETCH(const int, chunks);
        QByteArray response;
        for (int i = 0; i < bytes; ++i)
            response += static_cast<char>(i * 7);
        const std::vector<QByteArray> cut = saslChunks(response);
        QCOMPARE(static_cast<int>(cut.size()), chunks);
        for (const QByteArray& chunk : cut)
            QVERIFY(chunk.size() <= 400);
        SaslAssembler assembler;
        QCOMPARE(put(assembler, cut), response);
        QCOMPARE(put(assembler, cut), response); // and it can be used again
    }

    void tooMuchIsLetGo()
    {
        SaslAssembler assembler;
        QCOMPARE(assembler.feed(QByteArray(401, 'A').toStdString()), SaslAssembler::State::TooLong);
        const QByteArray chunk(400, 'A');
        for (int i = 0; i < 10; ++i)
            QCOMPARE(assembler.feed(view(chunk)), SaslAssembler::State::More);
        QCOMPARE(assembler.buffered(), qsizetype{4000});
        QCOMPARE(assembler.feed("AAAA"), SaslAssembler::State::TooLong);
        QCOMPARE(assembler.buffered(), qsizetype{0});
        QCOMPARE(assembler.feed("AAAA"), SaslAssembler::State::Whole);
        QCOMPARE(assembler.take(), QByteArray(3, '\0'));
    }

    void whatIsNotBase64_data()
    {
        QTest::addColumn<QByteArray>("chunk");
        QTest::newRow("other signs") << QByteArray("abc!");
        QTest::newRow("a plus within is one, but four signs are due") << QByteArray("+a");
        QTest::newRow("cut off") << QByteArray("YWJj\x59");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a space") << QByteArray("YW Jj");
        QTest::newRow("padding first") << QByteArray("=YWJ");
    }
    void whatIsNotBase64()
    {
        QFETCH(const QByteArray, chunk);
        SaslAssembler assembler;
        QCOMPARE(assembler.feed(view(chunk)), SaslAssembler::State::Malformed);
        QCOMPARE(assembler.buffered(), qsizetype{0});
    }

    // RFC 4616, 2.
    void plain_data()
    {
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<bool>("isRight");
        QTest::newRow("without authzid") << QByteArray("\0ann\0sesame", 11) << true;
        QTest::newRow("with authzid") << QByteArray("ann\0ann\0sesame", 14) << true;
        QTest::newRow("one part") << QByteArray("ann") << false;
        QTest::newRow("two parts") << QByteArray("ann\0sesame", 10) << false;
        QTest::newRow("four parts") << QByteArray("\0ann\0ses\0ame", 12) << false;
        QTest::newRow("no name") << QByteArray("\0\0sesame", 8) << false;
        QTest::newRow("no password") << QByteArray("\0ann\0", 5) << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }
    void plain()
    {
        QFETCH(const QByteArray, response);
        QFETCH(const bool, isRight);
        const auto parsed = parsePlain(response);
        QCOMPARE(parsed.has_value(), isRight);
        if (!isRight) {
            QCOMPARE(parsed.error().fault, SaslFault::Malformed);
            return;
        }
        QCOMPARE(parsed->account, QByteArray("ann"));
        QCOMPARE(parsed->password, QByteArray("sesame"));
    }
    void plainComesBack()
    {
        const auto parsed = parsePlain(makePlain("ann", "open sesame"));
        QVERIFY(parsed.has_value());
        QCOMPARE(*parsed, (PlainCredentials{{}, "ann", "open sesame"}));
    }

    void passwordsWithinALine_data()
    {
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<QByteArray>("packed");
        QTest::newRow("a word") << QByteArray("sesame") << QByteArray("sesame");
        QTest::newRow("two words") << QByteArray("open sesame") << QByteArray("=b3BlbiBzZXNhbWU=");
        QTest::newRow("a colon first") << QByteArray(":x") << QByteArray("=Ong=");
        QTest::newRow("an equals sign first") << QByteArray("=x") << QByteArray("=PXg=");
        QTest::newRow("a star") << QByteArray("*") << QByteArray("=Kg==");
        QTest::newRow("nothing") << QByteArray() << QByteArray("=");
    }
    void passwordsWithinALine()
    {
        QFETCH(const QByteArray, password);
        QFETCH(const QByteArray, packed);
        QCOMPARE(packPassword(password), packed);
        QCOMPARE(unpackPassword(packed), password);
        QCOMPARE(unpackPassword("=!!"), QByteArray());
    }

    // RFC 7914, 11: vectors of PBKDF2-HMAC-SHA-256 (its first 32 bytes), and known ones with more iterations.
    void saltedPasswords()
    {
        QCOMPARE(saltedPassword("passwd", "salt", 1).toHex(),
                 QByteArray("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"));
        QCOMPARE(saltedPassword("password", "salt", 4096).toHex(),
                 QByteArray("c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"));
    }

    void theExampleOfTheRfc()
    {
        ScramClient client("user", "pencil", kClientNonce);
        ScramServer server(kServerNonce);
        QCOMPARE(*client.first(), kClientFirst);
        const auto opening = server.open(kClientFirst);
        QVERIFY(opening.has_value());
        QCOMPARE(opening->account, QByteArray("user"));
        QCOMPARE(opening->authorization, QByteArray());
        QCOMPARE(server.challenge(makeScramKeys("pencil", kSalt, 4096)), kServerFirst);
        QCOMPARE(*client.answer(kServerFirst), kClientFinal);
        QCOMPARE(*server.finish(kClientFinal), kServerFinal);
        QVERIFY(client.verify(kServerFinal).has_value());
    }

    void namesWithCommas()
    {
        ScramClient client("a=b,c", "pencil", "x");
        const auto first = client.first();
        QCOMPARE(*first, QByteArray("n,,n=a=3Db=2Cc,r=x"));
        ScramServer server("y");
        QCOMPARE(server.open(*first)->account, QByteArray("a=b,c"));
    }

    // "Dana2" in Hebrew: a nickname, but nothing that SASLprep takes.
    void namesFromRightToLeft()
    {
        const QByteArray name = QStringLiteral(u"\u05d3\u05e0\u05d42").toUtf8();
        QVERIFY(!saslPrepare(name));
        ScramClient client(name, "pencil", "x");
        ScramServer server("y");
        QCOMPARE(server.open(*client.first())->account, name);
    }

    void aPasswordThatCannotBePrepared()
    {
        ScramClient client("user", "pen\x07", "x");
        QCOMPARE(client.first().error().fault, SaslFault::NotPrepared);
    }

    void keysAreKept()
    {
        const ScramKeys keys = makeScramKeys("pencil", kSalt, 4096);
        const QByteArray kept = keys.toBytes();
        QVERIFY(kept.startsWith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"));
        QVERIFY(!kept.contains("pencil"));
        QCOMPARE(ScramKeys::fromBytes(kept), std::optional{keys});
        for (qsizetype i = 0; i < kept.size(); ++i)
            QVERIFY(ScramKeys::fromBytes(kept.left(i)) == std::nullopt);
        QVERIFY(ScramKeys::fromBytes("SCRAM-SHA-256$0:" + kept.mid(19)) == std::nullopt);
        QVERIFY(ScramKeys::fromBytes("SCRAM-SHA-1" + kept.mid(13)) == std::nullopt);
    }

    void wrongPasswords()
    {
        ScramClient client("user", "pencils", kClientNonce);
        ScramServer server(kServerNonce);
        QVERIFY(server.open(*client.first()).has_value());
        const QByteArray challenge = server.challenge(makeScramKeys("pencil", kSalt, 4096));
        const auto proof = client.answer(challenge);
        QCOMPARE(server.finish(*proof).error().fault, SaslFault::WrongProof);
        QCOMPARE(client.verify(kServerFinal).error().fault, SaslFault::WrongProof);
    }

    void badFirstMessages_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<SaslFault>("fault");
        QTest::newRow("nothing") << QByteArray() << SaslFault::Malformed;
        QTest::newRow("no header") << QByteArray("n=user,r=abc") << SaslFault::Malformed;
        QTest::newRow("channel binding") << QByteArray("p=tls-unique,,n=user,r=abc") << SaslFault::ChannelBinding;
        QTest::newRow("another flag") << QByteArray("z,,n=user,r=abc") << SaslFault::Malformed;
        QTest::newRow("a mandatory extension") << QByteArray("n,,m=x,n=user,r=abc") << SaslFault::Extension;
        QTest::newRow("no name") << QByteArray("n,,n=,r=abc") << SaslFault::Malformed;
        QTest::newRow("an equals sign in the name") << QByteArray("n,,n=a=b,r=abc") << SaslFault::Malformed;
        QTest::newRow("no nonce") << QByteArray("n,,n=user,r=") << SaslFault::Malformed;
        QTest::newRow("a space in the nonce") << QByteArray("n,,n=user,r=a b") << SaslFault::Malformed;
        QTest::newRow("something else as authzid") << QByteArray("n,b=user,n=user,r=abc") << SaslFault::Malformed;
    }
    void badFirstMessages()
    {
        QFETCH(const QByteArray, message);
        QFETCH(const SaslFault, fault);
        ScramServer server("y");
        const auto opening = server.open(message);
        QVERIFY(!opening.has_value());
        QCOMPARE(opening.error().fault, fault);
    }
    void authorizationIsTold()
    {
        ScramServer server("y");
        QCOMPARE(server.open("y,a=bob,n=user,r=abc")->authorization, QByteArray("bob"));
    }

    void badFinalMessages_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<SaslFault>("fault");
        QTest::newRow("nothing") << QByteArray() << SaslFault::Malformed;
        QTest::newRow("no proof") << QByteArray("c=biws,r=" + kClientNonce + kServerNonce) << SaslFault::Malformed;
        QTest::newRow("a short proof") << QByteArray("c=biws,r=" + kClientNonce + kServerNonce + ",p=YWJj") << SaslFault::Malformed;
        QTest::newRow("another nonce") << QByteArray(kClientFinal).replace("%hv", "%hw") << SaslFault::WrongNonce;
        QTest::newRow("another header") << QByteArray(kClientFinal).replace("biws", "eSws") << SaslFault::ChannelBinding;
        QTest::newRow("another proof") << QByteArray(kClientFinal).replace("p=dH", "p=dI") << SaslFault::WrongProof;
        QTest::newRow("something added") << QByteArray(kClientFinal).replace(",p=", ",x=1,p=") << SaslFault::WrongProof;
    }
    void badFinalMessages()
    {
        QFETCH(const QByteArray, message);
        QFETCH(const SaslFault, fault);
        ScramServer server(kServerNonce);
        QVERIFY(server.open(kClientFirst).has_value());
        static_cast<void>(server.challenge(makeScramKeys("pencil", kSalt, 4096)));
        const auto finished = server.finish(message);
        QVERIFY(!finished.has_value());
        QCOMPARE(finished.error().fault, fault);
    }

    void badServers_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<SaslFault>("fault");
        const QByteArray nonce = "r=" + kClientNonce;
        QTest::newRow("nothing") << QByteArray() << SaslFault::Malformed;
        QTest::newRow("our nonce and nothing of theirs") << nonce + ",s=YWJj,i=4096" << SaslFault::WrongNonce;
        QTest::newRow("another nonce") << QByteArray("r=abcdef,s=YWJj,i=4096") << SaslFault::WrongNonce;
        QTest::newRow("too few iterations") << nonce + "x,s=YWJj,i=4095" << SaslFault::TooCheap;
        QTest::newRow("below zero") << nonce + "x,s=YWJj,i=-1" << SaslFault::TooCheap;
        QTest::newRow("a day of work") << nonce + "x,s=YWJj,i=2000000000" << SaslFault::TooDear;
        QTest::newRow("more than a number holds") << nonce + "x,s=YWJj,i=99999999999999999999" << SaslFault::Malformed;
        QTest::newRow("no salt") << nonce + "x,s=,i=4096" << SaslFault::Malformed;
        QTest::newRow("a mandatory extension") << "m=x," + nonce + "x,s=YWJj,i=4096" << SaslFault::Extension;
    }
    void badServers()
    {
        QFETCH(const QByteArray, message);
        QFETCH(const SaslFault, fault);
        ScramClient client("user", "pencil", kClientNonce);
        QVERIFY(client.first().has_value());
        const auto answer = client.answer(message);
        QVERIFY(!answer.has_value());
        QCOMPARE(answer.error().fault, fault);
    }
    void aServerThatDoesNotKnowThePassword()
    {
        ScramClient client("user", "pencil", kClientNonce);
        QVERIFY(client.first().has_value());
        QCOMPARE(client.verify(kServerFinal).error().fault, SaslFault::Malformed); // nothing was asked yet
        QVERIFY(client.answer(kServerFirst).has_value());
        QCOMPARE(client.verify("v=YWJj").error().fault, SaslFault::WrongProof);
        QCOMPARE(client.verify("").error().fault, SaslFault::Malformed);
        QCOMPARE(client.verify("e=other-error").error(), (SaslError{SaslFault::Refused, "other-error"}));
    }

    // RFC 4013, 3, and its tables.
    void prepared_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("prepared"); // null: it cannot be
        QTest::newRow("a soft hyphen becomes nothing") << QStringLiteral(u"I\u00adX") << QStringLiteral("IX");
        QTest::newRow("case stays") << QStringLiteral("USER") << QStringLiteral("USER");
        QTest::newRow("a feminine ordinal is an a") << QStringLiteral(u"\u00aa") << QStringLiteral("a");
        QTest::newRow("a roman nine is letters") << QStringLiteral(u"\u2168") << QStringLiteral("IX");
        QTest::newRow("BEL is forbidden") << QStringLiteral(u"\u0007") << QString();
        QTest::newRow("an Arabic letter and a digit behind it") << QStringLiteral(u"\u06271") << QString();
        QTest::newRow("Arabic letters around a digit") << QStringLiteral(u"\u06271\u0628") << QStringLiteral(u"\u06271\u0628");
        QTest::newRow("Arabic and Latin letters") << QStringLiteral(u"\u0627a\u0628") << QString();
        QTest::newRow("an umlaut in two parts is one") << QStringLiteral(u"u\u0308") << QStringLiteral(u"\u00fc");
        QTest::newRow("a wide space is a space") << QStringLiteral(u"a\u3000b") << QStringLiteral("a b");
        QTest::newRow("an emoji stays") << QStringLiteral(u"a\U0001f600") << QStringLiteral(u"a\U0001f600");
        QTest::newRow("private use") << QStringLiteral(u"a\ue000") << QString();
        QTest::newRow("a line separator") << QStringLiteral(u"a\u2028b") << QString();
        QTest::newRow("a mark that turns the direction") << QStringLiteral(u"a\u202e") << QString();
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("what becomes nothing") << QStringLiteral(u"\u00ad") << QString();
    }
    void prepared()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, prepared);
        const auto found = saslPrepare(text.toUtf8());
        QCOMPARE(found.has_value(), !prepared.isNull());
        if (found)
            QCOMPARE(QString::fromUtf8(*found), prepared);
    }
    void notUtf8() { QVERIFY(!saslPrepare("a\xff")); }

    void theSamePasswordOfTwoKeyboards()
    {
        ScramClient client("user", QStringLiteral(u"u\u0308ber").toUtf8(), kClientNonce);
        ScramServer server(kServerNonce);
        QVERIFY(server.open(*client.first()).has_value());
        const QByteArray kept = *saslPrepare(QStringLiteral(u"\u00fcber").toUtf8());
        const auto proof = client.answer(server.challenge(makeScramKeys(kept, kSalt, 4096)));
        QVERIFY(server.finish(*proof).has_value());
    }
};

QTEST_GUILESS_MAIN(SaslTest)
#include "tst_sasl.moc"
