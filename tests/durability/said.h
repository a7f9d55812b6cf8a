// What was said in a room, as it was read: live, or later in the history; and what is wrong when the two do not agree.
#pragma once

#include <QByteArray>
#include <QString>

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace chatroom::test {

struct Said final
{
    QByteArray id, time, author, verb, text;
    friend bool operator==(const Said&, const Said&) = default;
    [[nodiscard]] QString shown() const;
};
using Heard = std::vector<Said>;
using Rooms = std::map<QByteArray, Heard>; // by room

// Messages of these tests begin with a word of their own: the name of who says it and a number that ascends, "ann0000012".
[[nodiscard]] QByteArray wordOf(const QByteArray& text);
// Not so those of somebody who says "ok" again and again.
[[nodiscard]] bool isNumbered(const QByteArray& word);

// These say the first thing that is wrong, in words; empty: nothing.
//
// Nothing is there twice, by id or by word; times never go back, and an id tells its time; what one person said is in order.
[[nodiscard]] QString faultOf(const Heard& history);
// All that `who` heard is there, the same, and in the same order.
[[nodiscard]] QString lossOf(const Heard& history, const Heard& heard, const QString& who);
// `later` begins with all of `earlier`.
[[nodiscard]] QString changeOf(const Heard& earlier, const Heard& later);
// `copy` has all that was said up to some moment in all rooms, and nothing after it.
[[nodiscard]] QString gapOf(const Rooms& copy, const Rooms& whole);

} // namespace chatroom::test
