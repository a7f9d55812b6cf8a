// Which of very many descriptors are ready, behind one seam: epoll on Linux, kqueue on macOS and BSD, and a QSocketNotifier for
// each elsewhere. The set's own descriptor is watched by the thread's ordinary event loop through one QSocketNotifier, so that
// timers, posted calls and sockets share a loop and an idle connection costs nothing.
//
// Level-triggered. Thread: the one that made it; nothing blocks.
#pragma once

#include <QObject>

#include <cstdint>
#include <memory>
#include <vector>

namespace chatroom::server {

struct Interest final
{
    bool inReading = false;
    bool inWriting = false;
    friend bool operator==(Interest, Interest) = default;
};

struct Ready final
{
    std::uint64_t key = 0; // as given to add()
    bool canRead = false;  // or ended, or failed: reading tells which. Seldom, nothing is there any more
    bool canWrite = false;
};

// With "notifiers" in the environment variable CHATROOM_POLLER the best is a QSocketNotifier for each: so that whole servers can be
// tested and measured with what runs elsewhere.
enum class PollerKind : std::uint8_t { BestHere, Notifiers };

class Poller : public QObject
{
    Q_OBJECT

public:
    [[nodiscard]] static std::unique_ptr<Poller> make(PollerKind kind);

    // False when the system has no room for one more.
    [[nodiscard]] virtual bool add(int descriptor, std::uint64_t key, Interest interest) = 0;
    virtual void change(int descriptor, std::uint64_t key, Interest interest) = 0;
    // Right before the descriptor is closed, and only then: some systems take it out of the set by that alone.
    virtual void remove(int descriptor) = 0;
    // While paused, becameReady() is not emitted.
    virtual void setPaused(bool isPaused) = 0;
    // What is ready now, at most a few hundred; replaces what `ready` held.
    virtual void take(std::vector<Ready>& ready) = 0;

Q_SIGNALS:
    // Something is: call take().
    void becameReady();
};

} // namespace chatroom::server
