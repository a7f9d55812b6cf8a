// chatroomd while it runs: its log, its signals, and what it tells systemd.
#include "chatroomd/support.h"

#include <QElapsedTimer>
#include <QTest>

#include <array>
#include <cstring>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

// What systemd would be told.
class NotifySocket final
{
public:
    explicit NotifySocket(const QString& path) : m_descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray name = path.toUtf8();
        std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
        if (name.startsWith('@'))
            address.sun_path[0] = '\0';
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<std::size_t>(name.size()));
        isBound = ::bind(m_descriptor, reinterpret_cast<const sockaddr*>(&address), size) == 0; // NOLINT: how the socket interface is made
    }
    Q_DISABLE_COPY_MOVE(NotifySocket)
    ~NotifySocket() { ::close(m_descriptor); }
    // The next thing that it is told; empty when nothing comes.
    QByteArray next()
    {
        std::array<char, 512> buffer{};
        ssize_t size = -1;
        (void)QTest::qWaitFor([&] { return (size = ::recv(m_descriptor, buffer.data(), buffer.size(), 0)) >= 0; }, kPatience);
        return size < 0 ? QByteArray() : QByteArray(buffer.data(), static_cast<qsizetype>(size));
    }

    bool isBound = false;

private:
    int m_descriptor;
};

} // namespace

class RunningTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itLogsWhatHappens();
    void textIsLeftOutWhereNobodyWantsIt();
    void aQuietOneTellsOnlyWhereItListensAndThatItEnded();
    void nobodyForgesALine();
    void signalsEndIt_data();
    void signalsEndIt();
    void aHangUpReadsTheConfiguration();
    void aBadConfigurationChangesNothing();
    void rehashReadsTheConfiguration();
    void systemdIsTold_data();
    void systemdIsTold();
    void encryptionOnAPlainPortIsLogged();
    void withoutRoomForMoreItWaitsForSome();
};

void RunningTest::itLogsWhatHappens()
{
    Service service;
    QVERIFY(service.start());
    Visitor ann, ben;
    QVERIFY(ann.enter(service.port(), "Ann"));
    const QByteArray where = "127.0.0.1:" + QByteArray::number(ann.socket().localPort());
    QVERIFY(service.logs({" opened ", where, "plain"}));
    QVERIFY(service.logs({" name ", "Ann", where}));
    QVERIFY(service.logs({" joined ", "Ann", "#lobby"}));
    QVERIFY(ben.enter(service.port(), "Ben"));
    ann.say("Hello, Ben");
    QVERIFY(service.logs({" message ", "Ann", "#lobby", "Hello, Ben"}));
    ann.say("between you and me", "Ben");
    QVERIFY(service.logs({" direct ", "Ann", "Ben"}));
    ann.send("NICK Anna");
    QVERIFY(service.logs({" renamed ", "Ann", "Anna"}));
    ann.send("QUIT :home");
    QVERIFY(service.logs({" closed ", "Anna", where, "Quit: home"}));
    QVERIFY(!service.out().contains("between you and me"));
    for (const QByteArray& line : service.log())
        QVERIFY2(QByteArrayView(line).first(19).toByteArray().count('-') == 2 && line.at(10) == ' ' && line.at(13) == ':',
                 line.constData());
}

void RunningTest::textIsLeftOutWhereNobodyWantsIt()
{
    Service service;
    QVERIFY(service.start({u"--no-message-text"_s}));
    Visitor ann;
    QVERIFY(ann.enter(service.port(), "Ann"));
    ann.say("our secret");
    ann.send("NOTICE #lobby :our secret");
    QVERIFY(service.logs({" message ", "Ann", "#lobby"}));
    QVERIFY(service.logs({" notice ", "Ann", "#lobby"}));
    QVERIFY(!service.out().contains("secret"));
}

