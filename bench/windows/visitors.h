// People who come into the loaded room, greet the reader, and go.
#pragma once

#include <cstdint>

namespace windowsbench {

// So many a second, in a process of its own; returns when it is told to end by a signal.
int runVisitors(int argc, char** argv, std::uint16_t port, int rate);

} // namespace windowsbench
