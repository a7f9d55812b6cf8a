// How chatroomd starts, or says why it does not: exit statuses and what stands on standard error.
#include "chatroomd/support.h"
#include "terminal/terminal.h"

#include <QFileInfo>
#include <QTcpServer>
#include <QTest>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

class StartTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itSaysWhereItListens();
    void itMakesItsCertificate();
    void itFindsItsFileInTheDataFolder_data();
    void itFindsItsFileInTheDataFolder();
    void whatTheCommandLineSaysCountsMore();
    void badConfigurations_data();
    void badConfigurations();
    void aBadCertificate_data();
    void aBadCertificate();
    void aPortInUse();
    void aFileThatIsNotThere();
    void checkingOpensNothing();
    void usage_data();
    void usage();
    void helpAndVersion();
    void hashingAPassword();
    void aPasswordIsNotShown();
};

void StartTest::itSaysWhereItListens()
{
    Service service;
    QVERIFY(service.start());
    QVERIFY(service.logs({" listen ", "127.0.0.1:" + QByteArray::number(service.port()), "not encrypted"}));
    Visitor ann;
    QVERIFY(ann.enter(service.port(), "Ann"));
    QCOMPARE(service.err(), QByteArray());
    QVERIFY(!QFile::exists(service.path(u"data/certificate.pem"_s))); // nobody asked for one
}

void StartTest::itMakesItsCertificate()
{
    Service service;
    const QString config = service.write(u"c.toml"_s, "[[listen]]\naddress = \"127.0.0.1:0\"\ntls = true\n");
    QVERIFY(service.start({u"--config"_s, config}));
    QVERIFY(service.logs({" listen ", "127.0.0.1:", "  encrypted"}));
    QVERIFY(service.logs({" listen ", "fingerprint "}));
    Visitor ann;
    QVERIFY(ann.enterTls(service.port(), "Ann"));
    const QByteArray fingerprint = ann.socket().peerCertificate().digest(QCryptographicHash::Sha256).toHex();
    QVERIFY(service.out().contains("fingerprint " + fingerprint));
    const QFileInfo key(service.path(u"data/key.pem"_s));
    QVERIFY(key.exists());
    QVERIFY(!(key.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
}

void StartTest::itFindsItsFileInTheDataFolder_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("isFolderGiven");
    QTest::newRow("in the folder that is given") << u"data/chatroomd.toml"_s << true;
    QTest::newRow("in the folder of the platform") << u"share/chatroom/chatroomd.toml"_s << false;
}

void StartTest::itFindsItsFileInTheDataFolder()
{
    QFETCH(const QString, file);
    QFETCH(const bool, isFolderGiven);
    Service service;
    QVERIFY(!service.write(file, "nonsense = 1\n").isEmpty());
    const QStringList arguments = isFolderGiven ? QStringList{u"--data"_s, service.path(u"data"_s)} : QStringList{};
    QCOMPARE(service.run(arguments), 2);
    QVERIFY2(service.err().contains(file.toUtf8() + ":1:1: nonsense is not a key that exists"), service.err().constData());
}

void StartTest::whatTheCommandLineSaysCountsMore()
{
    Service service;
    const QString config = service.write(u"c.toml"_s, "network = \"Attic\"\n[[listen]]\naddress = \"192.0.2.1:1\"\n");
    QVERIFY(service.start({u"--config"_s, config, u"--listen"_s, u"127.0.0.1:0"_s, u"--listen"_s, u"[::1]:0"_s}));
    Visitor ann;
    QVERIFY(ann.enter(service.port(), "Ann"));
    QVERIFY(ann.hasHeard("NETWORK=Attic"));
    QVERIFY(service.logs({" listen ", "[::1]:"}));
}

void StartTest::badConfigurations_data()
{
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QByteArray>("complaint"); // behind the file's name
    QTest::newRow("an unknown key") << QByteArray("\n  colour = 1\n") << QByteArray(":2:3: colour is not a key that exists");
    QTest::newRow("an unknown key in a table") << QByteArray("[limits]\nfloods = true\n") << QByteArray(":2:1: limits.floods is not a key");
    QTest::newRow("an unknown table") << QByteArray("[colours]\n") << QByteArray(":1:");
    QTest::newRow("a wrong type") << QByteArray("workers = \"two\"\n") << QByteArray(":1:11: workers must be a whole number");
    QTest::newRow("out of range") << QByteArray("[limits]\nwhowas = -1\n")
                                  << QByteArray(":2:10: limits.whowas must be a whole number from 0");
    QTest::newRow("no TOML") << QByteArray("network = \n") << QByteArray(":1:");
    QTest::newRow("a listener without an address")
        << QByteArray("[[listen]]\ntls = true\n") << QByteArray(":1:1: listen.address is missing");
    QTest::newRow("a listener with a bad address")
        << QByteArray("[[listen]]\naddress = \"here\"\n") << QByteArray(":2:11: listen.address must be an address and a port");
}

void StartTest::badConfigurations()
{
    QFETCH(const QByteArray, toml);
    QFETCH(const QByteArray, complaint);
    Service service;
    const QString config = service.write(u"c.toml"_s, toml);
    for (const auto& arguments : {QStringList{u"--config"_s, config}, QStringList{u"--config"_s, config, u"--check-config"_s}}) {
        QCOMPARE(service.run(arguments), 2);
        QVERIFY2(service.err().startsWith("chatroomd: " + config.toUtf8() + complaint), service.err().constData());
        QCOMPARE(service.err().count('\n'), 1);
        QCOMPARE(service.out(), QByteArray());
    }
}

void StartTest::aBadCertificate_data()
{
    QTest::addColumn<QByteArray>("contents"); // null: the file is not there
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("it is not there") << QByteArray() << QByteArray("cannot be read");
    QTest::newRow("it is none") << QByteArray("prose") << QByteArray("is not a certificate");
}

void StartTest::aBadCertificate()
{
    QFETCH(const QByteArray, contents);
    QFETCH(const QByteArray, complaint);
    Service service;
    if (!contents.isNull())
        QVERIFY(!service.write(u"cert.pem"_s, contents).isEmpty());
    service.write(u"key.pem"_s, "prose");
    const QString config =
        service.write(u"c.toml"_s, "[[listen]]\naddress = \"127.0.0.1:0\"\ntls = true\ncertificate = \"cert.pem\"\nkey = \"key.pem\"\n");
    for (const auto& arguments : {QStringList{u"--config"_s, config}, QStringList{u"--config"_s, config, u"--check-config"_s}}) {
        QCOMPARE(service.run(arguments), 2);
        QVERIFY2(service.err().contains(service.path(u"cert.pem"_s).toUtf8() + ' ' + complaint), service.err().constData());
        QCOMPARE(service.err().count('\n'), 1);
    }
}

void StartTest::aPortInUse()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress(u"127.0.0.1"_s)));
    Service service;
    const QString address = u"127.0.0.1:%1"_s.arg(other.serverPort());
    QCOMPARE(service.run({u"--data"_s, service.path(u"data"_s), u"--listen"_s, address}), 2);
    QCOMPARE(service.err(),
             u"chatroomd: Port %1 is in use by another program (%2).\n"_s.arg(QString::number(other.serverPort()), address).toUtf8());
    QCOMPARE(service.out(), QByteArray());
}

