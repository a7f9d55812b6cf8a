#include "client-gui/composer/completion.h"

#include "client/commandhelp.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr int kLeastEmojiLetters = 2;

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::Composer", text);
}

int wordStart(const QString& text, int caret)
{
    int start = caret;
    while (start > 0 && !text[start - 1].isSpace())
        --start;
    return start;
}

bool isEmojiName(QStringView name)
{
    return std::ranges::all_of(name,
                               [](QChar c) { return (c.unicode() < 0x80 && c.isLetterOrNumber()) || c == u'_' || c == u'+' || c == u'-'; });
}

} // namespace

CompletionRequest completionWhileTyping(const QString& text, int caret)
{
    const int start = wordStart(text, caret);
    if (start == caret)
        return {};
    const QString word = text.sliced(start, caret - start);
    const QString rest = word.sliced(1);
    const int length = static_cast<int>(word.size());
    if (word.front() == u'/' && start == 0 && !rest.contains(u'/'))
        return {CompletionKind::Command, start, length, rest};
    if (word.front() == u'@')
        return {CompletionKind::Name, start, length, rest};
    if (word.front() == u'#' && !rest.isEmpty())
        return {CompletionKind::Room, start, length, word};
    if (word.front() == u':' && rest.size() >= kLeastEmojiLetters && isEmojiName(rest))
        return {CompletionKind::Emoji, start, length, rest};
    return {};
}

CompletionRequest completionForTab(const QString& text, int caret)
{
    const int start = wordStart(text, caret);
    if (start == caret)
        return {};
    const QString word = text.sliced(start, caret - start);
    const int length = static_cast<int>(word.size());
    if (word.front() == u'#')
        return {CompletionKind::Room, start, length, word};
    if (word.front() == u'/' && start == 0)
        return {CompletionKind::Command, start, length, word.sliced(1)};
    return {CompletionKind::Name, start, length, word.front() == u'@' ? word.sliced(1) : word};
}

QStringList matching(const QStringList& candidates, const QString& prefix)
{
    QStringList found;
    for (const QString& candidate : candidates) {
        if (candidate.startsWith(prefix, Qt::CaseInsensitive))
            found += candidate;
    }
    return found;
}

QString insertedName(const QString& name, int start)
{
    return start == 0 ? name + u": "_s : name + u' ';
}

std::optional<QString> commandProblem(const QString& typed)
{
    if (!typed.startsWith(u'/') || typed.startsWith(u"//"))
        return std::nullopt;
    static const QRegularExpression kSpaces(u"\\s+"_s);
    const QStringList words = typed.sliced(1).split(kSpaces, Qt::SkipEmptyParts);
    if (words.isEmpty() || typed.size() < 2 || typed[1].isSpace())
        return tr("Write the command's name after the slash. Begin with two slashes to say a text that starts with one.");
    const client::TypedCommand* command = client::findTypedCommand(words.front());
    if (!command)
        return tr("There is no command /%1. Type / to see them all; begin with two slashes to say it as it is.")
            .arg(words.front().left(40));
    if (words.size() - 1 < command->leastArguments)
        return tr("It goes like this: %1").arg(QString::fromUtf8(command->usage.data(), static_cast<qsizetype>(command->usage.size())));
    return std::nullopt;
}

} // namespace chatroom::clientgui
