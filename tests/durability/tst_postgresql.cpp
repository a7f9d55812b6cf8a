// A database that comes and goes: PostgreSQL is stopped and started again under load. Whether a commit that was on its way then was
// made nobody knows until it is back; and still nothing is lost, refused and kept, or there twice. CHATROOM_POSTGRESQL_ROUNDS says
// how often (3).
#include "durability/cutwire.h"
#include "durability/scene.h"
#include "durability/waiting.h"
#include "storage/postgresserver.h"

#include <QTest>

#include <random>

using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kRecovery = 30'000; // milliseconds; the database has to recover, too

QByteArray settingsFor(const QString& url, const QByteArray& durability = "power")
{
    return "durability = \"" + durability + "\"\n[storage]\nurl = \"" + url.toUtf8() + "\"";
}

} // namespace

class PostgresqlTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatAnyoneHeardIsThereThoughItComesAndGoes_data();
    void whatAnyoneHeardIsThereThoughItComesAndGoes();
    void aCommitInDoubt_data();
    void aCommitInDoubt();
    void bothAreKilled();
    void aStartWithoutItIsRefused();

private:
    PostgresServer m_database;
};

void PostgresqlTest::initTestCase()
{
    if (!PostgresServer::isInstalled() && !PostgresServer::isRequired())
        QSKIP("PostgreSQL is not installed here (Debian's package postgresql).");
    QVERIFY(m_database.start());
}

void PostgresqlTest::whatAnyoneHeardIsThereThoughItComesAndGoes_data()
{
    QTest::addColumn<QByteArray>("durability");
    QTest::addColumn<bool>("isKilled");
    QTest::newRow("waiting for the disk, and it is stopped or killed") << QByteArray("power") << true;
    QTest::newRow("not waiting for the disk, and it is stopped") << QByteArray("process") << false;
}

void PostgresqlTest::whatAnyoneHeardIsThereThoughItComesAndGoes()
{
    QFETCH(const QByteArray, durability);
    QFETCH(const bool, isKilled);
    const int rounds =
        qEnvironmentVariableIsSet("CHATROOM_POSTGRESQL_ROUNDS") ? qEnvironmentVariableIntValue("CHATROOM_POSTGRESQL_ROUNDS") : 3;
    constexpr unsigned kSeed = 7;
    std::mt19937 random(kSeed);
    Scene scene(kSeed, settingsFor(m_database.freshDatabase(), durability));
    QString fault = scene.start();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    fault = scene.gather();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    Talker& ann = scene.talker(0);
    for (int round = 1; round <= rounds; ++round) {
        const QString where = u"seed %1, round %2: "_s.arg(kSeed).arg(round);
        scene.talk(8 + static_cast<int>(random() % 100));
        const std::uint64_t enough = scene.count() + 500 + random() % 2'000;
        QVERIFY2(waitFor([&] { return scene.count() >= enough; }, kPatience), qPrintable(where + u"they cannot talk"_s));
        if (isKilled && round % 3 != 0)
            m_database.kill();
        else
            m_database.stop();
        scene.talk(1);
        QVERIFY2(scene.areAllTold(&Talker::refused, kPatience), qPrintable(where + u"nobody is told"_s));
        QVERIFY(ann.hears("MESSAGE_NOT_SAVED #"));
        QVERIFY(ann.isAnswered());
        ann.setTopic("#red", round);
        QVERIFY(waitFor([&] { return scene.talker(1).topic("#red") == round; }, kPatience));
        QVERIFY(m_database.startAgain());
        QVERIFY2(scene.areAllTold(&Talker::echoed, kRecovery), qPrintable(where + u"it does not recover"_s));
        for (const auto& step : {&Scene::settle, &Scene::compare}) {
            fault = (scene.*step)();
            QVERIFY2(fault.isEmpty(), qPrintable(where + fault));
        }
        fault = scene.compareAnswers();
        QVERIFY2(fault.isEmpty(), qPrintable(where + fault));
    }
    for (const auto& step : {&Scene::kill, &Scene::start, &Scene::gather, &Scene::compare}) {
        fault = (scene.*step)();
        QVERIFY2(fault.isEmpty(), qPrintable(u"killed at the end: "_s + fault));
    }
    std::size_t refused = 0, late = 0;
    for (const auto& each : scene.talkers()) {
        refused += each->refused().size();
        late += each->late();
    }
    qInfo("seed %u: stopped %d times; %zu messages were refused, %zu were in doubt", kSeed, rounds, refused, late);
}

