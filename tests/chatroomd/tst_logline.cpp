// One event, one readable line that nobody else can forge.
#include "chatroomd/logline.h"

#include <QTest>

using namespace chatroom;
using chatroom::service::logLine;
using server::EventKind;
using server::ServerEvent;

class LogLineTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "UTC"); }
    void events_data();
    void events();
    void nothingOfTheirsIsRaw_data();
    void nothingOfTheirsIsRaw();
};

void LogLineTest::events_data()
{
    const Timestamp at{std::chrono::milliseconds{1'700'000'000'999}};
    const auto event = [at](EventKind kind, ServerEvent details) {
        details.at = at;
        details.kind = kind;
        return details;
    };
    QTest::addColumn<ServerEvent>("event");
    QTest::addColumn<bool>("withText");
    QTest::addColumn<QByteArray>("rest"); // behind the time
    QTest::newRow("a connection") << event(EventKind::Opened, {.subject = "tls", .address = "192.0.2.7:51514"}) << true
                                  << QByteArray("opened     192.0.2.7:51514  tls");
    QTest::newRow("a name") << event(EventKind::Registered, {.who = "Ann", .address = "192.0.2.7:51514"}) << true
                            << QByteArray("name       Ann  192.0.2.7:51514");
    QTest::newRow("another name") << event(EventKind::Renamed, {.who = "Ann", .subject = "Anna"}) << true
                                  << QByteArray("renamed    Ann  Anna");
    QTest::newRow("a message") << event(EventKind::Message,
                                        {.who = "Ann", .room = "#lobby", .address = "192.0.2.7:1", .text = "Hello, all"})
                               << true << QByteArray("message    Ann  #lobby  Hello, all");
    QTest::newRow("a message whose text is nobody's business")
        << event(EventKind::Message, {.who = "Ann", .room = "#lobby", .text = "Hello"}) << false << QByteArray("message    Ann  #lobby");
    QTest::newRow("a notice whose text is nobody's business")
        << event(EventKind::Notice, {.who = "Ann", .room = "#lobby", .text = "Hello"}) << false << QByteArray("notice     Ann  #lobby");
    QTest::newRow("why somebody left, which is no message")
        << event(EventKind::Closed, {.who = "Ann", .address = "192.0.2.7:1", .text = "Quit: home"}) << false
        << QByteArray("closed     Ann  192.0.2.7:1  Quit: home");
    QTest::newRow("nobody yet") << event(EventKind::Closed, {.address = "192.0.2.7:1", .text = "Connection closed"}) << true
                                << QByteArray("closed     192.0.2.7:1  Connection closed");
    QTest::newRow("a kick") << event(EventKind::Kicked, {.who = "Ann", .subject = "Ben", .room = "#lobby", .text = "out"}) << true
                            << QByteArray("kicked     Ann  Ben  #lobby  out");
    QTest::newRow("a deleted message, and why, but not what it said")
        << event(EventKind::Redacted, {.who = "Ann", .subject = "Ben", .room = "#lobby", .text = "not here"}) << true
        << QByteArray("redacted   Ann  Ben  #lobby  not here");
    QTest::newRow("a deleted direct message") << event(EventKind::Redacted, {.who = "Ann", .subject = "Ben"}) << true
                                              << QByteArray("redacted   Ann  Ben");
    QTest::newRow("a room's new name") << event(EventKind::RoomRenamed, {.who = "Ann", .subject = "#attic", .room = "#lobby"}) << true
                                       << QByteArray("room-name  Ann  #lobby  #attic");
    QTest::newRow("somebody who signed in") << event(EventKind::SignedIn, {.who = "Ann", .subject = "Anna"}) << true
                                            << QByteArray("sign-in    Ann  Anna");
    QTest::newRow("somebody who signed out") << event(EventKind::SignedOut, {.who = "Ann", .subject = "Anna"}) << true
                                             << QByteArray("sign-out   Ann  Anna");
    QTest::newRow("a wrong password") << event(EventKind::SignInFailed,
                                               {.subject = "Anna", .address = "192.0.2.7:51514", .text = "Wrong password"})
                                      << true << QByteArray("no-entry   192.0.2.7:51514  Anna  Wrong password");
    QTest::newRow("a kept name") << event(EventKind::AccountRegistered, {.who = "Ann", .subject = "Ann"}) << true
                                 << QByteArray("account    Ann  Ann");
    QTest::newRow("a name given up, at the machine")
        << event(EventKind::AccountDeleted, {.subject = "Ann"}) << true << QByteArray("forgotten  Ann");
    QTest::newRow("a new password by an operator")
        << event(EventKind::PasswordReset, {.who = "root", .subject = "Ann"}) << true << QByteArray("password   root  Ann");
    QTest::newRow("nothing to add") << event(EventKind::Stopped, {}) << true << QByteArray("stopped");
}

void LogLineTest::events()
{
    QFETCH(const ServerEvent, event);
    QFETCH(const bool, withText);
    QFETCH(const QByteArray, rest);
    QCOMPARE(logLine(event, withText), "2023-11-14 22:13:20 " + rest);
}

void LogLineTest::nothingOfTheirsIsRaw_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("an end of line") << QByteArray("a\r\nb") << QByteArray("a\\x0d\\x0ab");
    QTest::newRow("a code that drives the terminal") << QByteArray("\x1b[2Jhi") << QByteArray("\\x1b[2Jhi");
    QTest::newRow("one of the second kind of control characters") << QByteArray("\xc2\x9b"
                                                                                "2J")
                                                                  << QByteArray("\\x9b2J");
    QTest::newRow("delete") << QByteArray("a\x7f") << QByteArray("a\\x7f");
    QTest::newRow("a line separator") << QByteArray("a\xe2\x80\xa8"
                                                    "b")
                                      << QByteArray("a\\x2028b");
    QTest::newRow("a turn of direction") << QByteArray("a\xe2\x80\xae"
                                                       "b")
                                         << QByteArray("a\\x202eb");
    QTest::newRow("an isolate of direction") << QByteArray("a\xe2\x81\xa6"
                                                           "b")
                                             << QByteArray("a\\x2066b");
    QTest::newRow("letters of all scripts stay")
        << QByteArray("\xd0\x9f\xd1\x80\xd0\xb8 \xf0\x9f\x91\x8d") << QByteArray("\xd0\x9f\xd1\x80\xd0\xb8 \xf0\x9f\x91\x8d");
    QTest::newRow("bytes that are not UTF-8") << QByteArray("a\xff") << QByteArray("a\xef\xbf\xbd");
}

void LogLineTest::nothingOfTheirsIsRaw()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, shown);
    const ServerEvent said{.kind = EventKind::Message, .who = "Ann", .room = "#lobby", .text = text};
    QVERIFY2(logLine(said, true).endsWith(" #lobby  " + shown), logLine(said, true).constData());
    const ServerEvent named{.kind = EventKind::Joined, .who = text, .room = "#lobby"};
    QVERIFY2(logLine(named, true).endsWith("  " + shown + "  #lobby"), logLine(named, true).constData());
}

QTEST_GUILESS_MAIN(LogLineTest)
#include "tst_logline.moc"
