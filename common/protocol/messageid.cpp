#include "protocol/messageid.h"

#include <algorithm>

namespace chatroom::protocol {

namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"; // RFC 4648, 5
constexpr std::size_t kCharacters = 22; // 128 bits, 6 in each; the last one has 2
constexpr int kTimeBytes = 6;

} // namespace

QByteArray makeMessageId(Timestamp time, const MessageIdNonce& nonce)
{
    std::array<std::uint8_t, 16> raw{};
    const auto milliseconds = static_cast<std::uint64_t>(time.time_since_epoch().count());
    for (std::size_t i = 0; i < kTimeBytes; ++i)
        raw[i] = static_cast<std::uint8_t>(milliseconds >> (8U * (kTimeBytes - 1 - i)));
    std::ranges::copy(nonce, raw.begin() + kTimeBytes);
    QByteArray id(static_cast<qsizetype>(kCharacters), Qt::Uninitialized);
    char* to = id.data();
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const std::uint8_t byte : raw) {
        bits = (bits << 8U) | byte;
        for (held += 8; held >= 6; held -= 6)
            *to++ = kDigits[(bits >> (held - 6)) & 63U];
    }
    *to = kDigits[(bits << (6 - held)) & 63U];
    return id;
}

std::optional<Timestamp> timeOfMessageId(std::string_view id)
{
    if (id.size() != kCharacters)
        return std::nullopt;
    std::uint64_t milliseconds = 0;
    for (std::size_t i = 0; i < id.size(); ++i) {
        const std::size_t digit = kDigits.find(id[i]);
        if (digit == std::string_view::npos)
            return std::nullopt;
        if (i < 8) // 48 bits
            milliseconds = (milliseconds << 6U) | digit;
    }
    return Timestamp{std::chrono::milliseconds{static_cast<std::int64_t>(milliseconds)}};
}

} // namespace chatroom::protocol
