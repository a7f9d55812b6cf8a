#include "protocol/timestamp.h"

#include <algorithm>
#include <charconv>

namespace chatroom::protocol {

namespace {

using std::chrono::milliseconds;

// A number of exactly `digits` digits at the front of `rest`, then `separator`.
std::optional<int> take(std::string_view& rest, std::size_t digits, char separator)
{
    if (rest.size() <= digits || rest[digits] != separator)
        return std::nullopt;
    int value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + digits, value);
    if (error != std::errc{} || end != rest.data() + digits || value < 0)
        return std::nullopt;
    rest.remove_prefix(digits + 1);
    return value;
}

// "16:40:51", then ".620Z" or "Z"
std::optional<milliseconds> takeTimeOfDay(std::string_view rest)
{
    const auto hours = take(rest, 2, ':');
    const auto minutes = hours ? take(rest, 2, ':') : std::nullopt;
    if (!minutes)
        return std::nullopt;
    int fraction = 0;
    std::optional<int> seconds = take(rest, 2, 'Z');
    if (!seconds) {
        seconds = take(rest, 2, '.');
        const auto thousandths = seconds ? take(rest, 3, 'Z') : std::nullopt;
        if (!thousandths)
            return std::nullopt;
        fraction = *thousandths;
    }
    if (*hours > 23 || *minutes > 59 || *seconds > 60 || !rest.empty())
        return std::nullopt;
    return std::chrono::hours{*hours} + std::chrono::minutes{*minutes} + std::chrono::seconds{*seconds} + milliseconds{fraction};
}

} // namespace

QByteArray formatTimestamp(Timestamp time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    QByteArray text(sizeof "2026-03-01T20:15:30.123Z" - 1, Qt::Uninitialized);
    char* to = text.data();
    // By hand: made nearly every time that somebody speaks.
    const auto put = [&to](long long number, int digits, char after) {
        for (int i = digits - 1; i >= 0; --i, number /= 10)
            to[i] = static_cast<char>('0' + number % 10);
        to[digits] = after;
        to += digits + 1;
    };
    put(std::clamp(static_cast<int>(date.year()), 0, 9999), 4, '-');
    put(static_cast<unsigned>(date.month()), 2, '-');
    put(static_cast<unsigned>(date.day()), 2, 'T');
    put(clock.hours().count(), 2, ':');
    put(clock.minutes().count(), 2, ':');
    put(clock.seconds().count(), 2, '.');
    put(clock.subseconds().count(), 3, 'Z');
    return text;
}

std::optional<Timestamp> parseTimestamp(std::string_view text)
{
    const auto year = take(text, 4, '-');
    const auto month = year ? take(text, 2, '-') : std::nullopt;
    const auto day = month ? take(text, 2, 'T') : std::nullopt;
    if (!day)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    const auto timeOfDay = takeTimeOfDay(text);
    if (!date.ok() || !timeOfDay)
        return std::nullopt;
    return std::chrono::sys_days{date} + *timeOfDay;
}

} // namespace chatroom::protocol
