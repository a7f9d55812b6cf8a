// Every emoji that can be picked, by group, with the names it is found by. One table: resources/emoji/emoji.txt.
//
// Read at the first use and never changed; GUI thread.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace chatroom::clientgui {

struct Emoji final
{
    QString text;
    QString name;           // "thumbs up", in English
    QStringList shortNames; // "+1", "thumbsup": what people type between colons; may be empty
    QString keywords;       // "hand, thumb, up"
    int group = 0;          // of emojiGroups()
};

[[nodiscard]] const std::vector<Emoji>& allEmoji();
[[nodiscard]] const QStringList& emojiGroups();              // "Smileys & Emotion", in English
[[nodiscard]] const Emoji* emojiByText(const QString& text); // null: not in the table
// What a person means by `typed`: short names that begin so, then names, words of names and keywords, then what contains it.
[[nodiscard]] std::vector<const Emoji*> findEmoji(const QString& typed, int most);
// As ":" completes it: "thumbsup", or its name with underscores.
[[nodiscard]] QString shortName(const Emoji& emoji);

} // namespace chatroom::clientgui
