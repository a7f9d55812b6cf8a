// The shaped text of a row: its paragraphs below each other, code on its card.
//
// GUI thread (fonts).
#pragma once

#include "client-gui/messageview/rowlayout.h"

namespace chatroom::clientgui {

// Gives `row` its text, its blocks and its links, from `top` on; returns where it ends.
[[nodiscard]] int layOutText(const RowInput& input, const MessageStyle& style, int top, RowLayout& row);

} // namespace chatroom::clientgui
