// micro: what the steps on a message's way through the server take, each alone. Google Benchmark; its options choose and print.
//
//   micro --benchmark_filter=engine          only those of that name
//   micro --benchmark_repetitions=5 --benchmark_report_aggregates_only=true
#include "micro.h"

#include <benchmark/benchmark.h>
#include <string>
#include <vector>

int main(int argc, char** argv)
{
    // Enough for two figures that hold; who says otherwise says it behind this.
    std::string brief = "--benchmark_min_time=0.2";
    std::vector<char*> arguments(argv, argv + argc);
    arguments.insert(arguments.begin() + 1, brief.data());
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data()))
        return 2;
    chatroom::bench::registerProtocol();
    chatroom::bench::registerEngine();
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
