#include "server/io/poller.h"

#include <QSocketNotifier>

#include <algorithm>
#include <array>
#include <unordered_map>

#if defined(Q_OS_LINUX)
#include <sys/epoll.h>
#include <unistd.h>
#elif defined(Q_OS_DARWIN) || defined(Q_OS_BSD4)
#include <sys/event.h>
#include <unistd.h>
#endif

namespace chatroom::server {

namespace {

[[maybe_unused]] constexpr int kEventsAtOnce = 256;

#if defined(Q_OS_LINUX)

class EpollPoller final : public Poller
{
public:
    EpollPoller() : m_set(epoll_create1(EPOLL_CLOEXEC)), m_notifier(m_set, QSocketNotifier::Read, this)
    {
        connect(&m_notifier, &QSocketNotifier::activated, this, &Poller::becameReady);
    }
    Q_DISABLE_COPY_MOVE(EpollPoller)
    ~EpollPoller() override
    {
        m_notifier.setEnabled(false);
        ::close(m_set);
    }

    bool add(int descriptor, std::uint64_t key, Interest interest) override
    {
        epoll_event event = eventFor(key, interest);
        return epoll_ctl(m_set, EPOLL_CTL_ADD, descriptor, &event) == 0;
    }
    void change(int descriptor, std::uint64_t key, Interest interest) override
    {
        epoll_event event = eventFor(key, interest);
        epoll_ctl(m_set, EPOLL_CTL_MOD, descriptor, &event);
    }
    void remove(int) override {} // closing the descriptor takes it out of the set: nothing here shares it
    void setPaused(bool isPaused) override { m_notifier.setEnabled(!isPaused); }
    void take(std::vector<Ready>& ready) override
    {
        std::array<epoll_event, kEventsAtOnce> events; // NOLINT: the kernel fills what is read
        const int count = epoll_wait(m_set, events.data(), kEventsAtOnce, 0);
        ready.clear();
        for (int i = 0; i < count; ++i) {
            const epoll_event& event = events[static_cast<std::size_t>(i)];
            const bool hasEnded = (event.events & (EPOLLHUP | EPOLLERR)) != 0;
            ready.push_back({event.data.u64, hasEnded || (event.events & EPOLLIN) != 0, (event.events & EPOLLOUT) != 0});
        }
    }

private:
    static epoll_event eventFor(std::uint64_t key, Interest interest)
    {
        epoll_event event{};
        event.events = (interest.inReading ? std::uint32_t{EPOLLIN} : 0U) | (interest.inWriting ? std::uint32_t{EPOLLOUT} : 0U);
        event.data.u64 = key;
        return event;
    }

    int m_set;
    QSocketNotifier m_notifier;
};
using BestPoller = EpollPoller;

#elif defined(Q_OS_DARWIN) || defined(Q_OS_BSD4)

class KqueuePoller final : public Poller
{
public:
    KqueuePoller() : m_set(kqueue()), m_notifier(m_set, QSocketNotifier::Read, this)
    {
        connect(&m_notifier, &QSocketNotifier::activated, this, &Poller::becameReady);
    }
    Q_DISABLE_COPY_MOVE(KqueuePoller)
    ~KqueuePoller() override
    {
        m_notifier.setEnabled(false);
        ::close(m_set);
    }

    bool add(int descriptor, std::uint64_t key, Interest interest) override { return apply(descriptor, key, interest); }
    void change(int descriptor, std::uint64_t key, Interest interest) override { apply(descriptor, key, interest); }
    void remove(int) override {} // closing the descriptor takes its filters away
    void setPaused(bool isPaused) override { m_notifier.setEnabled(!isPaused); }
    void take(std::vector<Ready>& ready) override
    {
        std::array<struct kevent, kEventsAtOnce> events;
        const timespec now{0, 0};
        const int count = kevent(m_set, nullptr, 0, events.data(), kEventsAtOnce, &now);
        ready.clear();
        for (int i = 0; i < count; ++i) {
            const auto& event = events[static_cast<std::size_t>(i)];
            ready.push_back({reinterpret_cast<std::uint64_t>(event.udata), event.filter == EVFILT_READ, event.filter == EVFILT_WRITE});
        }
    }

private:
    bool apply(int descriptor, std::uint64_t key, Interest interest)
    {
        std::array<struct kevent, 2> changes;
        const auto id = static_cast<uintptr_t>(descriptor);
        void* data = reinterpret_cast<void*>(key);
        EV_SET(&changes[0], id, EVFILT_READ, EV_ADD | (interest.inReading ? EV_ENABLE : EV_DISABLE), 0, 0, data);
        EV_SET(&changes[1], id, EVFILT_WRITE, EV_ADD | (interest.inWriting ? EV_ENABLE : EV_DISABLE), 0, 0, data);
        return kevent(m_set, changes.data(), 2, nullptr, 0, nullptr) == 0;
    }

