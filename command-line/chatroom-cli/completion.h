// What Tab offers: names, rooms and commands.
#pragma once

#include <QString>
#include <QStringList>

namespace chatroom::client {
class Conversation;
class Session;
} // namespace chatroom::client

namespace chatroom::cli {

struct CompletionWords final
{
    QStringList commands; // without "/"
    QStringList rooms;
    QStringList names; // in the order in which they are offered
};

// All that can be completed in `current` (null: nowhere), its people in their order, oneself left out.
[[nodiscard]] CompletionWords completionWords(client::Session& session, client::Conversation* current);

// Candidates for `word`, which starts at character `start` of `line`, each whole and with what follows it: a name that
// starts the line gets ": ", all else a space. Case is ignored.
[[nodiscard]] QStringList completions(const CompletionWords& words, const QString& line, int start, const QString& word);

} // namespace chatroom::cli
