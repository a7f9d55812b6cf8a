#include "shortcodes.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace chatroom::cli {

namespace {

struct Shortcode final
{
    std::string_view name;
    const char* emoji; // UTF-8
};

// Those that are put below messages; any other emoji is typed or pasted as it is.
constexpr std::array kShortcodes = std::to_array<Shortcode>({
    {"+1", "👍"},
    {"-1", "👎"},
    {"100", "💯"},
    {"bug", "🐛"},
    {"check", "✅"},
    {"clap", "👏"},
    {"coffee", "☕"},
    {"confused", "😕"},
    {"cry", "😢"},
    {"eyes", "👀"},
    {"fire", "🔥"},
    {"grin", "😁"},
    {"heart", "❤️"},
    {"hourglass", "⏳"},
    {"joy", "😂"},
    {"laughing", "😆"},
    {"lock", "🔒"},
    {"memo", "📝"},
    {"muscle", "💪"},
    {"no", "❌"},
    {"ok", "👌"},
    {"ok_hand", "👌"},
    {"open_mouth", "😮"},
    {"party", "🎉"},
    {"pray", "🙏"},
    {"question", "❓"},
    {"raised_hands", "🙌"},
    {"rocket", "🚀"},
    {"sad", "😢"},
    {"shrug", "🤷"},
    {"smile", "😄"},
    {"smiley", "😃"},
    {"sob", "😭"},
    {"sparkles", "✨"},
    {"star", "⭐"},
    {"sunglasses", "😎"},
    {"tada", "🎉"},
    {"thinking", "🤔"},
    {"thumbsdown", "👎"},
    {"thumbsup", "👍"},
    {"warning", "⚠️"},
    {"wave", "👋"},
    {"white_check_mark", "✅"},
    {"wink", "😉"},
    {"x", "❌"},
    {"yes", "✅"},
});

} // namespace

QString emojiOf(const QString& typed)
{
    if (typed.size() < 3 || !typed.startsWith(u':') || !typed.endsWith(u':'))
        return typed;
    const std::string name = typed.sliced(1, typed.size() - 2).toLower().toStdString(); // not a name: a key
    const auto found = std::ranges::find(kShortcodes, name, &Shortcode::name);
    return found == kShortcodes.end() ? QString() : QString::fromUtf8(found->emoji);
}

} // namespace chatroom::cli
