// windows_bench: how live a window stays while people talk much. Prints one line of JSON.
//
//   windows_bench server [options]               the server window with a server of its own
//   windows_bench client --port PORT [options]   the client window, in a room of a server on this machine
//     --rate N      2000 messages a second; 0: none
//     --seconds S   30
//     --visitors N  5 people a second who come and go
//     --unwatched   nobody looks at the client window: all that comes is unread
//     --only ACT    of what is done at the window meanwhile
//     --picture F   what the window shows towards the end
//     --label TEXT  repeated in the result
//
// The load comes from ircload, which must lie beside it, and from visitors, both in processes of their own. QT_QPA_PLATFORM=offscreen
// unless it is set. Exit status: 0 it was measured, 2 wrong usage, 3 it could not be.
#include "../ircload/procstat.h"
#include "desk.h"
#include "stallmeter.h"
#include "visitors.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <cmath>
#include <cstdio>
#include <sys/resource.h>

using namespace Qt::Literals::StringLiterals;
using namespace windowsbench;

namespace {

constexpr int kListeners = 20; // people in the room beside those who speak
constexpr int kSpeakers = 30;
constexpr int kBefore = 15; // seconds at most from their first word to the first act

struct Wanted final
{
    QString window, only, picture, label;
    std::uint16_t port = 0;
    int rate = 2000, seconds = 30, visitors = 5;
    bool isWatched = true;
};

double residentMiB()
{
    const auto kib = static_cast<double>(ircload::processUse(static_cast<int>(QCoreApplication::applicationPid())).residentKiB);
    return std::round(kib / 1024 * 10) / 10;
}

// Also of threads that have ended meanwhile, which /proc does not tell of any more.
double processCpuSeconds()
{
    rusage use{};
    ::getrusage(RUSAGE_SELF, &use);
    return static_cast<double>(use.ru_utime.tv_sec + use.ru_stime.tv_sec)
           + static_cast<double>(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

// Those who speak, and those who come and go, in processes that end with this.
class Others final
{
public:
    explicit Others(const Wanted& wanted) : m_wanted(wanted) {}
    Q_DISABLE_COPY_MOVE(Others)
    ~Others()
    {
        for (QProcess* each : {&m_visitors, &m_speakers}) {
            each->terminate();
            each->waitForFinished();
        }
    }
    void speak(std::uint16_t port)
    {
        const QStringList arguments{u"--mode"_s,     u"paced"_s,
                                    u"--rate"_s,     u"%1"_s.arg(m_wanted.rate),
                                    u"--clients"_s,  u"%1"_s.arg(kSpeakers + kListeners),
                                    u"--speakers"_s, u"%1"_s.arg(kSpeakers),
                                    u"--text"_s,     u"talk"_s,
                                    u"--messages"_s, u"0"_s,
                                    u"--seconds"_s,  u"%1"_s.arg(m_wanted.seconds + kBefore),
                                    u"--port"_s,     u"%1"_s.arg(port)};
        if (m_wanted.rate > 0)
            start(m_speakers, u"ircload"_s, arguments);
    }
    void visit(std::uint16_t port)
    {
        if (m_wanted.visitors > 0)
            start(m_visitors, u"windows_bench"_s,
                  {u"visitors"_s, u"--port"_s, u"%1"_s.arg(port), u"--visitors"_s, u"%1"_s.arg(m_wanted.visitors)});
    }

private:
    static void start(QProcess& process, const QString& program, const QStringList& arguments)
    {
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QCoreApplication::applicationDirPath() + u'/' + program, arguments);
    }

    const Wanted& m_wanted;
    QProcess m_speakers, m_visitors;
};

// One act after the other, each for its share of the time, ten steps a second; the memory at each quarter.
QJsonArray doAll(Desk& desk, const Wanted& wanted, StallMeter& meter)
{
    std::vector<Act> acts = desk.acts();
    if (!wanted.only.isEmpty())
        std::erase_if(acts, [&](const Act& act) { return act.name != wanted.only; });
    const int steps = wanted.seconds * 10;
    const int each = std::max(1, steps / std::max(1, static_cast<int>(acts.size())));
    QJsonArray memory{residentMiB()};
    QEventLoop loop;
    QTimer timer;
    int step = 0;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        const auto act = static_cast<std::size_t>(step / each);
        if (step % each == 0 && act > 0 && act <= acts.size() && acts[act - 1].end)
            acts[act - 1].end();
        if (act < acts.size()) {
            meter.setAct(acts[act].name);
            acts[act].step(step % each);
        }
        if (++step % std::max(1, steps / 4) == 0)
            memory.append(residentMiB());
        if (step >= steps)
            loop.quit();
    });
    meter.setAct(acts.empty() ? QString() : acts.front().name);
    meter.start();
    timer.start(100);
    loop.exec();
    meter.stop();
    return memory;
}

