// The colours of both windows: every colour on screen is one of these roles or a blend of two of them.
#pragma once

#include <QColor>

#include <cstdint>

namespace chatroom::widgets {

enum class Role : std::uint8_t {
    Window,  // behind everything
    Surface, // lists, messages, fields
    Raised,  // cards, menus, banners: above the window, with a line around
    Line,    // hairlines between and around things; carries no text
    Text,
    Muted,    // times, counts, hints
    Accent,   // selected, focused, a link, the one button that matters
    OnAccent, // text on the accent
    Mention,  // the ground of a message that names its reader
    Danger,
    Good,
};

struct Palette final
{
    QColor window, surface, raised, line, text, muted, accent, onAccent, mention, danger, good;
    bool isDark = false;

    [[nodiscard]] static Palette light();
    [[nodiscard]] static Palette dark();

    [[nodiscard]] QColor color(Role role) const;
    // Grounds that text, muted text and the accent stay readable on.
    [[nodiscard]] QColor hovered() const;
    [[nodiscard]] QColor selected() const;

    friend bool operator==(const Palette&, const Palette&) = default;
};

// WCAG 2.1, "contrast ratio": 1 (none) to 21; text needs 4.5. Both colours are taken as opaque.
[[nodiscard]] double contrast(const QColor& one, const QColor& other);
// `share` of `over` (0 to 1) laid on `ground`, opaque.
[[nodiscard]] QColor blended(const QColor& ground, const QColor& over, double share);

} // namespace chatroom::widgets