void PostgresqlTest::aCommitInDoubt_data()
{
    QTest::addColumn<CutWire::Fate>("fate");
    QTest::newRow("that was made is told of when the database is back") << CutWire::Fate::Made;
    QTest::newRow("that was not made is refused when the database is back") << CutWire::Fate::NotMade;
}

void PostgresqlTest::aCommitInDoubt()
{
    QFETCH(const CutWire::Fate, fate);
    CutWire wire(m_database.port());
    QString url = m_database.freshDatabase();
    url.replace(u":%1/"_s.arg(m_database.port()), u":%1/"_s.arg(wire.port()));
    Scene scene(10, settingsFor(url));
    QString fault = scene.start();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    fault = scene.gather();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    const auto late = [&scene] {
        std::size_t all = 0;
        for (const auto& each : scene.talkers())
            all += each->late();
        return all;
    };
    for (int round = 1; round <= 3; ++round) {
        const QString where = u"round %1: "_s.arg(round);
        scene.talk(8);
        const std::uint64_t enough = scene.count() + 500;
        QVERIFY2(waitFor([&] { return scene.count() >= enough; }, kPatience), qPrintable(where + u"they cannot talk"_s));
        const std::size_t lateBefore = late();
        wire.cutAtCommit(fate);
        QVERIFY(waitFor([&] { return wire.isCut(); }, kPatience));
        scene.talk(9); // something new from each, which is refused while what came before is in doubt
        QVERIFY2(scene.areAllTold(&Talker::refused, kPatience), qPrintable(where + u"nobody is told"_s));
        QVERIFY2(scene.areAllTold(&Talker::echoed, kRecovery), qPrintable(where + u"it does not recover"_s));
        QVERIFY2(late() > lateBefore, qPrintable(where + u"nothing was in doubt"_s));
        for (const auto& step : {&Scene::settle, &Scene::compare}) {
            fault = (scene.*step)();
            QVERIFY2(fault.isEmpty(), qPrintable(where + fault));
        }
        fault = scene.compareAnswers();
        QVERIFY2(fault.isEmpty(), qPrintable(where + fault));
    }
}

// The server ends while the database is away, or at the same time.
void PostgresqlTest::bothAreKilled()
{
    constexpr unsigned kSeed = 8;
    std::mt19937 random(kSeed);
    Scene scene(kSeed, settingsFor(m_database.freshDatabase()));
    QString fault = scene.start();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    fault = scene.gather();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    for (int round = 1; round <= 3; ++round) {
        const QString where = u"seed %1, round %2: "_s.arg(kSeed).arg(round);
        scene.talk(50);
        const std::uint64_t enough = scene.count() + 500 + random() % 2'000;
        QVERIFY2(waitFor([&] { return scene.count() >= enough; }, kPatience), qPrintable(where + u"they cannot talk"_s));
        m_database.kill();
        goOnFor(static_cast<int>(random() % 5'000));
        scene.talk(0);
        fault = scene.kill();
        QVERIFY2(fault.isEmpty(), qPrintable(where + fault));
        QVERIFY(m_database.startAgain());
        for (const auto& step : {&Scene::start, &Scene::gather, &Scene::compare}) {
            fault = (scene.*step)();
            QVERIFY2(fault.isEmpty(), qPrintable(where + fault));
        }
    }
}

void PostgresqlTest::aStartWithoutItIsRefused()
{
    Scene scene(9, settingsFor(m_database.freshDatabase()));
    m_database.stop();
    scene.begin();
    QCOMPARE(scene.service().end(), 2);
    QCOMPARE(scene.service().err().count('\n'), 1);
    QVERIFY2(scene.service().err().startsWith("chatroomd: "), scene.service().err().constData());
    QVERIFY(m_database.startAgain());
    const QString fault = scene.start();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
}

QTEST_GUILESS_MAIN(PostgresqlTest)
#include "tst_postgresql.moc"
