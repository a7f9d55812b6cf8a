// Two devices of one account and a third person talk, answer, react, delete and read in a room and with each other, while wires are cut,
// programs are ended and the server is started anew. In the end all have the same: messages, reactions and deletions in the same
// order; and both devices the same unread line and counts.
//
// Longer: CHATROOM_CONVERGENCE_ROUNDS seeds of CHATROOM_CONVERGENCE_STEPS steps, from CHATROOM_CONVERGENCE_SEED on.
#include "convergence/device.h"
#include "server-io/support.h"

#include <QTest>

#include <array>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

int setting(const char* name, int usual)
{
    return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : usual;
}

// What one has and the other has not, else where their order parts; empty: they are the same.
QString difference(const QStringList& one, const QStringList& other)
{
    const auto lacking = [](const QStringList& from, const QStringList& in) {
        QStringList all;
        std::ranges::copy_if(from, std::back_inserter(all), [&](const QString& each) { return !in.contains(each); });
        return all.join(u"; "_s).replace(u'\n', u'|');
    };
    if (one == other)
        return {};
    return u"of %1 and %2 only one: \"%3\", only the other: \"%4\""_s.arg(one.size())
        .arg(other.size())
        .arg(lacking(one, other), lacking(other, one));
}

QString inWords(const Shown& shown)
{
    return u"%1 unread, %2 for us, the first of them \"%3\""_s.arg(shown.unread).arg(shown.mentions).arg(shown.firstUnread);
}

} // namespace

class ConvergenceTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allEndWithTheSame_data();
    void allEndWithTheSame();

private:
    using Devices = std::array<std::unique_ptr<Device>, 3>;

    // These say what went wrong, in words; empty: nothing.
    [[nodiscard]] static QString gather(Devices& devices);
    [[nodiscard]] QString restart(Server& server);
    [[nodiscard]] QString step(QRandomGenerator& chance, Server& server, Devices& devices);
    [[nodiscard]] static QString compare(Devices& devices);
    [[nodiscard]] static QString compareReading(Devices& devices);
    [[nodiscard]] static QString compareSaid(Devices& devices);

    [[nodiscard]] static QString states(Devices& devices);

    std::uint16_t m_port = 0;
};

QString ConvergenceTest::gather(Devices& devices)
{
    const auto areInside = [&] { return std::ranges::all_of(devices, [](const auto& each) { return each->isInside(); }); };
    return QTest::qWaitFor(areInside, kPatience) ? QString() : u"not everybody came in"_s;
}

QString ConvergenceTest::restart(Server& server)
{
    server.host().stop(u"It is started anew"_s);
    return server.start([this](server::ServerConfig& config) { config.listen = {plainListener(m_port)}; });
}

QString ConvergenceTest::step(QRandomGenerator& chance, Server& server, Devices& devices)
{
    Device& device = *devices[chance.bounded(static_cast<quint32>(devices.size()))];
    const int what = chance.bounded(100);
    if (what == 0)
        return restart(server);
    if (what < 4) {
        device.end();
        device.start();
    } else if (what < 8) {
        device.cut();
    } else if (what < 10) {
        device.setOut(true);
    } else if (what < 16) {
        for (const auto& each : devices)
            each->setOut(false);
    } else {
        device.act(chance);
    }
    for (const auto& each : devices)
        [[maybe_unused]] const bool isInside = each->isInside(); // tries again where it waits
    QTest::qWait(chance.bounded(12));
    return {};
}

QString ConvergenceTest::compare(Devices& devices)
{
    for (const bool isRoom : {true, false}) {
        const auto of = [isRoom](Device& device) { return Device::shown(isRoom ? *device.room() : *device.direct()); };
        const Shown first = of(*devices[0]);
        for (std::size_t i = 1; i < devices.size(); ++i) {
            const QString fault = difference(first.lines, of(*devices[i]).lines);
            if (!fault.isEmpty())
                return (isRoom ? u"in the room, "_s : u"between the two, "_s) + devices[0]->label() + u" and "_s + devices[i]->label()
                       + u": "_s + fault;
        }
    }
    return {};
}

QString ConvergenceTest::compareReading(Devices& devices)
{
    for (const bool isRoom : {true, false}) {
        const auto of = [isRoom](Device& device) { return inWords(Device::shown(isRoom ? *device.room() : *device.direct())); };
        if (const QString one = of(*devices[0]), other = of(*devices[1]); one != other)
            return (isRoom ? u"in the room: "_s : u"between the two: "_s) + one + u"; "_s + other;
    }
    return {};
}

