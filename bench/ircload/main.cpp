// Loads an IRC server on this machine and prints what it made of it, as one line of JSON.

#include "loads.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>

namespace {

using namespace ircload;
using namespace std::chrono_literals;

constexpr std::string_view kRoom = "#load";
constexpr auto kPatience = 120s; // for coming in, and for entering the room

bool raiseDescriptorLimit(int clients)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, std::max<rlim_t>(limit.rlim_cur, static_cast<rlim_t>(clients) + 64));
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur >= static_cast<rlim_t>(clients) + 16;
}

Outcome run(Crowd& crowd, const Options& options)
{
    switch (options.mode) {
    case Mode::Fanout: return runFanout(crowd, options, kRoom);
    case Mode::Pairs: return runPairs(crowd, options);
    case Mode::Idle: break;
    }
    return runIdle(crowd, options);
}

} // namespace

int main(int argc, char* argv[])
{
    const Options options = parseOptions(argc, argv);
    if (!raiseDescriptorLimit(options.clients)) {
        std::fprintf(stderr, "ircload: this machine allows too few open files for %d clients\n", options.clients);
        return 3;
    }
    const ProcessUse base = processUse(options.serverPid);
    Crowd crowd(options.clients);
    bool isThere = crowd.connectAll(options.address, options.port, kPatience);
    if (isThere && options.mode == Mode::Fanout)
        isThere = crowd.joinAll(kRoom, kPatience);
    if (isThere)
        settle(crowd);
    if (!isThere || crowd.hasFailed()) {
        std::fprintf(stderr, "ircload: %s\n", crowd.error().c_str());
        return 3;
    }
    const ProcessUse filled = processUse(options.serverPid);
    const Outcome outcome = run(crowd, options);
    std::printf("%s\n", report(options, outcome, base, filled).c_str());
    if (crowd.hasFailed())
        std::fprintf(stderr, "ircload: %s\n", crowd.error().c_str());
    return outcome.isSound() && !crowd.hasFailed() ? 0 : 1;
}
