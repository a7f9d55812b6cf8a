// What anyone saw survives the end of chatroomd at any moment: it is killed under load again and again, and what it kept is compared
// with what everybody had heard. CHATROOM_KILL_ROUNDS says how often (12), CHATROOM_KILL_SEED makes other rounds.
#include "durability/scene.h"
#include "durability/waiting.h"

#include <QTest>

#include <random>

using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kRoundsOfOneFolder = 50;

int fromEnvironment(const char* name, int usual)
{
    return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : usual;
}

enum class Moment : std::uint8_t { AfterSending, UnderLoad, AtAnyTime, InTheQuiet, WhileHistoryIsRead, WhileItStarts };
constexpr unsigned kMoments = 6;

QString nameOf(Moment moment)
{
    switch (moment) {
    case Moment::AfterSending: return u"right after sending"_s;
    case Moment::UnderLoad: return u"while groups are committed"_s;
    case Moment::AtAnyTime: return u"at any time"_s;
    case Moment::InTheQuiet: return u"in the quiet after a load"_s;
    case Moment::WhileHistoryIsRead: return u"while history is read"_s;
    case Moment::WhileItStarts: return u"while it starts"_s;
    }
    Q_UNREACHABLE();
}

class Rounds final
{
public:
    Rounds(std::uint32_t seed, const QByteArray& settings) : m_random(seed), m_scene(seed, settings) {}

    [[nodiscard]] QString begin()
    {
        const QString fault = m_scene.start();
        return fault.isEmpty() ? m_scene.gather() : fault;
    }
    // Lets them talk, kills it, starts it again and compares.
    [[nodiscard]] QString run(Moment moment)
    {
        for (const auto& step : {&Rounds::loadAndKill, &Rounds::comeBack}) {
            if (const QString fault = (this->*step)(moment); !fault.isEmpty())
                return fault;
        }
        return m_scene.compare();
    }
    [[nodiscard]] Scene& scene() { return m_scene; }

private:
    [[nodiscard]] int below(int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(limit)); }

    void load(int inFlight, int messages)
    {
        m_scene.talker(0).setTopic(m_scene.talker(0).rooms().at(below(3)), ++m_topic);
        m_scene.talk(inFlight);
        const std::uint64_t enough = m_scene.count() + static_cast<std::uint64_t>(messages);
        m_isLoaded = waitFor([&] { return m_scene.count() >= enough; }, kPatience) && m_isLoaded;
    }

    [[nodiscard]] QString loadAndKill(Moment moment)
    {
        QString fault;
        switch (moment) {
        case Moment::AfterSending:
            for (const auto& each : m_scene.talkers())
                each->burst(1 + below(40));
            goOnFor(below(3'000));
            break;
        case Moment::UnderLoad:
        case Moment::WhileItStarts: load(32 + below(200), 200 + below(4'000)); break;
        case Moment::AtAnyTime:
            load(1 + below(8), 5);
            goOnFor(below(80'000));
            break;
        case Moment::InTheQuiet:
            load(16, 500 + below(2'000));
            fault = m_scene.settle();
            goOnFor(below(60'000));
            break;
        case Moment::WhileHistoryIsRead:
            m_scene.talker(0).browse(true);
            m_scene.talker(1).browse(true);
            load(4, 100 + below(1'000));
            goOnFor(below(20'000));
            break;
        }
        if (!fault.isEmpty() || !m_isLoaded)
            return fault.isEmpty() ? u"they cannot talk"_s : fault;
        return m_scene.kill();
    }

    [[nodiscard]] QString comeBack(Moment moment)
    {
        m_scene.talk(0);
        for (const auto& each : m_scene.talkers())
            each->browse(false);
        if (moment == Moment::WhileItStarts) {
            m_scene.begin();
            goOnFor(below(80'000));
            if (const QString fault = m_scene.kill(); !fault.isEmpty())
                return fault;
        }
        return begin();
    }

    std::mt19937 m_random;
    Scene m_scene;
    int m_topic = 0;
    bool m_isLoaded = true;
};

} // namespace

class KillTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAnyoneHeardIsThere_data();
    void whatAnyoneHeardIsThere();
    void killedAtItsFirstStartItStartsAgain();
};

void KillTest::whatAnyoneHeardIsThere_data()
{
    QTest::addColumn<QByteArray>("settings");
    QTest::addColumn<int>("seed");
    QTest::addColumn<int>("rounds");
    const int all = fromEnvironment("CHATROOM_KILL_ROUNDS", 12);
    int seed = fromEnvironment("CHATROOM_KILL_SEED", 1);
    for (int done = 0; done < all; done += kRoundsOfOneFolder, ++seed) {
        const int rounds = std::min(kRoundsOfOneFolder, all - done);
        const int workers = 1 + seed % 2;
        QTest::addRow("%d rounds, not waiting for the disk, %d workers, seed %d", rounds, workers, seed)
            << QByteArray("durability = \"process\"\nworkers = " + QByteArray::number(workers)) << seed << rounds;
    }
    const int few = std::max(static_cast<int>(kMoments), all / 8);
    QTest::addRow("%d rounds, waiting for the disk, seed %d", few, seed) << QByteArray("durability = \"power\"") << seed << few;
}

void KillTest::whatAnyoneHeardIsThere()
{
    QFETCH(const QByteArray, settings);
    QFETCH(const int, seed);
    QFETCH(const int, rounds);
    Rounds all(static_cast<std::uint32_t>(seed), settings);
    QString fault = all.begin();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    for (int round = 1; round <= rounds; ++round) {
        const auto moment = static_cast<Moment>(static_cast<unsigned>(round - 1) % kMoments);
        fault = all.run(moment);
        const QString where = u"seed %1, round %2, killed %3: "_s.arg(seed).arg(round).arg(nameOf(moment));
        QVERIFY2(fault.isEmpty(), qPrintable(where + fault));
    }
    std::size_t kept = 0, said = 0;
    int topic = 0;
    for (const auto& [room, history] : all.scene().history()) {
        kept += history.size();
        topic = std::max(topic, all.scene().talker(0).highestTopic(room));
    }
    for (const auto& each : all.scene().talkers())
        said += each->said().size();
    qInfo("seed %d: killed %d times; %zu messages were said, %zu entries are kept", seed, rounds, said, kept);
    QVERIFY(kept > 0);
    QVERIFY(topic > rounds / 2); // they were set, too, by who ran the rooms before
}

// When the database is being made: what is half done must not be in the way.
void KillTest::killedAtItsFirstStartItStartsAgain()
{
    constexpr int kStarts = 12;
    for (int i = 0; i < kStarts; ++i) {
        Scene scene(static_cast<std::uint32_t>(i), "durability = \"process\"", 2);
        scene.begin();
        goOnFor(i * 60'000 / kStarts);
        const QString where = u"killed after %1 ms: "_s.arg(i * 60 / kStarts);
        for (const auto& step : {&Scene::kill, &Scene::start, &Scene::gather}) {
            const QString fault = (scene.*step)();
            QVERIFY2(fault.isEmpty(), qPrintable(where + fault));
        }
        scene.talk(4);
        QVERIFY(waitFor([&] { return scene.count() >= 20; }, kPatience));
        for (const auto& step : {&Scene::settle, &Scene::compare}) {
            const QString fault = (scene.*step)();
            QVERIFY2(fault.isEmpty(), qPrintable(where + fault));
        }
    }
}

QTEST_GUILESS_MAIN(KillTest)
#include "tst_kill.moc"
