#include "network/trust.h"

#include <array>

namespace chatroom::network {

namespace {

// One for each byte; changing one would change what people compare.
constexpr std::array<const char*, 256> kWords = {
    "able", "acid", "aged", "also", "area", "army", "away", "baby", "back",  "ball",  "band",  "bank", "base", "bath", "bear", "beat",
    "bell", "belt", "bird", "blue", "boat", "body", "bone", "book", "boot",  "born",  "boss",  "bowl", "bulk", "burn", "bush", "busy",
    "cake", "call", "calm", "camp", "card", "care", "case", "cash", "cast",  "cell",  "chat",  "chip", "city", "clay", "club", "coal",
    "coat", "code", "cold", "cook", "cool", "copy", "corn", "cost", "crab",  "crew",  "crop",  "dark", "data", "date", "dawn", "deal",
    "dear", "debt", "deck", "deep", "deer", "desk", "dial", "diet", "dish",  "dock",  "door",  "dose", "down", "draw", "drum", "dual",
    "duck", "dune", "dust", "duty", "each", "earn", "ease", "east", "easy",  "edge",  "edit",  "else", "even", "exit", "face", "fact",
    "fair", "fall", "farm", "fast", "fern", "file", "fill", "film", "find",  "fire",  "firm",  "fish", "flag", "flat", "flow", "fold",
    "folk", "food", "foot", "fork", "form", "fort", "four", "free", "frog",  "fuel",  "full",  "fund", "gain", "game", "gate", "gift",
    "girl", "glad", "goal", "goat", "gold", "golf", "good", "gray", "grid",  "grow",  "gulf",  "hair", "half", "hall", "hand", "hard",
    "harp", "hawk", "head", "heat", "herb", "hero", "high", "hill", "hint",  "hold",  "hole",  "home", "hood", "hope", "horn", "hour",
    "huge", "idea", "inch", "iris", "iron", "item", "jade", "jazz", "join",  "jump",  "jury",  "kale", "keen", "keep", "kelp", "kind",
    "king", "kite", "knee", "knot", "lace", "lake", "lamp", "land", "lark",  "last",  "late",  "lawn", "lead", "leaf", "lean", "left",
    "lens", "life", "lily", "lime", "line", "link", "lion", "list", "loaf",  "lock",  "loft",  "long", "look", "loop", "loud", "love",
    "luck", "lung", "made", "mail", "main", "many", "maps", "mark", "mask",  "math",  "meal",  "meat", "melt", "menu", "mild", "milk",
    "mill", "mind", "mint", "mist", "mode", "moon", "moss", "moth", "move",  "much",  "myth",  "nail", "name", "near", "neck", "nest",
    "next", "nine", "node", "noon", "nose", "note", "oak",  "oath", "ocean", "olive", "onion", "opal", "open", "oval", "oven", "pace",
};

} // namespace

QStringList fingerprintWords(const QByteArray& fingerprint)
{
    QStringList words;
    for (const char each : QByteArray::fromHex(fingerprint).left(8))
        words.append(QLatin1String(kWords[static_cast<unsigned char>(each)]));
    return words;
}

} // namespace chatroom::network
