// A dialog that is always as high as what it says, however its texts wrap.
#pragma once

class QDialog;
class QWidget;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

// The page that fills the dialog, 400 px wide; it needs a layout.
[[nodiscard]] QWidget* fixedPage(const widgets::Theme& theme, QDialog& dialog);

} // namespace chatroom::clientgui
