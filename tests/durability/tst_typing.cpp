// What one types is said once, in order, whatever happens to the server, to the
// connection and to one's own program.
#include "client/models/linemodel.h"
#include "durability/scene.h"
#include "durability/typist.h"
#include "durability/waiting.h"

#include <QTest>
#include <QTimer>

#include <random>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kRounds = 10;

} // namespace

class TypingTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachLineIsSaidOnce_data();
    void eachLineIsSaidOnce();
};

void TypingTest::eachLineIsSaidOnce_data()
{
    QTest::addColumn<int>("seed");
    QTest::addColumn<bool>("endsTheClient");
    QTest::addColumn<bool>("repeats");
    const int seed = qEnvironmentVariableIsSet("CHATROOM_TYPING_SEED") ? qEnvironmentVariableIntValue("CHATROOM_TYPING_SEED") : 1;
    QTest::newRow("the server is killed ten times") << seed << false << false;
    QTest::newRow("the server is killed ten times, and the client is ended in between") << seed + 1 << true << false;
    QTest::newRow("the same word again and again") << seed + 2 << true << true;
}

void TypingTest::eachLineIsSaidOnce()
{
    QFETCH(const int, seed);
    QFETCH(const bool, endsTheClient);
    QFETCH(const bool, repeats);
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
    Scene scene(static_cast<std::uint32_t>(seed), "durability = \"process\"", 2, {"#red"});
    Typist tess(u"tess"_s, u"#red"_s);
    tess.setRepeating(repeats);
    QString fault = scene.start();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    fault = scene.gather();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    tess.start(scene.port());
    QVERIFY(waitFor([&] { return tess.isInside(); }, kPatience));
    QTimer keys;
    QObject::connect(&keys, &QTimer::timeout, &keys, [&] { tess.type(); });
    keys.start(3ms);
    for (int round = 1; round <= kRounds; ++round) {
        const QString where = u"seed %1, round %2: "_s.arg(seed).arg(round);
        scene.talk(1);
        const qsizetype enough = tess.typed().size() + 5 + below(20);
        QVERIFY2(waitFor([&] { return tess.typed().size() >= enough; }, kPatience), qPrintable(where + u"nothing can be typed"_s));
        goOnFor(below(20'000));
        if (endsTheClient && round % 3 == 1) { // while the server is there
            tess.end();
            tess.start(scene.port());
            goOnFor(below(20'000));
        }
        fault = scene.kill();
        QVERIFY2(fault.isEmpty(), qPrintable(where + fault));
        scene.talk(0);
        goOnFor(below(20'000));
        if (endsTheClient && round % 3 == 2) { // while it is not
            tess.end();
            tess.start(scene.port());
            goOnFor(below(20'000));
        }
        for (const auto& step : {&Scene::start, &Scene::gather}) {
            fault = (scene.*step)();
            QVERIFY2(fault.isEmpty(), qPrintable(where + fault));
        }
        QVERIFY2(waitFor([&] { return tess.isInside(); }, kPatience), qPrintable(where + u"the client does not come back"_s));
    }
    keys.stop();
    QVERIFY(waitFor([&] { return tess.unconfirmed() == 0; }, kPatience));
    for (const auto& step : {&Scene::settle, &Scene::compareHistory}) {
        fault = (scene.*step)();
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }

    const auto history = scene.talker(0).history("#red");
    QVERIFY(history.has_value());
    QStringList kept;
    for (const Said& each : *history) {
        if (each.author == "tess")
            kept.append(QString::fromUtf8(each.text));
    }
    QCOMPARE(kept, tess.typed());
    QVERIFY(waitFor([&] { return tess.shown().back() == history->back(); }, kPatience));
    fault = tess.loadAll();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    QCOMPARE(tess.unconfirmed(), 0);
    const Heard shown = tess.shown();
    fault = faultOf(shown);
    QVERIFY2(fault.isEmpty(), qPrintable(u"on screen: "_s + fault));
    fault = changeOf(*history, shown);
    QVERIFY2(fault.isEmpty(), qPrintable(u"on screen: "_s + fault));
    QCOMPARE(shown.size(), history->size());
    qInfo("seed %d: %lld lines were typed", seed, static_cast<long long>(tess.typed().size()));
}

QTEST_GUILESS_MAIN(TypingTest)
#include "tst_typing.moc"
