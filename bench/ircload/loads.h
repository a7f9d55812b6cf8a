// The loads. Each gets a crowd that is not connected yet, and an outcome whose `base` is known. False: the load could not
// begin, and the crowd says why.
#pragma once

#include "outcome.h"

namespace ircload {

inline constexpr std::string_view kRoom = "#load";
inline constexpr std::chrono::seconds kPatience{120}; // for coming in, and for entering the room

// Everybody in, `inRoom` of them in the room, and quiet.
[[nodiscard]] bool gather(Crowd& crowd, const Options& options, int inRoom, Outcome& outcome);
// Everybody in, each in the room that is theirs, and quiet.
[[nodiscard]] bool gather(Crowd& crowd, const Options& options, const Crowd::RoomOf& roomOf, Outcome& outcome);

[[nodiscard]] bool runFanout(Crowd& crowd, const Options& options, Outcome& outcome);
[[nodiscard]] bool runPaced(Crowd& crowd, const Options& options, Outcome& outcome);
[[nodiscard]] bool runPairs(Crowd& crowd, const Options& options, Outcome& outcome);
[[nodiscard]] bool runIdle(Crowd& crowd, const Options& options, Outcome& outcome);
[[nodiscard]] bool runRegister(Crowd& crowd, const Options& options, Outcome& outcome);
[[nodiscard]] bool runChurn(Crowd& crowd, const Options& options, Outcome& outcome);
[[nodiscard]] bool runLone(Crowd& crowd, const Options& options, Outcome& outcome);
[[nodiscard]] bool runRooms(Crowd& crowd, const Options& options, Outcome& outcome);
// These print a result for each step.
[[nodiscard]] bool runGrow(Crowd& crowd, const Options& options, Outcome& outcome);
[[nodiscard]] bool runSoak(Crowd& crowd, const Options& options, Outcome& outcome);

} // namespace ircload
