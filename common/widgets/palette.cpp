#include "widgets/palette.h"

#include <algorithm>
#include <cmath>

namespace chatroom::widgets {

namespace {

// WCAG 2.1, "relative luminance".
double luminance(const QColor& color)
{
    const auto linear = [](double channel) { return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

Palette Palette::light()
{
    return {.window = QColor(0xF6F7F9),
            .surface = QColor(0xFFFFFF),
            .raised = QColor(0xFFFFFF),
            .line = QColor(0xE3E6EB),
            .text = QColor(0x1B1F24),
            .muted = QColor(0x5B6572),
            .accent = QColor(0x2563CF),
            .onAccent = QColor(0xFFFFFF),
            .mention = QColor(0xFFF6DF),
            .danger = QColor(0xC4342D),
            .good = QColor(0x18773F),
            .isDark = false};
}

Palette Palette::dark()
{
    return {.window = QColor(0x16181C),
            .surface = QColor(0x1D2025),
            .raised = QColor(0x24282E),
            .line = QColor(0x30353D),
            .text = QColor(0xE6E8EB),
            .muted = QColor(0x9AA4B0),
            .accent = QColor(0x6EA0FF),
            .onAccent = QColor(0x0D1420),
            .mention = QColor(0x33290F),
            .danger = QColor(0xFF7A70),
            .good = QColor(0x4CC38A),
            .isDark = true};
}

QColor Palette::color(Role role) const
{
    switch (role) {
    case Role::Window: return window;
    case Role::Surface: return surface;
    case Role::Raised: return raised;
    case Role::Line: return line;
    case Role::Text: return text;
    case Role::Muted: return muted;
    case Role::Accent: return accent;
    case Role::OnAccent: return onAccent;
    case Role::Mention: return mention;
    case Role::Danger: return danger;
    case Role::Good: return good;
    }
    Q_UNREACHABLE();
}

QColor Palette::hovered() const
{
    return blended(window, text, isDark ? 0.06 : 0.05);
}

QColor Palette::selected() const
{
    return blended(surface, accent, isDark ? 0.18 : 0.11);
}

double contrast(const QColor& one, const QColor& other)
{
    const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

QColor blended(const QColor& ground, const QColor& over, double share)
{
    const auto mix = [share](int below, int above) { return static_cast<int>(std::lround(below + (above - below) * share)); };
    return {mix(ground.red(), over.red()), mix(ground.green(), over.green()), mix(ground.blue(), over.blue())};
}

} // namespace chatroom::widgets
