#include "signalwatch.h"

#include <QSocketNotifier>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace chatroom::cli {

namespace {

constexpr std::array kWatched{SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP};

// A handler of the system gets no context, so where it writes to has to be a global.
std::atomic<int> writeEnd{-1};
static_assert(std::atomic<int>::is_always_lock_free);

void handle(int signal)
{
    const int before = errno;
    const auto byte = static_cast<unsigned char>(signal);
    [[maybe_unused]] const auto written = ::write(writeEnd.load(), &byte, 1); // full: one is waiting already
    errno = before;
}

} // namespace

SignalWatch::SignalWatch(QObject* parent) : QObject(parent)
{
    if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // no descriptors left: signals then do what they do by default
    writeEnd = m_pipe[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &SignalWatch::read);
    struct sigaction action = {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (const int signal : kWatched)
        ::sigaction(signal, &action, nullptr);
}

SignalWatch::~SignalWatch()
{
    if (m_pipe[0] < 0)
        return;
    for (const int signal : kWatched)
        std::signal(signal, SIG_DFL);
    writeEnd = -1;
    m_notifier.reset();
    ::close(m_pipe[0]);
    ::close(m_pipe[1]);
}

void SignalWatch::read()
{
    std::array<unsigned char, 64> bytes{};
    const auto count = ::read(m_pipe[0], bytes.data(), bytes.size());
    for (ssize_t i = 0; i < count; ++i) {
        switch (bytes.at(static_cast<std::size_t>(i))) {
        case SIGINT: Q_EMIT received(What::Interrupt); break;
        case SIGWINCH: Q_EMIT received(What::Resize); break;
        case SIGTSTP: Q_EMIT received(What::Suspend); break;
        default: Q_EMIT received(What::Terminate); break;
        }
    }
}

} // namespace chatroom::cli