// Nothing that anybody said is there twice.
QString ConvergenceTest::compareSaid(Devices& devices)
{
    QHash<QString, int> count;
    for (client::Conversation* conversation : {devices[0]->room(), devices[0]->direct()}) {
        for (const QString& line : Device::shown(*conversation).lines) {
            const QString text = line.section(u": "_s, 1).section(u" > "_s, 0, -2);
            if (++count[text] > 1 && !line.contains(u" deleted by "_s))
                return u"said twice: "_s + line;
        }
    }
    return {};
}

QString ConvergenceTest::states(Devices& devices)
{
    QStringList all;
    for (const auto& each : devices)
        all.append(each->state());
    return all.join(u"; "_s);
}

void ConvergenceTest::allEndWithTheSame_data()
{
    QTest::addColumn<quint32>("seed");
    const int first = setting("CHATROOM_CONVERGENCE_SEED", 1);
    for (int i = 0; i < setting("CHATROOM_CONVERGENCE_ROUNDS", 3); ++i)
        QTest::addRow("seed %d", first + i) << static_cast<quint32>(first + i);
}

void ConvergenceTest::allEndWithTheSame()
{
    QFETCH(const quint32, seed);
    QRandomGenerator chance(seed);
    Server server;
    QString fault = server.start([](server::ServerConfig& config) {
        config.limits.flood = false;
        config.limits.loginAttempts = 0;
        config.durability = server::Durability::Process;
    });
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    m_port = server.port();
    Devices devices{std::make_unique<Device>(u"Ann"_s, u"desk"_s, u"Bob"_s, m_port),
                    std::make_unique<Device>(u"Ann"_s, u"lap"_s, u"Bob"_s, m_port),
                    std::make_unique<Device>(u"Bob"_s, u"bob"_s, u"Ann"_s, m_port)};
    for (const std::size_t i : {std::size_t{0}, std::size_t{2}}) { // they keep their names
        devices[i]->start();
        QVERIFY(QTest::qWaitFor([&] { return devices[i]->isInside(); }, kPatience));
        fault = devices[i]->keepName();
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }
    devices[1]->setPassword(u"password-of-Ann"_s);
    devices[1]->start();
    fault = gather(devices);
    QVERIFY2(fault.isEmpty(), qPrintable(fault));

    const int steps = setting("CHATROOM_CONVERGENCE_STEPS", 150);
    for (int i = 0; i < steps; ++i) {
        fault = step(chance, server, devices);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }
    for (const auto& each : devices) {
        each->setOut(false);
        each->stopLooking();
    }
    const auto areSettled = [&] { return std::ranges::all_of(devices, [](const auto& each) { return each->isSettled(); }); };
    QVERIFY2(QTest::qWaitFor(areSettled, kPatience), qPrintable(states(devices)));
    // Something to be read: in both places, before and after one of the devices is another program.
    devices[2]->say(*devices[2]->room(), u"the end, Ann"_s);
    devices[1]->end();
    devices[2]->say(*devices[2]->direct(), u"good night"_s);
    devices[1]->start();
    QVERIFY2(QTest::qWaitFor(areSettled, kPatience), qPrintable(states(devices)));
    const auto isSame = [&] { return areSettled() && (fault = compareReading(devices)).isEmpty(); };
    QVERIFY2(QTest::qWaitFor(isSame, kPatience), qPrintable(fault));
    QVERIFY(Device::shown(*devices[0]->room()).unread > 0);
    QVERIFY(Device::shown(*devices[0]->direct()).unread > 0);
    for (const auto& each : devices) {
        for (client::Conversation* conversation : {each->room(), each->direct()}) {
            fault = each->loadAll(*conversation);
            QVERIFY2(fault.isEmpty(), qPrintable(fault));
        }
    }
    const auto haveSame = [&] { return areSettled() && (fault = compare(devices)).isEmpty(); };
    QVERIFY2(QTest::qWaitFor(haveSame, kPatience), qPrintable(fault));
    fault = compareReading(devices);
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    fault = compareSaid(devices);
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    QVERIFY(Device::shown(*devices[0]->room()).lines.size() > steps / 10);
}

QTEST_GUILESS_MAIN(ConvergenceTest)
#include "tst_convergence.moc"
