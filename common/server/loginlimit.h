// How often somebody may try to sign in. Tokens are taken by a try and given back when it was right:
//
//     by address                 20, one more each 30 s: whoever tries all names from one place
//     by account and address     5, one more each 60 s: whoever tries all passwords of one name from one place
//     the same, where that account was signed in from before: 30, one more each 10 s, and the address does not count
//
// So nobody at another address can keep somebody out of their own account, and from where they were before not even a neighbour who
// tries other names can. Registrations have tokens of their own: 20 for an address, one more each 30 s.
//
// IPv6 addresses count by their network of 64 bits, since one machine has as many of them as it likes. Everything is bounded: what is
// full again is forgotten, and when there are too many, those that are nearest to it. Owned by Hub; hub's thread.
#pragma once

#include "protocol/casefold.h"

#include <QByteArray>

#include <chrono>
#include <cstddef>
#include <unordered_map>

namespace chatroom::server {

class LoginLimit final
{
public:
    static constexpr std::size_t kMostEntries = 4096; // of each table

    // Takes a token of each kind that counts, or none: false. `now` is monotonic.
    [[nodiscard]] bool tryOnce(const QByteArray& address, const protocol::FoldedName& account, std::chrono::milliseconds now);
    // It was right: the tokens come back, and that account is known at that address.
    void succeeded(const QByteArray& address, const protocol::FoldedName& account, std::chrono::milliseconds now);
    // It was never found out: the tokens come back.
    void giveBack(const QByteArray& address, const protocol::FoldedName& account, std::chrono::milliseconds now);

    [[nodiscard]] bool mayRegister(const QByteArray& address, std::chrono::milliseconds now);

    [[nodiscard]] std::size_t entries() const { return m_addresses.size() + m_pairs.size() + m_registrations.size() + m_known.size(); }

private:
    struct Rate final
    {
        int most;
        std::chrono::milliseconds each;
    };
    // When the bucket is full again: a time that each token moves on. Generic cell rate algorithm.
    using Table = std::unordered_map<QByteArray, std::chrono::milliseconds>;

    [[nodiscard]] static bool has(const Table& table, const QByteArray& key, Rate rate, std::chrono::milliseconds now);
    static void take(Table& table, const QByteArray& key, Rate rate, std::chrono::milliseconds now);
    static void put(Table& table, const QByteArray& key, Rate rate, std::chrono::milliseconds now);
    static void bound(Table& table, std::chrono::milliseconds now);

    Table m_addresses, m_pairs, m_registrations;
    Table m_known; // when they last signed in
};

} // namespace chatroom::server
