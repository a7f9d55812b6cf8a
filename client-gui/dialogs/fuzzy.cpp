#include "client-gui/dialogs/fuzzy.h"

#include <algorithm>

namespace chatroom::clientgui {

int fuzzyScore(const QString& typed, const QString& name)
{
    if (typed.isEmpty())
        return 1;
    const QString wanted = typed.toCaseFolded();
    const QString text = name.toCaseFolded();
    int score = 0;
    qsizetype from = 0;
    qsizetype last = -2;
    for (const QChar c : wanted) {
        const qsizetype at = text.indexOf(c, from);
        if (at < 0)
            return 0;
        const bool isWordStart = at == 0 || !text[at - 1].isLetterOrNumber();
        score += 10 + (isWordStart ? 30 : 0) + (at == last + 1 ? 20 : 0);
        last = at;
        from = at + 1;
    }
    const bool isBeginning = text.startsWith(wanted) || (text.size() > 1 && text.sliced(1).startsWith(wanted));
    return std::max(1, score + (isBeginning ? 1000 : 0) - static_cast<int>(std::min<qsizetype>(text.size(), 100)) / 4);
}

} // namespace chatroom::clientgui
