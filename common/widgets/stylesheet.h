// The style sheet of both windows, made from resources/windows.qss: "@name" there is a colour or a size from here.
//
// Widgets ask for a look by the helpers below, which set dynamic properties that the sheet knows.
#pragma once

#include "widgets/metrics.h"
#include "widgets/palette.h"

#include <QString>

#include <cstdint>

class QPushButton;
class QToolButton;
class QWidget;

namespace chatroom::widgets {

[[nodiscard]] QString styleSheet(const Palette& palette, const Metrics& metrics);

enum class TextLook : std::uint8_t { Body, Strong, Secondary, Title, Figure };
enum class Tone : std::uint8_t { Plain, Muted, Accent, Danger, Good };
enum class ButtonLook : std::uint8_t { Plain, Primary, Danger, Flat, Chip };
enum class Ground : std::uint8_t { Card, List, Surface, Panel }; // the first two with a line and round corners

void setTextLook(QWidget& label, TextLook look, Tone tone = Tone::Plain);
void setButtonLook(QPushButton& button, ButtonLook look);
void setGround(QWidget& frame, Ground ground);
// A field with an icon before its text.
void setSearchLook(QWidget& field);
// A field whose text is not valid wears the danger colour.
void setFaulty(QWidget& field, bool isFaulty);

} // namespace chatroom::widgets
