// What could be completed at the caret, and with what. Pure functions.
#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>

namespace chatroom::clientgui {

enum class CompletionKind : std::uint8_t { None, Name, Room, Command, Emoji };

struct CompletionRequest final
{
    CompletionKind kind = CompletionKind::None;
    int start = 0; // of what will be replaced, with its '@', ':' or '/'
    int length = 0;
    QString prefix; // without it
    friend bool operator==(const CompletionRequest&, const CompletionRequest&) = default;
};

// What is offered while somebody types: "@an", "/to", ":smi".
[[nodiscard]] CompletionRequest completionWhileTyping(const QString& text, int caret);
// What Tab completes: a name or room of which something stands before the caret. None: Tab moves the focus.
[[nodiscard]] CompletionRequest completionForTab(const QString& text, int caret);

// Those that begin with `prefix`, letter case ignored, in their order.
[[nodiscard]] QStringList matching(const QStringList& candidates, const QString& prefix);
// A name as it is put in: "Ann: " where the message begins, "Ann " elsewhere.
[[nodiscard]] QString insertedName(const QString& name, int start);
// Why `typed` is no command that could be sent; nothing: it is one, or no command at all.
[[nodiscard]] std::optional<QString> commandProblem(const QString& typed);

} // namespace chatroom::clientgui
