// How long the thread that it lives in did not come back to its event loop: what somebody at the window feels as a stall.
//
// A timer ticks every five milliseconds, and each tick looks back at the one before. "wall" is what a clock on the wall says between
// two ticks; "own" is that without the time in which the thread was ready to run but other work had the processors (Linux's schedstat);
// "cpu" is the time in which it ran. Milliseconds. One thread.
#pragma once

#include <QBasicTimer>
#include <QJsonObject>
#include <QMap>
#include <QObject>
#include <QString>

#include <cstdint>
#include <vector>

namespace windowsbench {

class StallMeter final : public QObject
{
public:
    StallMeter();
    ~StallMeter() override;

    void start();
    void stop();
    // What is done at the window from now on: each has figures of its own.
    void setAct(const QString& act) { m_act = act; }
    // Of all, and by act.
    [[nodiscard]] QJsonObject figures() const;
    [[nodiscard]] double cpuSeconds() const; // of this thread, since start()

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    struct Moment final
    {
        std::int64_t wall = 0, cpu = 0, waited = 0; // nanoseconds
    };
    struct Gaps final
    {
        std::vector<double> wall, own, cpu;
    };
    [[nodiscard]] Moment now() const;
    [[nodiscard]] static QJsonObject figuresOf(const Gaps& gaps);

    QBasicTimer m_timer;
    int m_schedule; // the thread's schedstat; -1: there is none here
    QString m_act;
    Moment m_start, m_last;
    QMap<QString, Gaps> m_gaps;
};

} // namespace windowsbench
