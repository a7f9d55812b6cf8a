// What the kernel says of another process: Linux, /proc.
#pragma once

#include <cstdint>

namespace ircload {

struct ProcessUse final
{
    double cpuSeconds = 0; // user and system, all threads
    double hubSeconds = 0; // of them, of the threads that have such a name: chatroomd's
    double workerSeconds = 0;
    double userSeconds = 0; // the two parts, to hundredths of a second
    double systemSeconds = 0;
    std::uint64_t residentKiB = 0;
    std::uint64_t peakKiB = 0; // the most that was resident since the process began
    int threads = 0;
    bool isKnown = false;
};

[[nodiscard]] ProcessUse processUse(int pid); // 0, or a process that is gone: not known

} // namespace ircload
