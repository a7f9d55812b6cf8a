// Which descriptors are ready, by each way that this machine has to find it out.
#include "server-io/pollers.h"
#include "server/io/poller.h"

#include <QScopeGuard>
#include <QSocketNotifier>
#include <QTest>

#include <algorithm>
#include <array>
#include <sys/socket.h>
#include <unistd.h>

using namespace chatroom::server;
using chatroom::test::pollers;

class TestPoller final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEnvironmentChoosesTheFallback();
    void readyOnesAreToldOfTogether_data() { pollers(); }
    void readyOnesAreToldOfTogether();
    void onlyWhatIsOfInterest_data() { pollers(); }
    void onlyWhatIsOfInterest();
    void pausedItSaysNothingAndForgetsNothing_data() { pollers(); }
    void pausedItSaysNothingAndForgetsNothing();

private:
};

namespace {

// Two ends of a connection.
struct Pair final
{
    Pair() { isOpen = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0; }
    Q_DISABLE_COPY_MOVE(Pair)
    ~Pair()
    {
        ::close(ends[0]);
        ::close(ends[1]);
    }
    [[nodiscard]] bool speak() const { return ::send(ends[1], "x", 1, MSG_NOSIGNAL) == 1; }
    [[nodiscard]] bool hear() const
    {
        char heard = 0;
        return ::recv(ends[0], &heard, 1, MSG_DONTWAIT) == 1;
    }

    std::array<int, 2> ends{};
    bool isOpen = false;
};

std::vector<std::uint64_t> keys(const std::vector<Ready>& ready, bool Ready::*what)
{
    std::vector<std::uint64_t> keys;
    for (const Ready& each : ready) {
        if (each.*what)
            keys.push_back(each.key);
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}
using Keys = std::vector<std::uint64_t>;

} // namespace

// Its own descriptor is what a set is watched by; the fallback has none.
void TestPoller::theEnvironmentChoosesTheFallback()
{
#if !defined(Q_OS_LINUX) && !defined(Q_OS_DARWIN) && !defined(Q_OS_BSD4)
    QSKIP("here the fallback is the best there is");
#endif
    const QByteArray before = qgetenv("CHATROOM_POLLER");
    const auto restore = qScopeGuard([&] { before.isNull() ? qunsetenv("CHATROOM_POLLER") : qputenv("CHATROOM_POLLER", before); });
    qunsetenv("CHATROOM_POLLER");
    QVERIFY(Poller::make(PollerKind::BestHere)->findChild<QSocketNotifier*>());
    QVERIFY(!Poller::make(PollerKind::Notifiers)->findChild<QSocketNotifier*>());
    qputenv("CHATROOM_POLLER", "notifiers");
    QVERIFY(!Poller::make(PollerKind::BestHere)->findChild<QSocketNotifier*>());
}

void TestPoller::readyOnesAreToldOfTogether()
{
    QFETCH(const PollerKind, kind);
    const auto poller = Poller::make(kind);
    const Pair first, second, silent;
    QVERIFY(first.isOpen && second.isOpen && silent.isOpen);
    QVERIFY(poller->add(first.ends[0], 1, {true, false}) && poller->add(second.ends[0], 2, {true, false})
            && poller->add(silent.ends[0], 3, {true, false}));
    QVERIFY(first.speak() && second.speak());
    std::vector<Ready> ready;
    std::vector<Keys> heard; // time for time
    connect(poller.get(), &Poller::becameReady, this, [&] {
        poller->take(ready);
        QCOMPARE(keys(ready, &Ready::canWrite), Keys{});
        if (first.hear() && second.hear())
            heard.push_back(keys(ready, &Ready::canRead));
    });
    QTRY_COMPARE(heard, (std::vector<Keys>{{1, 2}}));
    for (const Pair* each : {&first, &second, &silent})
        poller->remove(each->ends[0]);
}

void TestPoller::onlyWhatIsOfInterest()
{
    QFETCH(const PollerKind, kind);
    const auto poller = Poller::make(kind);
    const Pair pair;
    QVERIFY(pair.isOpen && poller->add(pair.ends[0], 7, {false, true}));
    QVERIFY(pair.speak());
    std::vector<Ready> ready;
    bool isToWrite = true;
    Keys writable, readable;
    connect(poller.get(), &Poller::becameReady, this, [&] {
        poller->take(ready);
        (isToWrite ? writable : readable) = keys(ready, isToWrite ? &Ready::canWrite : &Ready::canRead);
        QCOMPARE(keys(ready, isToWrite ? &Ready::canRead : &Ready::canWrite), Keys{});
        isToWrite = false;
        poller->change(pair.ends[0], 7, {true, false});
    });
    QTRY_COMPARE(readable, Keys{7});
    QCOMPARE(writable, Keys{7});
    poller->disconnect(this);
    poller->remove(pair.ends[0]);
}

void TestPoller::pausedItSaysNothingAndForgetsNothing()
{
    QFETCH(const PollerKind, kind);
    const auto poller = Poller::make(kind);
    const Pair pair;
    QVERIFY(pair.isOpen && poller->add(pair.ends[0], 7, {true, false}));
    std::vector<Ready> ready;
    Keys readable;
    connect(poller.get(), &Poller::becameReady, this, [&] {
        poller->take(ready);
        if (pair.hear())
            readable = keys(ready, &Ready::canRead);
    });
    poller->setPaused(true);
    QVERIFY(pair.speak());
    for (int turn = 0; turn < 5; ++turn)
        QCoreApplication::processEvents();
    QCOMPARE(readable, Keys{});
    poller->setPaused(false);
    QTRY_COMPARE(readable, Keys{7});
    poller->remove(pair.ends[0]);
}

QTEST_GUILESS_MAIN(TestPoller)
#include "tst_poller.moc"
