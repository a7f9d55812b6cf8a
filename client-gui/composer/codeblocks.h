// Code in a message that is being written: the lines between two lines that begin with ```. Pure functions.
#pragma once

#include <QString>

namespace chatroom::clientgui {

// A line that opens or closes code: it begins with ``` and does not close it again itself.
[[nodiscard]] bool isFence(QStringView line);
// Whether the caret stands on a line of code: below a fence, and not yet on one that closes it.
[[nodiscard]] bool isInCode(const QString& text, qsizetype caret);

struct CodeEdit final
{
    qsizetype start = 0, length = 0; // what is replaced
    QString by;
    qsizetype caret = 0; // where it stands then
};
// The selection as code, on lines of its own; an empty selection makes room for some.
[[nodiscard]] CodeEdit fenced(const QString& text, qsizetype selectionStart, qsizetype selectionEnd);

} // namespace chatroom::clientgui