void StartTest::aFileThatIsNotThere()
{
    Service service;
    QCOMPARE(service.run({u"--config"_s, service.path(u"nowhere.toml"_s)}), 2);
    QVERIFY(service.err().contains(service.path(u"nowhere.toml"_s).toUtf8()));
    QCOMPARE(service.err().count('\n'), 1);
}

void StartTest::checkingOpensNothing()
{
    Service service;
    const QString config = service.write(u"c.toml"_s, "[[listen]]\naddress = \"[::]:6697\"\ntls = true\n");
    QCOMPARE(service.run({u"--config"_s, config, u"--check-config"_s, u"--data"_s, service.path(u"data"_s)}), 0);
    QCOMPARE(service.out() + service.err(), QByteArray());
    QVERIFY(!QFile::exists(service.path(u"data"_s)));
    QCOMPARE(service.run({u"--check-config"_s}), 0); // nothing at all is fine
}

void StartTest::usage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("an unknown option") << QStringList{u"--colour"_s} << QByteArray("colour");
    QTest::newRow("an argument too many") << QStringList{u"start"_s} << QByteArray("unexpected argument \"start\"");
    QTest::newRow("an option without its value") << QStringList{u"--config"_s} << QByteArray("config");
    QTest::newRow("a listener that is none") << QStringList{u"--listen"_s, u"6667"_s}
                                             << QByteArray("\"6667\" is not an address and a port");
}

void StartTest::usage()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, complaint);
    Service service;
    QCOMPARE(service.run(arguments), 2);
    QVERIFY2(service.err().startsWith("chatroomd: "), service.err().constData());
    QVERIFY2(service.err().contains(complaint), service.err().constData());
    QCOMPARE(service.out(), QByteArray());
}

void StartTest::helpAndVersion()
{
    Service service;
    QCOMPARE(service.run({u"--help"_s}), 0);
    for (const char* option : {"--config", "--data", "--listen", "--check-config", "--hash-password", "--list-accounts", "--reset-password",
                               "--delete-account", "--no-message-text", "--quiet", "--version"})
        QVERIFY2(service.out().contains(option), option);
    QCOMPARE(service.run({u"--version"_s}), 0);
    QVERIFY2(service.out().startsWith("chatroomd "), service.out().constData());
}

void StartTest::hashingAPassword()
{
    Service service;
    QCOMPARE(service.run({u"--hash-password"_s}), 2);
    QCOMPARE(service.run({u"--hash-password"_s}, "open sesame\n"), 0);
    const QByteArray hash = service.out().trimmed();
    QVERIFY2(hash.startsWith("scrypt$"), hash.constData());
    const QString config =
        service.write(u"c.toml"_s, "[[listen]]\naddress = \"127.0.0.1:0\"\n[[operator]]\nname = \"root\"\npassword = \"" + hash + "\"\n");
    QVERIFY(service.start({u"--config"_s, config}));
    Visitor ann;
    QVERIFY(ann.enter(service.port(), "Ann"));
    ann.send("OPER root sesame");
    QVERIFY(ann.hears(" 464 "));
    ann.send("OPER root :open sesame");
    QVERIFY(ann.hears(" 381 "));
    QVERIFY(service.logs({" operator ", "Ann"}));
}

void StartTest::aPasswordIsNotShown()
{
    const Service service;
    Terminal terminal;
    QVERIFY(terminal.start(Service::program(), {u"--hash-password"_s}, service.environment()));
    QTRY_VERIFY(terminal.shows(u"Password:"_s));
    terminal.type("sesame\r");
    QTRY_COMPARE(terminal.exitStatus(), std::optional<int>{0});
    QTRY_VERIFY(terminal.bytes().contains("scrypt$"));
    QVERIFY(!terminal.bytes().contains("sesame"));
}

QTEST_GUILESS_MAIN(StartTest)
#include "tst_start.moc"
