// What chatroomd does with accounts from the command line: lists them, makes a new password, deletes one.
#include "chatroomd/support.h"

#include <QDateTime>
#include <QDir>
#include <QTest>

#include <memory>
#include <signal.h>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

void keep(Service& service, const QByteArray& name, const QByteArray& password)
{
    Visitor visitor;
    QVERIFY(visitor.enter(service.port(), name));
    visitor.send("REGISTER * * :" + password);
    QVERIFY(visitor.hears("REGISTER SUCCESS " + name));
}

// IRCv3 sasl-3.1, PLAIN; true when it let them in.
bool signIn(const Service& service, const QByteArray& name, const QByteArray& password, Visitor& visitor)
{
    visitor.connectPlain(service.port());
    visitor.send("CAP REQ :sasl standard-replies");
    visitor.giveName(name);
    visitor.send("AUTHENTICATE PLAIN");
    if (!visitor.hears("AUTHENTICATE +"))
        return false;
    visitor.send("AUTHENTICATE " + (name + '\0' + name + '\0' + password).toBase64());
    return QTest::qWaitFor([&] { return visitor.hasHeard(" 903 ") || visitor.hasHeard(" 904 "); }, kPatience) && visitor.hasHeard(" 903 ");
}

} // namespace

class AccountsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Ann keeps her name with "a good one", and the server has ended.
    void init()
    {
        m_service = std::make_unique<Service>();
        QVERIFY(m_service->start());
        keep(*m_service, "Ann", "a good one");
        stop();
    }
    void cleanup() { m_service.reset(); }

    void theyAreListed();
    void theyAreListedWhileItRuns();
    void aNewPasswordIsPrintedAndWorks();
    void aDeletedNameIsFree();
    void aRunningServerIsLeftAlone_data();
    void aRunningServerIsLeftAlone();
    void whoIsNotThereIsSaid_data();
    void whoIsNotThereIsSaid();
    void withoutADatabaseNoneIsMade();
    void usage_data();
    void usage();

private:
    void stop()
    {
        m_service->signal(SIGTERM);
        QCOMPARE(m_service->end(), 0);
    }
    int run(const QStringList& arguments) { return m_service->run(QStringList{u"--data"_s, m_service->path(u"data"_s)} + arguments); }

    std::unique_ptr<Service> m_service;
};

void AccountsTest::theyAreListed()
{
    QCOMPARE(run({u"--list-accounts"_s}), 0);
    const QByteArrayList cells = m_service->out().trimmed().split('\t');
    QCOMPARE(m_service->out().count('\n'), 1);
    QCOMPARE(cells.size(), 4);
    QCOMPARE(cells[0], QByteArray("Ann"));
    QVERIFY(QDateTime::fromString(QString::fromLatin1(cells[1]), Qt::ISODateWithMs).isValid());
    QVERIFY(cells[2] >= cells[1]);
    QCOMPARE(cells[3], QByteArray("password"));
    QCOMPARE(m_service->err(), QByteArray());
}

void AccountsTest::theyAreListedWhileItRuns()
{
    QVERIFY(m_service->start());
    Service other;
    QCOMPARE(other.run({u"--data"_s, m_service->path(u"data"_s), u"--list-accounts"_s}), 0);
    QVERIFY(other.out().startsWith("Ann\t"));
}

void AccountsTest::aNewPasswordIsPrintedAndWorks()
{
    QCOMPARE(run({u"--reset-password"_s, u"ann"_s}), 0); // names have no case
    const QByteArray password = m_service->out().trimmed();
    QCOMPARE(m_service->out().count('\n'), 1);
    QCOMPARE(password.size(), 14);
    QVERIFY(m_service->start());
    Visitor old, next;
    QVERIFY(!signIn(*m_service, "Ann", "a good one", old));
    QVERIFY(signIn(*m_service, "Ann", password, next));
    QVERIFY(next.hears("NOTE ACCOUNT MUST_CHANGE_PASSWORD"));
}

