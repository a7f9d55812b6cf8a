// A disk that is full: what cannot be kept is refused and reaches nobody, all else goes on, and it ends by itself when there is room.
#include "durability/scene.h"
#include "durability/smalldisk.h"
#include "durability/waiting.h"

#include <QDir>
#include <QTest>

#include <functional>

using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kMegabytes = 8;
constexpr int kTwoLooks = 2'500'000; // microseconds
constexpr int kRecovery = 15'000;    // milliseconds; it looks once a second whether there is room

using Step = std::function<QString(Scene&)>;

// A scene on a small disk, and one who understands no standard replies.
struct Flat final
{
    explicit Flat(std::uint32_t seed, const QByteArray& settings = "durability = \"process\"") : scene(seed, settings, 4)
    {
        QDir().mkpath(scene.service().path(u"data"_s));
        disk = std::make_unique<SmallDisk>(scene.service().path(u"data"_s), kMegabytes);
        scene.service().setWrapper(disk->wrapper());
        plain = &scene.add(std::make_unique<Talker>("plain", scene.talker(0).rooms(), seed + 9, kPlainCapabilities));
    }
    [[nodiscard]] QString open()
    {
        const QString fault = scene.start();
        return fault.isEmpty() ? scene.gather() : fault;
    }
    // All have said so much, and were told so.
    [[nodiscard]] bool isHeard(std::uint64_t more)
    {
        const std::uint64_t enough = scene.count() + more;
        return waitFor([&] { return scene.count() >= enough; }, kPatience);
    }

    Scene scene;
    std::unique_ptr<SmallDisk> disk;
    Talker* plain = nullptr;
};

} // namespace

class FullDiskTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refusesWhatItCannotKeepAndRecovers_data();
    void refusesWhatItCannotKeepAndRecovers();
    void killedWhileFullItKeepsWhatWasHeard();
    void aStartOnAFullDiskIsRefused();
};

void FullDiskTest::initTestCase()
{
    const Flat flat(0);
    if (flat.disk->isThere())
        return;
    if (SmallDisk::isRequired())
        QFAIL(qPrintable(u"no small disk can be made, and this run may not do without it: "_s + flat.disk->why()));
    QSKIP(qPrintable(u"no small disk can be made here: "_s + flat.disk->why()));
}

void FullDiskTest::refusesWhatItCannotKeepAndRecovers_data()
{
    QTest::addColumn<QByteArray>("settings");
    QTest::newRow("not waiting for the disk") << QByteArray("durability = \"process\"\nworkers = 1");
    QTest::newRow("waiting for the disk, two workers") << QByteArray("durability = \"power\"\nworkers = 2");
}

void FullDiskTest::refusesWhatItCannotKeepAndRecovers()
{
    QFETCH(const QByteArray, settings);
    Flat flat(11, settings);
    Scene& scene = flat.scene;
    QString fault = flat.open();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    Talker& ann = scene.talker(0);
    for (int time = 1; time <= 2; ++time) {
        scene.talk(16);
        QVERIFY(flat.isHeard(1'000));
        QVERIFY(flat.disk->fill());
        QVERIFY(scene.areAllTold(&Talker::refused, kPatience));
        scene.talk(1);
        QVERIFY(ann.hears(" FAIL PRIVMSG MESSAGE_NOT_SAVED #"));
        QVERIFY(ann.hears("the server's disk is full"));
        QVERIFY(flat.plain->hears(" NOTICE plain :*** PRIVMSG: Not sent: "));
        QVERIFY(!flat.plain->hears(" FAIL "));
        QVERIFY(scene.service().logs({" warning ", "Messages in rooms are refused: "}));

        // What needs no disk goes on.
        Talker guest("guest" + QByteArray::number(time), {"#new" + QByteArray::number(time)}, 1);
        guest.comeIn(scene.port());
        QVERIFY(waitFor([&] { return guest.isInside(); }, kPatience));
        QVERIFY(guest.isAnswered());
        guest.send("PRIVMSG ann :between us " + QByteArray::number(time));
        QVERIFY(waitFor([&] { return ann.hears("PRIVMSG ann :between us " + QByteArray::number(time)); }, kPatience));
        ann.setTopic("#red", time);
        QVERIFY(waitFor([&] { return scene.talker(1).topic("#red") == time; }, kPatience));

        if (time == 1)
            goOnFor(kTwoLooks);
        QVERIFY(waitFor([&] { return scene.service().count("Messages in rooms are refused") >= time; }, kPatience));
        QCOMPARE(scene.service().count("Messages can be saved again"), time - 1); // it did not believe so in between
        flat.disk->makeRoom();
        QVERIFY(scene.areAllTold(&Talker::echoed, kRecovery));
        QVERIFY(waitFor([&] { return scene.service().count("Messages can be saved again") >= time; }, kPatience));
        QVERIFY(flat.isHeard(100));
    }
    fault = scene.settle();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    fault = scene.compareAnswers();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    fault = scene.compare();
    QVERIFY2(fault.isEmpty(), qPrintable(u"before it was killed: "_s + fault));
    for (const Step& step : {Step(&Scene::kill), Step(&Scene::start), Step(&Scene::gather), Step(&Scene::compare)}) {
        fault = step(scene);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }
}

// The disk fills up at another moment each time, and the server is killed before there is room again.
void FullDiskTest::killedWhileFullItKeepsWhatWasHeard()
{
    Flat flat(22);
    Scene& scene = flat.scene;
    QString fault = flat.open();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    for (int round = 1; round <= 4; ++round) {
        scene.talk(8 * round);
        QVERIFY(flat.isHeard(static_cast<std::uint64_t>(300 * round)));
        QVERIFY(flat.disk->fill());
        QVERIFY(scene.areAllTold(&Talker::refused, kPatience));
        scene.talk(0);
        fault = scene.kill();
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
        // It serves what is there while the disk is still full, or says in one line why it cannot.
        if (scene.start().isEmpty()) {
            for (const Step& step : {Step(&Scene::gather), Step(&Scene::compareHistory), Step(&Scene::kill)}) {
                fault = step(scene);
                QVERIFY2(fault.isEmpty(), qPrintable(u"round %1, still full: "_s.arg(round) + fault));
            }
        } else {
            QCOMPARE(scene.service().end(), 2);
            QCOMPARE(scene.service().err().count('\n'), 1);
        }
        flat.disk->makeRoom();
        fault = flat.open();
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
        fault = scene.compare();
        QVERIFY2(fault.isEmpty(), qPrintable(u"round %1: "_s.arg(round) + fault));
    }
}

void FullDiskTest::aStartOnAFullDiskIsRefused()
{
    Flat flat(33);
    Scene& scene = flat.scene;
    QVERIFY(flat.disk->fill());
    for (int time = 1; time <= 2; ++time) { // the second time beside what the first one may have left
        scene.begin();
        QCOMPARE(scene.service().end(), 2);
        QCOMPARE(scene.service().err().count('\n'), 1);
        QVERIFY2(scene.service().err().startsWith("chatroomd: "), scene.service().err().constData());
        QVERIFY2(scene.service().err().contains(scene.service().path(u"data"_s).toUtf8()), scene.service().err().constData());
        QCOMPARE(scene.service().count(" listen "), 0);
    }
    flat.disk->makeRoom();
    QString fault = flat.open();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    scene.talk(4);
    QVERIFY(flat.isHeard(100));
    for (const Step& step : {Step(&Scene::settle), Step(&Scene::compare)}) {
        fault = step(scene);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }
}

QTEST_GUILESS_MAIN(FullDiskTest)
#include "tst_fulldisk.moc"
