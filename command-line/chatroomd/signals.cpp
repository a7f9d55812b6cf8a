#include "chatroomd/signals.h"

#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace chatroom::service {

namespace {

// A handler has nothing but globals. Written once before it is installed, and read by it.
std::array<int, 2> s_pipe{-1, -1}; // NOLINT: see above

void note(int number)
{
    const int before = errno;
    const char byte = static_cast<char>(number);
    [[maybe_unused]] const ssize_t written = ::write(s_pipe[1], &byte, 1); // full: that many are waiting already
    errno = before;
}

} // namespace

Signals::Signals()
{
    Q_ASSERT(s_pipe[0] < 0);
    if (::pipe2(s_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(s_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Signals::readPipe);
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        std::signal(number, note);
}

Signals::~Signals()
{
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        std::signal(number, SIG_DFL);
    m_notifier.reset();
    for (int& end : s_pipe) {
        ::close(end);
        end = -1;
    }
}

void Signals::readPipe()
{
    char byte = 0;
    while (::read(s_pipe[0], &byte, 1) == 1) {
        if (byte == SIGHUP)
            Q_EMIT reloadRequested();
        else
            Q_EMIT endRequested();
    }
}

} // namespace chatroom::service