int measure(Desk& desk, const Wanted& wanted, Others& others)
{
    // The load generator speaks when the room has become quiet: visitors come later.
    if (!waitUntil([&] { return wanted.rate == 0 || desk.figures()[u"rows"_s].toInt() > wanted.rate; })) {
        std::fprintf(stderr, "windows_bench: nobody speaks\n");
        return 3;
    }
    others.visit(desk.port());
    StallMeter meter;
    const double before = processCpuSeconds();
    const QJsonArray memory = doAll(desk, wanted, meter);
    QJsonObject result = desk.figures();
    result[u"label"_s] = wanted.label;
    result[u"window"_s] = wanted.window;
    result[u"rate"_s] = wanted.rate;
    result[u"seconds"_s] = wanted.seconds;
    result[u"stalls"_s] = meter.figures();
    result[u"memory MiB"_s] = memory;
    result[u"cpu of the thread"_s] = meter.cpuSeconds();
    result[u"cpu of the process"_s] = processCpuSeconds() - before;
    if (!wanted.picture.isEmpty())
        desk.window().grab().save(wanted.picture);
    std::printf("%s\n", QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}

Wanted parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"window"_s, u"server or client"_s);
    const auto option = [&parser](const QString& name, const QString& usual) {
        const QCommandLineOption made(name, {}, u"value"_s, usual);
        parser.addOption(made);
        return made;
    };
    const QCommandLineOption port = option(u"port"_s, u"0"_s), rate = option(u"rate"_s, u"2000"_s), seconds = option(u"seconds"_s, u"30"_s),
                             visitors = option(u"visitors"_s, u"5"_s), only = option(u"only"_s, {}), picture = option(u"picture"_s, {}),
                             label = option(u"label"_s, {});
    const QCommandLineOption unwatched(u"unwatched"_s);
    parser.addOption(unwatched);
    if (!parser.parse(arguments)) {
        std::fprintf(stderr, "windows_bench: %s\n", qPrintable(parser.errorText()));
        std::exit(2);
    }
    return {.window = parser.positionalArguments().value(0),
            .only = parser.value(only),
            .picture = parser.value(picture),
            .label = parser.value(label),
            .port = static_cast<std::uint16_t>(parser.value(port).toUInt()),
            .rate = parser.value(rate).toInt(),
            .seconds = std::max(1, parser.value(seconds).toInt()),
            .visitors = parser.value(visitors).toInt(),
            .isWatched = !parser.isSet(unwatched)};
}

} // namespace

int main(int argc, char** argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    const Wanted wanted = parse(arguments);
    if (wanted.window == u"visitors"_s)
        return runVisitors(argc, argv, wanted.port, std::max(1, wanted.visitors));
    const bool isClient = wanted.window == u"client"_s;
    if ((!isClient && wanted.window != u"server"_s) || (isClient && wanted.port == 0)) {
        std::fprintf(stderr, "usage: windows_bench server|client --port PORT [--rate N] [--seconds S] [--visitors N] [--unwatched] "
                             "[--only ACT] [--picture FILE]\n");
        return 2;
    }
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    Others others(wanted);
    if (isClient)
        others.speak(wanted.port);
    const auto desk = isClient ? openClientDesk(folder.path(), wanted.port, wanted.isWatched) : openServerDesk(folder.path());
    if (!desk)
        return 3;
    if (!isClient)
        others.speak(desk->port());
    return measure(*desk, wanted, others);
}