void RunningTest::aQuietOneTellsOnlyWhereItListensAndThatItEnded()
{
    Service service;
    QVERIFY(service.start({u"--quiet"_s}));
    Visitor ann, ben;
    QVERIFY(ann.enter(service.port(), "Ann"));
    QVERIFY(ben.enter(service.port(), "Ben"));
    ann.say("Hello, Ben");
    QVERIFY(ben.hears("PRIVMSG #lobby :Hello, Ben"));
    service.signal(SIGTERM);
    QCOMPARE(service.end(), 0);
    QCOMPARE(service.log().size(), 2);
    QVERIFY(service.log().constFirst().contains(" listen "));
    QVERIFY(service.log().constLast().endsWith(" stopped"));
}

void RunningTest::nobodyForgesALine()
{
    Service service;
    QVERIFY(service.start());
    Visitor ann;
    QVERIFY(ann.enter(service.port(), "Ann"));
    ann.say("\x01"
            "ACTION \x1b[2J\xe2\x80\xae\xe2\x80\xa8 2026-01-01 00:00:00 stopped\x01");
    QVERIFY(service.logs({" message ", "\\x01ACTION \\x1b[2J\\x202e\\x2028 2026-01-01"}));
    ann.send("QUIT :\x1b]0;title\x07");
    QVERIFY(service.logs({" closed ", "\\x1b]0;title\\x07"}));
    QVERIFY(!service.out().contains('\x1b'));
}

void RunningTest::signalsEndIt_data()
{
    QTest::addColumn<QList<int>>("signals");
    QTest::newRow("terminate") << QList<int>{SIGTERM};
    QTest::newRow("interrupt") << QList<int>{SIGINT};
    QTest::newRow("both, as a script in a terminal does") << QList<int>{SIGINT, SIGTERM, SIGTERM};
}

void RunningTest::signalsEndIt()
{
    QFETCH(const QList<int>, signals);
    Service service;
    QVERIFY(service.start());
    Visitor ann;
    QVERIFY(ann.enter(service.port(), "Ann"));
    QElapsedTimer took;
    took.start();
    for (const int number : signals)
        service.signal(number);
    QCOMPARE(service.end(), 0);
    QVERIFY2(took.elapsed() < 5000, QByteArray::number(took.elapsed()).constData()); // a second, and room for a busy machine
    QVERIFY(ann.hears("ERROR :Closing link: (127.0.0.1) [The server is closing]"));
    QVERIFY(ann.isGone());
    QVERIFY(service.logs({" closed ", "Ann"}));
    QCOMPARE(service.count(" stopped"), 1);
    QVERIFY(service.log().constLast().endsWith(" stopped"));
    QCOMPARE(service.err(), QByteArray());
}

void RunningTest::aHangUpReadsTheConfiguration()
{
    Service service;
    const QByteArray listen = "[[listen]]\naddress = \"127.0.0.1:0\"\n";
    const QString config = service.write(u"c.toml"_s, "network = \"Cellar\"\n" + listen);
    QVERIFY(service.start({u"--config"_s, config}));
    const std::uint16_t port = service.port();
    Visitor ann;
    QVERIFY(ann.enter(port, "Ann"));
    QVERIFY(ann.hasHeard("NETWORK=Cellar"));
    service.write(u"motd.txt"_s, "Mind the stairs\n");
    service.write(u"c.toml"_s, "network = \"Attic\"\nmotd = \"motd.txt\"\n" + listen);
    service.signal(SIGHUP);
    QVERIFY(service.logs({" listen ", "The configuration was read again"}));
    Visitor ben;
    QVERIFY(ben.enter(port, "Ben"));
    QVERIFY(ben.hasHeard("NETWORK=Attic"));
    QVERIFY(ben.hasHeard("Mind the stairs"));
    QVERIFY(ann.isAnswered());
}

void RunningTest::aBadConfigurationChangesNothing()
{
    Service service;
    const QByteArray listen = "[[listen]]\naddress = \"127.0.0.1:0\"\n";
    const QString config = service.write(u"c.toml"_s, "network = \"Cellar\"\n" + listen);
    QVERIFY(service.start({u"--config"_s, config}));
    service.write(u"c.toml"_s, "network = \"Attic\"\ncolour = 1\n" + listen);
    service.signal(SIGHUP);
    QVERIFY(service.logs({" warning ", "The old settings stay: ", config.toUtf8() + ":2:1: colour is not a key that exists"}));
    service.write(u"c.toml"_s, "network = \"Attic\"\n[[listen]]\naddress = \"192.0.2.1:1\"\n");
    service.signal(SIGHUP);
    QVERIFY(service.logs({" warning ", "The old settings stay: ", "192.0.2.1:1 is not an address of this machine"}));
    Visitor ann;
    QVERIFY(ann.enter(service.port(), "Ann"));
    QVERIFY(ann.hasHeard("NETWORK=Cellar"));
}

