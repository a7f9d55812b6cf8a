// What one connection has to do with metadata: the keys it wants to hear of, what it set before it had a name, a batch that is
// not whole yet, and how much it may still ask for. A device's, not a person's. Hub's thread.
#pragma once

#include "protocol/casefold.h"

#include <QByteArray>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <vector>

namespace chatroom::server {

using MetadataMap = std::map<QByteArray, QByteArray>; // key -> value; neither is ever empty

// Keys, each once, in their order.
class Subscriptions final
{
public:
    enum class Outcome : std::uint8_t { Added, Known, Full };

    [[nodiscard]] Outcome add(const QByteArray& key, std::size_t maximum)
    {
        // Also for one that is known: what comes after a limit is not looked at. draft/metadata-3, "Subscribed to too many keys", 3.
        if (m_keys.size() >= maximum)
            return Outcome::Full;
        const auto it = std::lower_bound(m_keys.begin(), m_keys.end(), key);
        if (it != m_keys.end() && *it == key)
            return Outcome::Known;
        m_keys.insert(it, key);
        return Outcome::Added;
    }
    void remove(const QByteArray& key) { std::erase(m_keys, key); }
    void clear() { m_keys.clear(); }
    [[nodiscard]] bool has(const QByteArray& key) const { return std::binary_search(m_keys.begin(), m_keys.end(), key); }
    [[nodiscard]] const std::vector<QByteArray>& keys() const { return m_keys; }

private:
    std::vector<QByteArray> m_keys;
};

// So many at once, and one more a second.
class Allowance final
{
public:
    using Seconds = std::chrono::seconds;
    using Now = std::chrono::milliseconds; // monotonic

    // How long to wait; zero: it is taken.
    [[nodiscard]] Seconds take(Now now, int atOnce)
    {
        // What was used counts down: a number of seconds into the future, as it were.
        const Now full = now + Seconds{atOnce};
        m_until = std::max(m_until, now) + Seconds{1};
        if (m_until <= full)
            return Seconds{0};
        m_until -= Seconds{1};
        return std::max(Seconds{1}, std::chrono::ceil<Seconds>(m_until + Seconds{1} - full));
    }

private:
    Now m_until{};
};

// A batch that is too long for one turn, and what is still to be told in it.
struct MetadataSync final
{
    QByteArray reference; // of the batch
    std::vector<QByteArray> keys;
    std::vector<protocol::FoldedName> targets; // channels and people
    std::size_t next = 0;                      // into targets
};

struct MetadataState final
{
    Subscriptions subscriptions;
    MetadataMap values; // before there is a User or an account
    std::optional<MetadataSync> sync;
    Allowance changes, syncs;
};

} // namespace chatroom::server
