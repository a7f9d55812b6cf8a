// Words as often as people use them: the second half as often as the first, the third a third as often, and so on (Zipf's law), of
// 20,000. The more often a word comes, the shorter it is. The same seed makes the same words.
#pragma once

#include <cstdint>
#include <string>

namespace ircload {

// Adds words and spaces until it has `bytes`; the last word is cut off where it does not fit.
void fillWithTalk(std::string& text, std::size_t bytes, std::uint64_t seed);

} // namespace ircload
