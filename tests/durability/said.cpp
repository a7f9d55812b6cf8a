#include "durability/said.h"

#include "protocol/message.h"
#include "protocol/messageid.h"
#include "protocol/timestamp.h"

#include <algorithm>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;

QString Said::shown() const
{
    return u"%1 %2 <%3> %4 \"%5\""_s.arg(QString::fromUtf8(time), QString::fromUtf8(id), QString::fromUtf8(author), QString::fromUtf8(verb),
                                         QString::fromUtf8(text).left(40));
}

QByteArray wordOf(const QByteArray& text)
{
    return text.left(text.indexOf(' '));
}

bool isNumbered(const QByteArray& word)
{
    return !word.isEmpty() && word.back() >= '0' && word.back() <= '9';
}

QString faultOf(const Heard& history)
{
    std::set<QByteArray> ids, words;
    std::map<QByteArray, QByteArray> latest; // by author
    const Said* before = nullptr;
    for (const Said& each : history) {
        const QByteArray word = wordOf(each.text);
        const auto time = protocol::timeOfMessageId(protocol::view(each.id));
        if (!ids.insert(each.id).second)
            return u"twice, by its id: "_s + each.shown();
        if (isNumbered(word) && !words.insert(word).second)
            return u"twice, by its text: "_s + each.shown();
        if (!time || protocol::formatTimestamp(*time) != each.time)
            return u"of another time than its id tells: "_s + each.shown();
        if (before && each.time < before->time)
            return u"time goes back from %1 to %2"_s.arg(before->shown(), each.shown());
        if (isNumbered(word) && word <= latest[each.author])
            return u"behind what the same one said later (%1): %2"_s.arg(QString::fromUtf8(latest[each.author]), each.shown());
        if (isNumbered(word))
            latest[each.author] = word;
        before = &each;
    }
    return {};
}

QString lossOf(const Heard& history, const Heard& heard, const QString& who)
{
    auto from = history.cbegin();
    for (const Said& each : heard) {
        const auto isIt = [&](const Said& other) { return other.id == each.id; };
        const auto it = std::find_if(from, history.cend(), isIt);
        if (it == history.cend()) {
            const bool isThere = std::any_of(history.cbegin(), from, isIt);
            return (isThere ? u"%1 heard it later than the history has it: %2"_s : u"%1 heard it and it is lost: %2"_s)
                .arg(who, each.shown());
        }
        if (*it != each)
            return u"%1 heard %2, and the history has %3"_s.arg(who, each.shown(), it->shown());
        from = it + 1;
    }
    return {};
}

QString changeOf(const Heard& earlier, const Heard& later)
{
    const auto [was, is] = std::mismatch(earlier.cbegin(), earlier.cend(), later.cbegin(), later.cend());
    if (was == earlier.cend())
        return {};
    const QString now = is == later.cend() ? u"nothing"_s : is->shown();
    return u"the history had %1 in place %2, and now %3"_s.arg(was->shown(), QString::number(was - earlier.cbegin()), now);
}

QString gapOf(const Rooms& copy, const Rooms& whole)
{
    QByteArray latest; // in the copy
    for (const auto& [room, heard] : copy) {
        if (!whole.contains(room))
            return u"a room that was nowhere: "_s + QString::fromUtf8(room);
        if (const QString change = changeOf(heard, whole.at(room)); !change.isEmpty())
            return change;
        if (!heard.empty())
            latest = std::max(latest, heard.back().time);
    }
    for (const auto& [room, heard] : whole) {
        const auto it = copy.find(room);
        const std::size_t copied = it == copy.end() ? 0 : it->second.size();
        if (copied < heard.size() && heard[copied].time < latest)
            return u"left out, though others were said later: "_s + heard[copied].shown();
    }
    return {};
}

} // namespace chatroom::test
