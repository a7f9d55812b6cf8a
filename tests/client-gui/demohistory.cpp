#include "client-gui/demohistory.h"

#include "protocol/history.h"
#include "protocol/message.h"
#include "protocol/search.h"
#include "protocol/timestamp.h"

#include <QString>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::tests {

using protocol::HistorySelector;
using protocol::view;

namespace {

QByteArray stamp(const QDateTime& at)
{
    return at.toUTC().toString(u"yyyy-MM-ddThh:mm:ss.zzzZ"_s).toLatin1();
}

std::int64_t milliseconds(Timestamp time)
{
    return time.time_since_epoch().count();
}

// The first entry that is not before the selector's place.
std::size_t placeOf(const std::vector<DemoHistory::Entry>& entries, const QByteArray& selector)
{
    const auto parsed = protocol::parseSelector(view(selector));
    if (!parsed || parsed->kind == HistorySelector::Kind::Any)
        return entries.size();
    const auto found = std::ranges::find_if(entries, [&](const DemoHistory::Entry& each) {
        return parsed->kind == HistorySelector::Kind::MessageId ? each.id == parsed->messageId
                                                                : each.time.toMSecsSinceEpoch() >= milliseconds(parsed->time);
    });
    return static_cast<std::size_t>(found - entries.begin());
}

bool isThatOne(const DemoHistory::Entry& entry, const QByteArray& selector)
{
    const auto parsed = protocol::parseSelector(view(selector));
    return parsed
           && (parsed->kind == HistorySelector::Kind::MessageId ? entry.id == parsed->messageId
                                                                : entry.time.toMSecsSinceEpoch() == milliseconds(parsed->time));
}

} // namespace

void DemoHistory::add(const QByteArray& target, const QByteArray& who, const QByteArray& text, const QDateTime& at, const QByteArray& id)
{
    m_entries.push_back({target, who, text, id.isEmpty() ? "h" + QByteArray::number(m_entries.size()) : id, at.toUTC()});
    std::ranges::stable_sort(m_entries, {}, &Entry::time);
}

void DemoHistory::fill(const QByteArray& target, int count, const QDateTime& end)
{
    for (int i = 0; i < count; ++i)
        add(target, i % 3 == 0 ? "Ann" : "Bob", "Earlier message " + QByteArray::number(i), end.addSecs(-60 * (count - 1 - i)));
}

std::vector<DemoHistory::Entry> DemoHistory::of(const QByteArray& target) const
{
    std::vector<Entry> entries;
    std::ranges::copy_if(m_entries, std::back_inserter(entries), [&](const Entry& each) { return each.target == target; });
    return entries;
}

QByteArrayList DemoHistory::batch(const QByteArray& label, const QByteArray& type, const std::vector<Entry>& entries)
{
    const QByteArray id = "demo" + QByteArray::number(++m_batches);
    QByteArrayList lines{(label.isEmpty() ? QByteArray() : '@' + label + ' ') + ":demo BATCH +" + id + ' ' + type};
    for (const Entry& each : entries)
        lines += "@batch=" + id + ";time=" + stamp(each.time) + ";msgid=" + each.id + " :" + each.who + "!user@192.0.2.7 PRIVMSG "
                 + each.target + " :" + each.text;
    lines += ":demo BATCH -" + id;
    return lines;
}

QByteArrayList DemoHistory::answerHistory(const QByteArray& label, const QByteArray& line)
{
    ++requests;
    const QByteArrayList words = line.split(' ');
    const QByteArray what = words.value(1).toUpper();
    const QByteArray target = words.value(2);
    if (!failure.isEmpty())
        return {(label.isEmpty() ? QByteArray() : '@' + label + ' ') + ":demo FAIL CHATHISTORY MESSAGE_ERROR " + what + ' ' + target + " :"
                + failure};
    if (what == "TARGETS")
        return batch(label, "draft/chathistory-targets", {});
    const std::vector<Entry> all = of(target);
    const auto most = static_cast<std::size_t>(std::min(words.last().toInt(), page));
    std::size_t from = 0, to = all.size();
    bool isNewest = true;
    const QByteArray selector = words.value(3);
    const auto after = [&](const QByteArray& edge) {
        const std::size_t at = placeOf(all, edge);
        return at < all.size() && isThatOne(all[at], edge) ? at + 1 : at;
    };
    if (what == "BEFORE") {
        to = placeOf(all, selector);
    } else if (what == "AFTER") {
        from = after(selector);
        isNewest = false;
    } else if (what == "LATEST" && selector != "*") {
        from = after(selector);
    } else if (what == "AROUND") {
        const std::size_t at = placeOf(all, selector);
        from = at > most / 2 ? at - most / 2 : 0;
        isNewest = false;
    } else if (what == "BETWEEN") {
        isNewest = placeOf(all, selector) > placeOf(all, words.value(4));
        from = after(isNewest ? words.value(4) : selector);
        to = placeOf(all, isNewest ? selector : words.value(4));
    }
    to = std::max(from, to);
    if (to - from > most)
        isNewest ? from = to - most : to = from + most;
    const auto begin = all.begin();
    return batch(label, "chathistory " + target, {begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(to)});
}

QByteArrayList DemoHistory::answerSearch(const QByteArray& label, const QByteArray& line)
{
    ++searches;
    if (!searchFailure.isEmpty())
        return {(label.isEmpty() ? QByteArray() : '@' + label + ' ') + ":demo FAIL SEARCH INTERNAL_ERROR :" + searchFailure};
    QByteArray attributes = line.mid(7);
    if (attributes.startsWith(':'))
        attributes.remove(0, 1);
    const auto asked = protocol::parseSearchAttributes(view(attributes));
    std::vector<Entry> found;
    if (asked) {
        const auto terms = protocol::parseSearchText(QString::fromUtf8(asked->text));
        for (const Entry& each : m_entries) {
            const QStringList words = protocol::searchWords(QString::fromUtf8(each.text));
            const bool hasAll =
                std::ranges::all_of(terms, [&](const protocol::SearchTerm& term) { return words.contains(term.words.first()); });
            const bool isAsked = (asked->in.isEmpty() || asked->in == each.target) && (asked->from.isEmpty() || asked->from == each.who)
                                 && (!asked->before || each.time.toMSecsSinceEpoch() <= milliseconds(*asked->before))
                                 && (!asked->after || each.time.toMSecsSinceEpoch() >= milliseconds(*asked->after));
            if (hasAll && isAsked)
                found.push_back(each);
        }
        const auto most = static_cast<std::size_t>(std::min(asked->limit.value_or(page), page));
        if (found.size() > most)
            found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(most));
    }
    return batch(label, "soju.im/search", found);
}

} // namespace chatroom::tests
