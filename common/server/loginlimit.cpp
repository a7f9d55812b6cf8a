#include "server/loginlimit.h"

#include <QHostAddress>

#include <algorithm>
#include <vector>

namespace chatroom::server {

using namespace std::chrono_literals;
using protocol::FoldedName;

namespace {

constexpr auto kAddressEach = 30s;
constexpr auto kPairEach = 60s;
constexpr auto kKnownEach = 10s;
constexpr int kAddressMost = 20, kPairMost = 5, kKnownMost = 30;

// "192.0.2.7", or the network of an IPv6 address.
QByteArray placeOf(const QByteArray& address)
{
    const QHostAddress parsed{QString::fromLatin1(address)};
    if (parsed.protocol() != QAbstractSocket::IPv6Protocol)
        return address;
    const Q_IPV6ADDR octets = parsed.toIPv6Address();
    return QByteArray(reinterpret_cast<const char*>(octets.c), 8).toHex(':'); // NOLINT: octets are bytes
}

QByteArray pairOf(const QByteArray& place, const FoldedName& account)
{
    return place + ' ' + account.bytes();
}

} // namespace

bool LoginLimit::has(const Table& table, const QByteArray& key, Rate rate, std::chrono::milliseconds now)
{
    const auto it = table.find(key);
    return it == table.end() || it->second - now <= rate.each * (rate.most - 1);
}

void LoginLimit::take(Table& table, const QByteArray& key, Rate rate, std::chrono::milliseconds now)
{
    bound(table, now);
    auto& fullAt = table[key];
    fullAt = std::max(fullAt, now) + rate.each;
}

void LoginLimit::put(Table& table, const QByteArray& key, Rate rate, std::chrono::milliseconds now)
{
    const auto it = table.find(key);
    if (it == table.end())
        return;
    it->second -= rate.each;
    if (it->second <= now)
        table.erase(it);
}

// Makes room for one more. A quarter at once, so that it costs little however many come.
void LoginLimit::bound(Table& table, std::chrono::milliseconds now)
{
    if (table.size() < kMostEntries)
        return;
    std::erase_if(table, [now](const auto& each) { return each.second <= now; });
    if (table.size() < kMostEntries)
        return;
    std::vector<std::chrono::milliseconds> times;
    times.reserve(table.size());
    for (const auto& [key, time] : table)
        times.push_back(time);
    const auto quarter = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 4);
    std::ranges::nth_element(times, quarter);
    std::erase_if(table, [&](const auto& each) { return each.second <= *quarter; });
}

bool LoginLimit::tryOnce(const QByteArray& address, const FoldedName& account, std::chrono::milliseconds now)
{
    const QByteArray place = placeOf(address);
    const QByteArray pair = pairOf(place, account);
    const bool isKnown = m_known.contains(pair);
    const Rate rate = isKnown ? Rate{kKnownMost, kKnownEach} : Rate{kPairMost, kPairEach};
    const bool mayTry = has(m_pairs, pair, rate, now) && (isKnown || has(m_addresses, place, {kAddressMost, kAddressEach}, now));
    if (!mayTry)
        return false;
    take(m_pairs, pair, rate, now);
    if (!isKnown)
        take(m_addresses, place, {kAddressMost, kAddressEach}, now);
    return true;
}

void LoginLimit::giveBack(const QByteArray& address, const FoldedName& account, std::chrono::milliseconds now)
{
    const QByteArray place = placeOf(address);
    const QByteArray pair = pairOf(place, account);
    const bool isKnown = m_known.contains(pair);
    put(m_pairs, pair, isKnown ? Rate{kKnownMost, kKnownEach} : Rate{kPairMost, kPairEach}, now);
    if (!isKnown)
        put(m_addresses, place, {kAddressMost, kAddressEach}, now);
}

void LoginLimit::succeeded(const QByteArray& address, const FoldedName& account, std::chrono::milliseconds now)
{
    giveBack(address, account, now);
    const QByteArray pair = pairOf(placeOf(address), account);
    if (!m_known.contains(pair) && m_known.size() >= kMostEntries) {
        const auto oldest = std::ranges::min_element(m_known, {}, [](const auto& each) { return each.second; });
        m_known.erase(oldest);
    }
    m_known.insert_or_assign(pair, now);
}

bool LoginLimit::mayRegister(const QByteArray& address, std::chrono::milliseconds now)
{
    const QByteArray place = placeOf(address);
    if (!has(m_registrations, place, {kAddressMost, kAddressEach}, now))
        return false;
    take(m_registrations, place, {kAddressMost, kAddressEach}, now);
    return true;
}

} // namespace chatroom::server
