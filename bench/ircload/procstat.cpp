#include "procstat.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>

namespace ircload {

namespace {

// Of all threads that are there: the same sum as in stat, which counts hundredths of a second. 0: not known.
double readThreads(const std::string& folder, ProcessUse& use)
{
    double sum = 0;
    std::error_code error;
    for (const auto& task : std::filesystem::directory_iterator(folder + "/task", error)) {
        std::ifstream schedule(task.path() / "schedstat");
        double nanoseconds = 0;
        schedule >> nanoseconds;
        sum += nanoseconds / 1e9;
        std::ifstream comm(task.path() / "comm");
        std::string name;
        comm >> name;
        if (name == "hub")
            use.hubSeconds += nanoseconds / 1e9;
        else if (name.starts_with("worker"))
            use.workerSeconds += nanoseconds / 1e9;
    }
    return sum;
}

} // namespace

ProcessUse processUse(int pid)
{
    ProcessUse use;
    const std::string folder = "/proc/" + std::to_string(pid);
    std::ifstream stat(folder + "/stat");
    std::string line;
    if (pid == 0 || !std::getline(stat, line))
        return use;
    // The name may hold spaces and parentheses: the fields begin behind the last ')'. See proc(5).
    std::istringstream fields(line.substr(line.rfind(')') + 2));
    std::string skipped;
    for (int field = 3; field < 14; ++field)
        fields >> skipped;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    const auto second = static_cast<double>(::sysconf(_SC_CLK_TCK));
    use.userSeconds = user / second;
    use.systemSeconds = system / second;
    use.cpuSeconds = use.userSeconds + use.systemSeconds;
    if (const double seconds = readThreads(folder, use); seconds > 0)
        use.cpuSeconds = seconds;

    std::ifstream status(folder + "/status");
    while (std::getline(status, line)) {
        if (line.starts_with("VmRSS:"))
            use.residentKiB = std::stoull(line.substr(6));
        if (line.starts_with("VmHWM:"))
            use.peakKiB = std::stoull(line.substr(6));
        if (line.starts_with("Threads:"))
            use.threads = std::stoi(line.substr(8));
    }
    use.isKnown = true;
    return use;
}

} // namespace ircload
