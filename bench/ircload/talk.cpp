#include "talk.h"

#include <string_view>
#include <vector>

namespace ircload {

namespace {

constexpr std::size_t kWords = 20'000;
constexpr unsigned kDrawBits = 20; // the rarest words have a few of so many draws
constexpr std::string_view kConsonants = "bdfgklmnprstvz";
constexpr std::string_view kVowels = "aeiou";
constexpr std::size_t kSyllables = kConsonants.size() * kVowels.size();

// bench/questions.py makes the same words.
std::string word(std::size_t rank)
{
    std::string text;
    for (std::size_t left = rank + 1; left > 0; left = (left - 1) / kSyllables) {
        const std::size_t syllable = (left - 1) % kSyllables;
        text += kConsonants[syllable / kVowels.size()];
        text += kVowels[syllable % kVowels.size()];
    }
    return text;
}

struct Vocabulary final
{
    Vocabulary() : draws(std::size_t{1} << kDrawBits)
    {
        double sum = 0;
        for (std::size_t rank = 0; rank < kWords; ++rank) {
            words.push_back(word(rank) + ' ');
            sum += 1.0 / static_cast<double>(rank + 1);
        }
        double sumSoFar = 0;
        std::size_t draw = 0;
        for (std::size_t rank = 0; rank < kWords; ++rank) {
            sumSoFar += 1.0 / static_cast<double>(rank + 1);
            const auto end = static_cast<std::size_t>(sumSoFar / sum * static_cast<double>(draws.size()));
            for (; draw < end && draw < draws.size(); ++draw)
                draws[draw] = static_cast<std::uint16_t>(rank);
        }
    }

    std::vector<std::string> words; // by rank, each with a space
    std::vector<std::uint16_t> draws;
};

// Steele, Lea and Flood, "Fast splittable pseudorandom number generators".
std::uint64_t next(std::uint64_t& state)
{
    state += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
}

} // namespace

void fillWithTalk(std::string& text, std::size_t bytes, std::uint64_t seed)
{
    static const Vocabulary vocabulary;
    while (text.size() < bytes)
        text += vocabulary.words[vocabulary.draws[next(seed) >> (64U - kDrawBits)]];
    text.resize(bytes);
}

} // namespace ircload
