// Waiting without sleeping: the events of sockets and processes are dealt with as they come.
#pragma once

#include <functional>

namespace chatroom::test {

// False: it did not come true within so many milliseconds.
[[nodiscard]] bool waitFor(const std::function<bool()>& isTrue, int milliseconds);
// Lets everything go on for so long.
void goOnFor(int microseconds);

} // namespace chatroom::test
