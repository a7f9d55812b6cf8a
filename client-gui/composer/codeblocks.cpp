#include "client-gui/composer/codeblocks.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr auto kFence = "```"_L1;

} // namespace

bool isFence(QStringView line)
{
    return line.startsWith(kFence) && line.sliced(kFence.size()).indexOf(kFence) < 0;
}

bool isInCode(const QString& text, qsizetype caret)
{
    bool isOpen = false;
    qsizetype start = 0;
    for (;;) {
        const qsizetype end = text.indexOf(u'\n', start);
        const QStringView line = QStringView(text).sliced(start, (end < 0 ? text.size() : end) - start);
        const bool isLast = end < 0 || caret <= end;
        if (isLast)
            return isOpen ? !isFence(line) : isFence(line) && caret == start + line.size() && end < 0;
        if (isFence(line))
            isOpen = !isOpen;
        start = end + 1;
    }
}

CodeEdit fenced(const QString& text, qsizetype selectionStart, qsizetype selectionEnd)
{
    const auto [start, end] = std::minmax(selectionStart, selectionEnd);
    QString code = text.sliced(start, end - start);
    while (code.endsWith(u'\n'))
        code.chop(1);
    const bool needsLineBefore = start > 0 && text[start - 1] != u'\n';
    const bool needsLineBehind = end < text.size() && text[end] != u'\n';
    const QString before = (needsLineBefore ? u"\n"_s : QString()) + kFence + u'\n';
    CodeEdit edit{start, end - start, before + code + u'\n' + kFence + (needsLineBehind ? u"\n"_s : QString()), 0};
    edit.caret = code.isEmpty() ? start + before.size() : start + before.size() + code.size() + 1 + kFence.size();
    return edit;
}

} // namespace chatroom::clientgui
