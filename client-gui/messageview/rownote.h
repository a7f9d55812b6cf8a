// A quiet line below a message that says what became of it: not sent, about to be deleted, or nobody there to read it yet.
//
// Coordinates are those of the row. GUI thread.
#pragma once

#include <QRect>
#include <QString>

#include <cstdint>

class QIcon;
class QPainter;

namespace chatroom::clientgui {

struct MessageStyle;
struct RowInput;

struct RowNote final
{
    enum class Kind : std::uint8_t { None, Failed, Leaving, Unseen };
    Kind kind = Kind::None;
    QString text, action; // no action: nothing to press
    QRect box;            // the icon and the text, which may take several lines
    bool isWrapped = false;
    QRect actionBox; // behind the text, or below it where both do not fit
};

// What is to be said of the row, from `top` on; of kind None: nothing.
[[nodiscard]] RowNote layOutNote(const RowInput& input, const MessageStyle& style, int top);
[[nodiscard]] int bottomOf(const RowNote& note, const MessageStyle& style); // the y below it
void paintNote(QPainter& painter, const RowNote& note, const QIcon& icon, const MessageStyle& style);

} // namespace chatroom::clientgui
