// catchup: how fast a client that was away has what it missed, and whether it has all of it once and in order.
//
//   catchup --port PORT [--messages N] [--rounds N]
//
// A real client::Session enters a room of a server on this machine and leaves; somebody says so many messages (10,000) there; it comes
// back. The time is from asking for the connection to all being in the model that a window shows. Prints a table in Markdown.
// Exit status: 0 all was there, 1 something was missing, doubled or out of order, 2 wrong usage, 3 no server or no end.
#include "base/clock.h"
#include "client/conversation.h"
#include "client/models/linemodel.h"
#include "client/session.h"
#include "network/trust.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTimer>

#include <cstdio>
#include <functional>
#include <optional>
#include <sys/resource.h>

using namespace chatroom;
using namespace Qt::Literals::StringLiterals;
using client::Conversation;
using client::LineKind;
using client::Session;

namespace {

constexpr int kPatience = 60'000; // milliseconds

// Lets what comes be dealt with until that is true. False: it did not come true within a minute.
bool waitFor(const std::function<bool()>& isTrue)
{
    QTimer wakes; // so that the time is looked at even when nothing happens
    wakes.start(200);
    QElapsedTimer time;
    time.start();
    while (!isTrue()) {
        if (time.elapsed() > kPatience)
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    return true;
}

double cpuSeconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Somebody with a plain IRC client, who talks.
class Talker final
{
public:
    bool enter(std::uint16_t port, const QByteArray& room)
    {
        m_socket.connectToHost(u"127.0.0.1"_s, port);
        m_socket.write("NICK talker\r\nUSER talker 0 * :talker\r\nJOIN " + room + "\r\n");
        return waitFor([this] { return has(" 366 "); });
    }
    // "line 1", "line 2" and so on, the first of them `from`. True when the server has kept them all.
    bool say(const QByteArray& room, int from, int count)
    {
        for (int i = from; i < from + count; ++i)
            m_socket.write("PRIVMSG " + room + " :line " + QByteArray::number(i) + " of what was said while nobody looked\r\n");
        m_socket.write("PING kept\r\n"); // answered behind all that is said
        return waitFor([this] { return has(" PONG "); });
    }

private:
    bool has(const QByteArray& part)
    {
        m_read += m_socket.readAll();
        if (!m_read.contains(part))
            return false;
        m_read.clear();
        return true;
    }

    QTcpSocket m_socket;
    QByteArray m_read;
};

struct Result final
{
    double milliseconds = 0, cpuMilliseconds = 0;
    int missing = 0, doubled = 0, misplaced = 0, gaps = 0;
};

// The number of "line 17 of ..."; 0: another line.
int numberOf(const client::ChatLine& line)
{
    return line.kind == LineKind::Message ? line.text.section(u' ', 1, 1).toInt() : 0;
}

void compare(client::LineModel& lines, int count, Result& result)
{
    std::vector<int> seen(static_cast<std::size_t>(count) + 1);
    int last = 0;
    for (int row = 0; row < lines.rowCount(); ++row) {
        result.gaps += lines.line(row).kind == LineKind::Gap ? 1 : 0;
        const int number = numberOf(lines.line(row));
        if (number < 1 || number > count)
            continue;
        ++seen[static_cast<std::size_t>(number)];
        result.misplaced += number < last ? 1 : 0;
        last = number;
    }
    for (int number = 1; number <= count; ++number) {
        const int times = seen[static_cast<std::size_t>(number)];
        result.missing += times == 0 ? 1 : 0;
        result.doubled += times > 1 ? 1 : 0;
    }
}

std::optional<Result> measure(std::uint16_t port, const QByteArray& room, int messages)
{
    constexpr int kBefore = 10; // are read before it goes
    const SystemClock clock;
    network::TrustStore trust;
    Session session(clock, trust);
    const QString name = QString::fromLatin1(room);
    const auto open = [&] { session.open({u"127.0.0.1"_s, port, false}, {u"away"_s, {}, {}}, {name}); };
    const auto lastNumber = [&] {
        const Conversation* there = session.find(name);
        if (!there)
            return 0;
        client::LineModel& lines = session.find(name)->lines();
        int row = lines.rowCount() - 1;
        while (row >= 0 && numberOf(lines.line(row)) == 0)
            --row;
        return row < 0 ? 0 : numberOf(lines.line(row));
    };
    Talker talker;
    open();
    if (!waitFor([&] { return session.find(name) && session.find(name)->isJoined(); }) || !talker.enter(port, room)
        || !talker.say(room, 1, kBefore) || !waitFor([&] { return lastNumber() == kBefore; }))
        return std::nullopt;
    session.leave({});
    if (!waitFor([&] { return session.state() == Session::State::Offline; }) || !talker.say(room, kBefore + 1, messages))
        return std::nullopt;

    Result result;
    const double cpu = cpuSeconds();
    QElapsedTimer time;
    time.start();
    open();
    if (!waitFor([&] { return lastNumber() == kBefore + messages && !session.find(name)->isCatchingUp(); }))
        return std::nullopt;
    result.milliseconds = static_cast<double>(time.nsecsElapsed()) * 1e-6;
    result.cpuMilliseconds = (cpuSeconds() - cpu) * 1e3;
    compare(session.find(name)->lines(), kBefore + messages, result);
    return result;
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"port"_s, u"of a server on this machine"_s, u"PORT"_s},
                       {u"messages"_s, u"that are missed"_s, u"N"_s, u"10000"_s},
                       {u"rounds"_s, u"each in a room of its own"_s, u"N"_s, u"3"_s}});
    parser.addHelpOption();
    parser.process(application);
    const auto port = static_cast<std::uint16_t>(parser.value(u"port"_s).toUShort());
    const int messages = parser.value(u"messages"_s).toInt();
    const int rounds = parser.value(u"rounds"_s).toInt();
    if (port == 0 || messages < 1 || rounds < 1) {
        std::fprintf(stderr, "catchup: --port takes a port, --messages and --rounds numbers above zero\n");
        return 2;
    }
    std::printf(
        "| missed | ms until all are there | messages a second | ms of the client's CPU | missing | doubled | out of order | gaps |\n"
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    bool isSound = true;
    for (int round = 0; round < rounds; ++round) {
        const auto result = measure(port, "#away" + QByteArray::number(round), messages);
        if (!result) {
            std::fprintf(stderr, "catchup: no server, or not all came within a minute\n");
            return 3;
        }
        std::printf("| %d | %.0f | %.0f | %.0f | %d | %d | %d | %d |\n", messages, result->milliseconds,
                    messages / result->milliseconds * 1e3, result->cpuMilliseconds, result->missing, result->doubled, result->misplaced,
                    result->gaps);
        std::fflush(stdout);
        isSound = isSound && result->missing + result->doubled + result->misplaced + result->gaps == 0;
    }
    return isSound ? 0 : 1;
}