void AccountsTest::aDeletedNameIsFree()
{
    QCOMPARE(run({u"--delete-account"_s, u"Ann"_s}), 0);
    QCOMPARE(m_service->out() + m_service->err(), QByteArray());
    QCOMPARE(run({u"--list-accounts"_s}), 0);
    QCOMPARE(m_service->out(), QByteArray());
    QVERIFY(m_service->start());
    Visitor other;
    QVERIFY(other.enter(m_service->port(), "Ann"));
}

void AccountsTest::aRunningServerIsLeftAlone_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("instead");
    QTest::newRow("a new password") << u"--reset-password"_s << QByteArray("/quote ACCOUNT RESET Ann");
    QTest::newRow("a deletion") << u"--delete-account"_s << QByteArray("/quote ACCOUNT DROP Ann");
}

void AccountsTest::aRunningServerIsLeftAlone()
{
    QFETCH(const QString, option);
    QFETCH(const QByteArray, instead);
    QVERIFY(m_service->start());
    Service other;
    QCOMPARE(other.run({u"--data"_s, m_service->path(u"data"_s), option, u"Ann"_s}), 2);
    QVERIFY2(other.err().startsWith("chatroomd: the chatroom is running: "), other.err().constData());
    QVERIFY2(other.err().contains(instead), other.err().constData());
    QCOMPARE(other.err().count('\n'), 1);
    QCOMPARE(other.out(), QByteArray());
    Visitor ann;
    QVERIFY(signIn(*m_service, "Ann", "a good one", ann));
}

void AccountsTest::whoIsNotThereIsSaid_data()
{
    QTest::addColumn<QString>("option");
    QTest::newRow("a new password") << u"--reset-password"_s;
    QTest::newRow("a deletion") << u"--delete-account"_s;
}

void AccountsTest::whoIsNotThereIsSaid()
{
    QFETCH(const QString, option);
    QCOMPARE(run({option, u"Ben"_s}), 2);
    QVERIFY2(m_service->err().startsWith("chatroomd: there is no account \"Ben\""), m_service->err().constData());
    QCOMPARE(m_service->out(), QByteArray());
}

void AccountsTest::withoutADatabaseNoneIsMade()
{
    const QString empty = m_service->path(u"empty"_s);
    QVERIFY(QDir().mkpath(empty));
    for (const auto& arguments :
         {QStringList{u"--list-accounts"_s}, QStringList{u"--reset-password"_s, u"Ann"_s}, QStringList{u"--delete-account"_s, u"Ann"_s}}) {
        QCOMPARE(m_service->run(QStringList{u"--data"_s, empty} + arguments), 2);
        QVERIFY2(m_service->err().contains("There is no database"), m_service->err().constData());
        QCOMPARE(m_service->err().count('\n'), 1);
    }
    QVERIFY(QDir(empty).isEmpty());
}

void AccountsTest::usage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("nobody is named") << QStringList{u"--reset-password"_s, QString()}
                                     << QByteArray("--reset-password: no account was named");
    QTest::newRow("a deletion of nobody") << QStringList{u"--delete-account"_s, QString()}
                                          << QByteArray("--delete-account: no account was named");
    QTest::newRow("two things at once") << QStringList{u"--list-accounts"_s, u"--delete-account"_s, u"Ann"_s}
                                        << QByteArray("go one at a time");
    QTest::newRow("one thing twice") << QStringList{u"--delete-account"_s, u"Ann"_s, u"--delete-account"_s, u"Ben"_s}
                                     << QByteArray("go one at a time");
}

void AccountsTest::usage()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, complaint);
    QCOMPARE(run(arguments), 2);
    QVERIFY2(m_service->err().startsWith("chatroomd: ") && m_service->err().contains(complaint), m_service->err().constData());
    QCOMPARE(run({u"--list-accounts"_s}), 0);
    QVERIFY(m_service->out().startsWith("Ann\t"));
}

QTEST_GUILESS_MAIN(AccountsTest)
#include "tst_accounts.moc"