void RunningTest::rehashReadsTheConfiguration()
{
    Service service;
    const QByteArray rest = "[[listen]]\naddress = \"127.0.0.1:0\"\n[[operator]]\nname = \"root\"\npassword = \"sesame\"\n";
    const QString config = service.write(u"c.toml"_s, rest);
    QVERIFY(service.start({u"--config"_s, config}));
    service.write(u"c.toml"_s, "description = \"Up in the attic\"\n" + rest);
    Visitor ann;
    QVERIFY(ann.enter(service.port(), "Ann"));
    ann.send("OPER root sesame");
    ann.send("REHASH");
    QVERIFY(service.logs({" listen ", "The configuration was read again"}));
    ann.send("WHOIS Ann");
    QVERIFY(ann.hears("Up in the attic"));
}

void RunningTest::systemdIsTold_data()
{
    QTest::addColumn<bool>("isAbstract");
    QTest::newRow("through a file") << false;
    QTest::newRow("through an abstract address") << true;
}

void RunningTest::systemdIsTold()
{
    QFETCH(const bool, isAbstract);
    Service service;
    const QString path = isAbstract ? u"@chatroomd-test-%1"_s.arg(QCoreApplication::applicationPid()) : service.path(u"notify"_s);
    NotifySocket systemd(path);
    QVERIFY(systemd.isBound);
    service.setVariable(u"NOTIFY_SOCKET"_s, path);
    QVERIFY(service.start());
    QCOMPARE(systemd.next(), QByteArray("READY=1"));
    service.signal(SIGHUP);
    const QByteArray reloading = systemd.next();
    QVERIFY2(reloading.startsWith("RELOADING=1\nMONOTONIC_USEC="), reloading.constData());
    QVERIFY(reloading.mid(reloading.lastIndexOf('=') + 1).toLongLong() > 0);
    QCOMPARE(systemd.next(), QByteArray("READY=1"));
    service.signal(SIGTERM);
    QCOMPARE(systemd.next(), QByteArray("STOPPING=1"));
    QCOMPARE(service.end(), 0);
}

void RunningTest::encryptionOnAPlainPortIsLogged()
{
    Service service;
    QVERIFY(service.start());
    Visitor ann;
    ann.connectTls(service.port());
    QVERIFY(ann.isGone());
    QVERIFY(service.logs({" closed ", "127.0.0.1:", "Asked for encryption on a port without it"}));
}

void RunningTest::withoutRoomForMoreItWaitsForSome()
{
#if defined(__SANITIZE_ADDRESS__)
    QSKIP("the sanitizer takes descriptors of its own to look at memory, and fails without");
#endif
    Service service;
    service.setDescriptorLimit(48);
    QVERIFY(service.start());
    Visitor first;
    QVERIFY(first.enter(service.port(), "First")); // so that there was nothing more to accept once before
    std::vector<std::unique_ptr<Visitor>> people;
    for (int i = 0; i < 60; ++i) {
        people.push_back(std::make_unique<Visitor>());
        people.back()->connectPlain(service.port());
        people.back()->giveName("p" + QByteArray::number(i));
    }
    QVERIFY(service.logs({" warning ", "A connection could not be accepted: "}));
    QVERIFY(people.front()->isAnswered()); // who is in notices nothing
    QVERIFY2(service.count(" warning ") < 10, service.out().constData());
    for (std::size_t i = 0; i < 45; ++i)
        people[i]->send("QUIT");
    for (std::size_t i = 45; i < 60; ++i)
        QVERIFY(people[i]->hears(" 001 "));
}

QTEST_GUILESS_MAIN(RunningTest)
#include "tst_running.moc"
