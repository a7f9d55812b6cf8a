#include "stallmeter.h"

#include <QJsonArray>
#include <QTimerEvent>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace windowsbench {

namespace {

constexpr int kTick = 5;             // milliseconds
constexpr double kStall = 50;        // what nobody should have to wait
constexpr double kMillisecond = 1e6; // nanoseconds

std::int64_t timeOf(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

// "ran waited turns", nanoseconds: see sched-stats in the kernel's documentation.
std::int64_t waitedTime(int schedule)
{
    std::array<char, 128> text{};
    const ssize_t read = schedule < 0 ? 0 : ::pread(schedule, text.data(), text.size(), 0);
    const char* const end = text.data() + std::max<ssize_t>(read, 0);
    const char* const second = std::find(static_cast<const char*>(text.data()), end, ' ');
    std::int64_t waited = 0;
    if (second != end)
        std::from_chars(second + 1, end, waited);
    return waited;
}

double at(std::vector<double> sorted, double part)
{
    std::ranges::sort(sorted);
    return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

double rounded(double milliseconds)
{
    return std::round(milliseconds * 10) / 10;
}

} // namespace

StallMeter::StallMeter()
    : m_schedule(::open(("/proc/self/task/" + std::to_string(::gettid()) + "/schedstat").c_str(), O_RDONLY | O_CLOEXEC))
{}

StallMeter::~StallMeter()
{
    if (m_schedule >= 0)
        ::close(m_schedule);
}

StallMeter::Moment StallMeter::now() const
{
    return {timeOf(CLOCK_MONOTONIC), timeOf(CLOCK_THREAD_CPUTIME_ID), waitedTime(m_schedule)};
}

void StallMeter::start()
{
    m_gaps.clear();
    m_start = m_last = now();
    m_timer.start(kTick, Qt::PreciseTimer, this);
}

void StallMeter::stop()
{
    m_timer.stop();
}

double StallMeter::cpuSeconds() const
{
    return static_cast<double>(now().cpu - m_start.cpu) / 1e9;
}

void StallMeter::timerEvent(QTimerEvent*)
{
    const Moment time = now();
    Gaps& gaps = m_gaps[m_act];
    const double wall = static_cast<double>(time.wall - m_last.wall) / kMillisecond;
    gaps.wall.push_back(wall);
    gaps.own.push_back(wall - static_cast<double>(time.waited - m_last.waited) / kMillisecond);
    gaps.cpu.push_back(static_cast<double>(time.cpu - m_last.cpu) / kMillisecond);
    m_last = time;
}

QJsonObject StallMeter::figuresOf(const Gaps& gaps)
{
    const auto three = [](const std::vector<double>& all) {
        return QJsonArray{rounded(at(all, 0.5)), rounded(at(all, 0.99)), rounded(at(all, 1))};
    };
    const auto isStall = [](double gap) { return gap > kStall; };
    return {{u"wall"_s, three(gaps.wall)},
            {u"own"_s, three(gaps.own)},
            {u"cpu"_s, three(gaps.cpu)},
            {u"over50"_s, static_cast<qint64>(std::ranges::count_if(gaps.wall, isStall))},
            {u"over50cpu"_s, static_cast<qint64>(std::ranges::count_if(gaps.cpu, isStall))},
            {u"over50own"_s, static_cast<qint64>(std::ranges::count_if(gaps.own, isStall))}};
}

QJsonObject StallMeter::figures() const
{
    Gaps all;
    QJsonObject acts;
    for (auto each = m_gaps.begin(); each != m_gaps.end(); ++each) {
        acts[each.key()] = figuresOf(each.value());
        all.wall.insert(all.wall.end(), each->wall.begin(), each->wall.end());
        all.own.insert(all.own.end(), each->own.begin(), each->own.end());
        all.cpu.insert(all.cpu.end(), each->cpu.begin(), each->cpu.end());
    }
    QJsonObject figures = figuresOf(all);
    figures[u"acts"_s] = acts;
    return figures;
}

} // namespace windowsbench
