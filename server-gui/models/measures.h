// How busy the server was in the last ten minutes, from the counters of its snapshots.
#pragma once

#include "server/serverevents.h"

#include <QList>

#include <chrono>
#include <deque>

namespace chatroom::servergui {

struct Sample final
{
    Timestamp at;
    int people = 0;
    double messages = 0; // in the minute before
    double received = 0; // bytes a second
    double sent = 0;     // bytes a second
};

class Measures final
{
public:
    static constexpr std::chrono::minutes kShown{10};
    static constexpr std::chrono::seconds kSpacing{2}; // between two samples that are kept

    // Counters that went back (the server was started again) begin anew.
    void add(const server::ServerSnapshot& snapshot);
    // Oldest first, none older than kShown before the newest.
    [[nodiscard]] const std::deque<Sample>& samples() const { return m_samples; }
    // Of the newest snapshot, kept or not.
    [[nodiscard]] const Sample& latest() const { return m_latest; }

private:
    struct Count final
    {
        Timestamp at;
        quint64 messages = 0, received = 0, sent = 0;
    };

    std::deque<Count> m_counts; // of the last minute
    std::deque<Sample> m_samples;
    Sample m_latest;
    Timestamp m_startedAt;
};

} // namespace chatroom::servergui