    int m_set;
    QSocketNotifier m_notifier;
};
using BestPoller = KqueuePoller;

#endif

// Two notifiers a descriptor: costs more, runs wherever Qt does. Qt tells of each that is ready; the worker hears of them all at once
// when Qt has done so, since each of its turns ends with writing.
class NotifierPoller final : public Poller
{
public:
    bool add(int descriptor, std::uint64_t key, Interest interest) override
    {
        Entry& entry = m_entries[descriptor];
        entry.read = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
        entry.write = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Write);
        connect(entry.read.get(), &QSocketNotifier::activated, this, [this, key] { note({key, true, false}); });
        connect(entry.write.get(), &QSocketNotifier::activated, this, [this, key] { note({key, false, true}); });
        change(descriptor, key, interest);
        return true;
    }
    void change(int descriptor, std::uint64_t, Interest interest) override
    {
        Entry& entry = m_entries.at(descriptor);
        entry.interest = interest;
        enable(entry);
    }
    void setPaused(bool isPaused) override
    {
        if (std::exchange(m_isPaused, isPaused) == isPaused)
            return;
        for (const auto& [descriptor, entry] : m_entries)
            enable(entry);
    }
    void remove(int descriptor) override
    {
        const auto it = m_entries.find(descriptor);
        // Called from within its own signal: disabled now, gone when that has returned.
        for (auto* notifier : {it->second.read.release(), it->second.write.release()}) {
            notifier->setEnabled(false);
            notifier->deleteLater();
        }
        m_entries.erase(it);
    }
    // Each once, though Qt may have told of it twice before we were asked.
    void take(std::vector<Ready>& ready) override
    {
        ready.clear();
        std::sort(m_ready.begin(), m_ready.end(), [](const Ready& a, const Ready& b) { return a.key < b.key; });
        for (const Ready& each : m_ready) {
            if (ready.empty() || ready.back().key != each.key)
                ready.push_back({each.key, false, false});
            ready.back().canRead |= each.canRead;
            ready.back().canWrite |= each.canWrite;
        }
        m_ready.clear();
    }

private:
    struct Entry final
    {
        std::unique_ptr<QSocketNotifier> read, write;
        Interest interest;
    };
    void enable(const Entry& entry) const
    {
        entry.read->setEnabled(entry.interest.inReading && !m_isPaused);
        entry.write->setEnabled(entry.interest.inWriting && !m_isPaused);
    }
    void note(Ready ready)
    {
        m_ready.push_back(ready);
        if (m_ready.size() == 1)
            QMetaObject::invokeMethod(
                this, [this] { tell(); }, Qt::QueuedConnection);
    }
    void tell()
    {
        if (m_isPaused)
            m_ready.clear(); // Qt tells again when the notifiers are on again
        if (!m_ready.empty())
            Q_EMIT becameReady();
    }

    std::unordered_map<int, Entry> m_entries;
    bool m_isPaused = false;
    std::vector<Ready> m_ready;
};

} // namespace

std::unique_ptr<Poller> Poller::make(PollerKind kind)
{
#if defined(Q_OS_LINUX) || defined(Q_OS_DARWIN) || defined(Q_OS_BSD4)
    const bool isToBeBest = kind == PollerKind::BestHere && qgetenv("CHATROOM_POLLER") != "notifiers";
    if (isToBeBest)
        return std::make_unique<BestPoller>();
#else
    Q_UNUSED(kind)
#endif
    return std::make_unique<NotifierPoller>();
}

} // namespace chatroom::server
