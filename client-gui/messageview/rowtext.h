// What a row is made of, and what it says, told without laying it out: the text that is selected, copied, read aloud and drawn.
//
// Pure functions. GUI thread (translations, the locale).
#pragma once

#include "client-gui/messageview/markup.h"
#include "client-gui/messageview/rowplan.h"

#include <QDate>
#include <QStringList>

#include <functional>
#include <vector>

namespace chatroom::clientgui {

// The message that another one answers.
struct Quote final
{
    enum class State : std::uint8_t { None, Shown, Deleted, NotLoaded };
    State state = State::None;
    QString messageId;
    QString nickname, name; // of its author, and what they are called; only when Shown
    QString text;           // its first words in one line; or what is said in place of them
};

// A message that is about to be deleted: one can still undo it, or the server has been asked.
enum class Leaving : std::uint8_t { No, Undoable, Asked };

struct RowInput final
{
    const client::ChatLine& line;
    RowPlan plan;
    QDate day, today;
    // The lines that are said in one, of an Event; otherwise empty.
    std::vector<std::reference_wrapper<const client::ChatLine>> folded = {};
    QString name = {};    // what the author is called
    QString deleter = {}; // what the one is called who deleted it; empty: nobody knows
    bool isOurDeletion = false;
    Quote quote = {};          // looked up only to lay it out or to read it aloud
    bool isUnfolded = false;   // a long text stands there whole
    bool goesOnUnseen = false; // the row below says that nobody was there
    Leaving leaving = Leaving::No;
};

// A text with more lines or characters folds to its first lines until one wants to see all of it.
inline constexpr int kMostLines = 25;
inline constexpr int kMostCharacters = 4000;
inline constexpr int kFoldedLines = 12; // so many of them stand there, as they are broken

[[nodiscard]] bool isOnItsWay(client::DeliveryState state);
[[nodiscard]] bool isLong(const client::ChatLine& line);
[[nodiscard]] Markup markupOf(const RowInput& input);
// The same text that RowLayout::text has.
[[nodiscard]] QString rowText(const RowInput& input);
[[nodiscard]] QString clockTime(const QDateTime& utc);
// The first words of a text, in one line.
[[nodiscard]] QString firstWords(const QString& text);

} // namespace chatroom::clientgui
