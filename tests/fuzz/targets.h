// What holds for any bytes at all. Each target takes one input and ends the process when something does not hold.
// libFuzzer runs them with CHATROOM_FUZZ; the ordinary tests run them on the corpus and on mutations of it.
#pragma once

#include <string_view>

namespace chatroom::fuzz {

void parser(std::string_view input); // a line
void tags(std::string_view input);   // the tag section of a line
void framer(std::string_view input); // a stream; its first byte says how it is cut into reads
void mask(std::string_view input);   // a mask, a line feed, and what it is held against
void sasl(std::string_view input);   // a response of SASL, as both sides may get it
void search(std::string_view input); // the parameter of SEARCH
void selector(std::string_view input);

struct Target final
{
    std::string_view name; // of its folder in tests/data/corpus
    void (*run)(std::string_view input);
};
inline constexpr Target kTargets[] = {{"framer", framer}, {"mask", mask},         {"parser", parser}, {"sasl", sasl},
                                      {"search", search}, {"selector", selector}, {"tags", tags}};

} // namespace chatroom::fuzz
