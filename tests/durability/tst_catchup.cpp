// Who was away for thousands of messages has them all on screen, once and in
// order, with what is said meanwhile.
#include "durability/scene.h"
#include "durability/typist.h"
#include "durability/waiting.h"

#include <QElapsedTimer>
#include <QTest>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

class CatchupTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasMissedComes_data();
    void whatWasMissedComes();
};

void CatchupTest::whatWasMissedComes_data()
{
    QTest::addColumn<int>("missed");
    QTest::addColumn<bool>("isEnded");
    QTest::newRow("10,000 while the connection was gone") << 10'000 << false;
    QTest::newRow("10,000 while the program was ended") << 10'000 << true;
    QTest::newRow("more than it takes by itself: the rest is a gap, which can be filled") << 24'000 << false;
}

void CatchupTest::whatWasMissedComes()
{
    QFETCH(const int, missed);
    QFETCH(const bool, isEnded);
    Scene scene(3, "durability = \"process\"", 4, {"#red"});
    for (const auto& each : scene.talkers())
        each->setFiller(20);
    Typist tess(u"tess"_s, u"#red"_s);
    QString fault = scene.start();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    fault = scene.gather();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    tess.start(scene.port());
    QVERIFY(waitFor([&] { return tess.isInside(); }, kPatience));
    Talker& ann = scene.talker(0);
    const auto isSaid = [&](int messages) {
        const std::uint64_t enough = ann.count() + static_cast<std::uint64_t>(messages);
        return waitFor([&] { return ann.count() >= enough; }, kPatience);
    };
    scene.talk(2);
    QVERIFY(isSaid(100));
    if (isEnded)
        tess.end();
    else
        tess.session().leave({});
    scene.talk(50);
    QVERIFY(isSaid(missed));
    scene.talk(2); // they go on while it comes back
    QElapsedTimer time;
    time.start();
    if (isEnded)
        tess.start(scene.port());
    else
        tess.join();
    QVERIFY(waitFor([&] { return tess.isInside(); }, kPatience));
    QVERIFY(isSaid(100));
    fault = scene.settle();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    fault = scene.compareHistory();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    const Heard& history = scene.history().at("#red");

    if (!isEnded && missed <= 20'000) { // all by itself
        QVERIFY(waitFor([&] { return tess.shown().size() + 100 > history.size() && tess.shown().back() == history.back(); }, kPatience));
        QCOMPARE(tess.gaps(), 0);
        qInfo("%d messages were caught up with in %lld ms, beside the comparison", missed, static_cast<long long>(time.elapsed()));
    }
    QVERIFY(waitFor([&] { return !tess.shown().empty() && tess.shown().back() == history.back(); }, kPatience));
    fault = tess.loadAll();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    const Heard shown = tess.shown();
    fault = changeOf(history, shown);
    QVERIFY2(fault.isEmpty(), qPrintable(u"on screen: "_s + fault));
    QCOMPARE(shown.size(), history.size());
}

QTEST_GUILESS_MAIN(CatchupTest)
#include "tst_catchup.moc"
