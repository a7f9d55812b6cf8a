// Loads an IRC server on this machine and prints what it made of it, as one line of JSON, or one for each step.

#include "loads.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <sys/resource.h>

namespace {

using namespace ircload;

bool raiseDescriptorLimit(int clients)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, std::max<rlim_t>(limit.rlim_cur, static_cast<rlim_t>(clients) + 64));
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur >= static_cast<rlim_t>(clients) + 16;
}

bool run(Crowd& crowd, const Options& options, Outcome& outcome)
{
    switch (options.mode) {
    case Mode::Fanout:
    case Mode::Slow: return runFanout(crowd, options, outcome);
    case Mode::Paced: return runPaced(crowd, options, outcome);
    case Mode::Pairs:
    case Mode::Duos: return runPairs(crowd, options, outcome);
    case Mode::Idle: return runIdle(crowd, options, outcome);
    case Mode::Register: return runRegister(crowd, options, outcome);
    case Mode::Churn: return runChurn(crowd, options, outcome);
    case Mode::Lone: return runLone(crowd, options, outcome);
    case Mode::Rooms: return runRooms(crowd, options, outcome);
    case Mode::Soak: return runSoak(crowd, options, outcome);
    case Mode::Grow: return runGrow(crowd, options, outcome);
    }
    return false;
}

} // namespace

int main(int argc, char* argv[])
{
    const Options options = parseOptions(argc, argv);
    const int connections = options.clients + options.bystanders;
    if (!raiseDescriptorLimit(connections)) {
        std::fprintf(stderr, "ircload: this machine allows too few open files for %d connections (see ulimit -n)\n", connections);
        return 3;
    }
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without a word about it
    Outcome outcome;
    outcome.base = processUse(options.serverPid);
    Crowd crowd(connections);
    crowd.setServer(options.address, options.port);
    if (options.hasTls)
        crowd.useTls(options.isResuming);
    crowd.addCapabilities(options.capabilities);
    const bool hasRun = run(crowd, options, outcome);
    outcome.protocol = crowd.protocol();
    outcome.resumed = static_cast<std::uint64_t>(crowd.resumed());
    if (!hasRun || crowd.hasFailed())
        std::fprintf(stderr, "ircload: %s\n", crowd.error().c_str());
    if (!hasRun)
        return 3;
    if (options.mode != Mode::Grow && options.mode != Mode::Soak) // told their steps
        print(options, outcome);
    return outcome.isSound() && !crowd.hasFailed() ? 0 : 1;
}
