#include "storage/memorystore.h"

#include "protocol/message.h"
#include "protocol/messageid.h"
#include "storage/entryline.h"

#include <algorithm>
#include <iterator>

namespace chatroom::storage {

using protocol::view;

namespace {

bool isReadable(const Entry& entry, Readers reader, bool withEvents)
{
    return entry.readers <= reader && (withEvents || isSpoken(entry.verb));
}

Timestamp momentOf(const Bound& bound)
{
    return bound.messageId.isEmpty() ? bound.time : protocol::timeOfMessageId(view(bound.messageId)).value_or(bound.time);
}

// Whether `term` begins at the word `at`.
bool fitsAt(const QStringList& words, qsizetype at, const protocol::SearchTerm& term)
{
    const qsizetype count = term.words.size();
    if (at + count > words.size())
        return false;
    for (qsizetype i = 0; i < count; ++i) {
        const bool mayGoOn = term.isPrefix && i == count - 1;
        if (!(mayGoOn ? words[at + i].startsWith(term.words[i]) : words[at + i] == term.words[i]))
            return false;
    }
    return true;
}

bool fits(const QStringList& words, const protocol::SearchTerm& term)
{
    for (qsizetype at = 0; at < words.size(); ++at) {
        if (fitsAt(words, at, term))
            return true;
    }
    return false;
}

bool fits(const Entry& entry, const SearchQuery& query)
{
    if (!isSpoken(entry.verb) || (query.after && entry.time < *query.after) || (query.before && entry.time > *query.before))
        return false;
    if (!query.from.isEmpty() && protocol::fold(protocol::SourceView::parse(view(entry.source)).nickname) != query.from.bytes())
        return false;
    if (query.terms.empty())
        return true;
    const QStringList words = protocol::searchWords(QString::fromUtf8(entry.text));
    return std::ranges::all_of(query.terms, [&words](const protocol::SearchTerm& term) { return fits(words, term); });
}

} // namespace

Result<void, StoreError> MemoryStore::commit(std::span<const Write> writes)
{
    if (auto checked = check(writes); !checked)
        return checked;
    for (const Write& each : writes)
        std::visit([this](const auto& what) { write(what); }, each);
    return {};
}

bool MemoryStore::isThere(const Place& room) const
{
    const auto history = m_histories.find(room);
    return m_rooms.contains(room) || (history != m_histories.end() && !history->second.empty());
}

// Before anything is done: which rooms there will be at each renaming.
Result<void, StoreError> MemoryStore::check(std::span<const Write> writes) const
{
    if (std::ranges::none_of(writes, [](const Write& each) { return std::holds_alternative<RenameRoom>(each); }))
        return {};
    std::map<Place, bool> changed;
    const auto isThereThen = [&](const Place& room) {
        const auto known = changed.find(room);
        return known == changed.end() ? isThere(room) : known->second;
    };
    for (const Write& each : writes) {
        if (const auto* said = std::get_if<Entry>(&each))
            changed.insert_or_assign(said->place, true);
        else if (const auto* room = std::get_if<RoomRecord>(&each))
            changed.insert_or_assign(room->place(), true);
        else if (const auto* forget = std::get_if<ForgetRoom>(&each))
            changed.insert_or_assign(forget->place, false);
        const auto* rename = std::get_if<RenameRoom>(&each);
        if (rename == nullptr || rename->from == rename->to || !isThereThen(rename->from))
            continue;
        if (isThereThen(rename->to))
            return Unexpected{roomIsThere(rename->to)};
        changed.insert_or_assign(rename->from, false);
        changed.insert_or_assign(rename->to, true);
    }
    return {};
}

void MemoryStore::write(const Entry& entry)
{
    m_histories[entry.place].push_back({++m_lastNumber, entry});
}

void MemoryStore::write(const RoomRecord& room)
{
    m_rooms.insert_or_assign(room.place(), room);
}

void MemoryStore::write(const ForgetRoom& forget)
{
    m_rooms.erase(forget.place);
    m_histories.erase(forget.place);
    m_accounts.forgetRoom(forget.place.key);
}

void MemoryStore::write(const EraseEntry& erase)
{
    const auto place = m_histories.find(erase.place);
    if (place == m_histories.end())
        return;
    const auto entry = find(place->second, erase.messageId);
    if (entry != place->second.end())
        place->second.erase(entry);
}

void MemoryStore::write(const Tombstone& tombstone)
{
    const auto place = m_histories.find(tombstone.place);
    if (place == m_histories.end())
        return;
    const auto entry = find(place->second, tombstone.messageId);
    if (entry != place->second.end())
        makeTombstone(place->second[static_cast<std::size_t>(entry - place->second.cbegin())].entry, tombstone);
}

void MemoryStore::write(const RenameRoom& rename)
{
    if (rename.from == rename.to)
        return;
    m_accounts.renameRoom(rename.from.key, rename.to.key);
    if (!isThere(rename.from))
        return;
    m_histories.erase(rename.to);
    if (auto history = m_histories.extract(rename.from)) {
        history.key() = rename.to;
        for (Kept& each : history.mapped()) {
            each.entry.place = rename.to;
            each.entry.target = targetIn(rename.to, each.entry.target);
        }
        m_histories.insert(std::move(history));
    }
    if (auto room = m_rooms.extract(rename.from)) {
        room.key() = rename.to;
        room.mapped().name = rename.to.key;
        m_rooms.insert(std::move(room));
    }
}

void MemoryStore::write(const ForgetAccount& forget)
{
    m_accounts.forget(forget.account);
    std::erase_if(m_histories, [&](const auto& each) { return each.first.partnerOf(forget.account).has_value(); });
    for (auto& [place, room] : m_rooms)
        std::erase_if(room.ranks, [&](const RankRecord& each) { return protocol::FoldedName{view(each.account)} == forget.account; });
}

// Through the moment in the id where it is one of ours, as the databases find it.
MemoryStore::History::const_iterator MemoryStore::find(const History& history, const QByteArray& messageId)
{
    const auto time = protocol::timeOfMessageId(view(messageId));
    if (!time)
        return history.end();
    const auto from = std::ranges::lower_bound(history, *time, {}, [](const Kept& each) { return each.entry.time; });
    const auto found =
        std::find_if(from, history.end(), [&](const Kept& each) { return each.entry.time != *time || each.entry.messageId == messageId; });
    return found != history.end() && found->entry.time == *time ? found : history.end();
}

MemoryStore::History::const_iterator MemoryStore::firstBehind(const History& history, const Bound& bound)
{
    const auto found = find(history, bound.messageId);
    if (found != history.end())
        return std::next(found);
    return std::ranges::upper_bound(history, momentOf(bound), {}, [](const Kept& each) { return each.entry.time; });
}

MemoryStore::History::const_iterator MemoryStore::firstAt(const History& history, const Bound& bound)
{
    const auto found = find(history, bound.messageId);
    if (found != history.end())
        return found;
    return std::ranges::lower_bound(history, momentOf(bound), {}, [](const Kept& each) { return each.entry.time; });
}

std::map<Place, Readers> MemoryStore::readable(const std::vector<ReadablePlace>& places, const protocol::FoldedName& account) const
{
    std::map<Place, Readers> found;
    for (const ReadablePlace& each : places)
        found.insert_or_assign(each.place, each.reader);
    for (const auto& [place, history] : m_histories) {
        if (!account.isEmpty() && place.partnerOf(account))
            found.insert_or_assign(place, Readers::Operators);
    }
    return found;
}

Result<bool, StoreError> MemoryStore::wasCommitted(const Entry& entry)
{
    const auto place = m_histories.find(entry.place);
    return place != m_histories.end() && find(place->second, entry.messageId) != place->second.end();
}

Result<std::vector<RoomRecord>, StoreError> MemoryStore::rooms()
{
    std::vector<RoomRecord> all;
    for (const auto& [place, room] : m_rooms) {
        const auto history = m_histories.find(place);
        all.push_back(room);
        all.back().entries = history == m_histories.end() ? 0 : history->second.size();
    }
    return all;
}

Result<Timestamp, StoreError> MemoryStore::latest()
{
    Timestamp latest{};
    for (const auto& [place, history] : m_histories) {
        if (!history.empty())
            latest = std::max(latest, history.back().entry.time);
    }
    return latest;
}

Result<Entries, StoreError> MemoryStore::history(const HistoryQuery& query)
{
    const auto place = m_histories.find(query.place);
    if (place == m_histories.end())
        return Entries{};
    const History& history = place->second;
    const auto limit = static_cast<std::size_t>(std::max(query.limit, 0));
    const auto take = [&](auto from, auto to, std::size_t most) {
        Entries taken;
        for (; from != to && taken.size() < most; ++from) {
            if (isReadable(from->entry, query.reader, query.withEvents))
                taken.push_back(from->entry);
        }
        return taken;
    };
    const auto takeBackwards = [&](auto from, auto to, std::size_t most) {
        Entries taken = take(std::make_reverse_iterator(to), std::make_reverse_iterator(from), most);
        std::ranges::reverse(taken);
        return taken;
    };
    if (query.shape == HistoryQuery::Shape::Around) {
        const auto center = firstAt(history, query.center);
        Entries all = takeBackwards(history.begin(), center, limit / 2);
        std::ranges::move(take(center, history.end(), limit - limit / 2), std::back_inserter(all));
        return all;
    }
    const auto first = query.after ? find(history, query.after->messageId) : history.end();
    const auto last = query.before ? find(history, query.before->messageId) : history.end();
    const bool areEntries = first != history.end() && last != history.end();
    const bool isTurned = areEntries && last < first && first->entry.time == last->entry.time;
    const auto& after = isTurned ? query.before : query.after;
    const auto& before = isTurned ? query.after : query.before;
    const auto from = after ? firstBehind(history, *after) : history.begin();
    const auto to = before ? firstAt(history, *before) : history.end();
    if (from >= to)
        return Entries{};
    const bool isAscending = (query.shape == HistoryQuery::Shape::Oldest) != isTurned;
    return isAscending ? take(from, to, limit) : takeBackwards(from, to, limit);
}

Result<std::vector<TargetRow>, StoreError> MemoryStore::targets(const TargetsQuery& query)
{
    std::vector<TargetRow> rows;
    for (const auto& [place, reader] : readable(query.places, query.account)) {
        const auto found = m_histories.find(place);
        if (found == m_histories.end())
            continue;
        const auto latest = std::find_if(found->second.rbegin(), found->second.rend(), [&, reader = reader](const Kept& each) {
            return isReadable(each.entry, reader, query.withEvents);
        });
        if (latest != found->second.rend() && latest->entry.time > query.after && latest->entry.time < query.before)
            rows.push_back({place, latest->entry.time});
    }
    std::ranges::stable_sort(rows, {}, &TargetRow::latest);
    const auto excess = static_cast<std::ptrdiff_t>(rows.size()) - query.limit;
    if (excess > 0 && query.isNewestFirst)
        rows.erase(rows.begin(), rows.begin() + excess);
    else if (excess > 0)
        rows.erase(rows.end() - excess, rows.end());
    return rows;
}

Result<Entries, StoreError> MemoryStore::search(const SearchQuery& query)
{
    std::vector<const Kept*> found;
    for (const auto& [place, reader] : readable(query.places, query.account)) {
        const auto history = m_histories.find(place);
        if (history == m_histories.end())
            continue;
        for (const Kept& each : history->second) {
            if (each.entry.readers <= reader && fits(each.entry, query))
                found.push_back(&each);
        }
    }
    std::ranges::sort(found, {}, &Kept::number);
    const auto limit = std::min(found.size(), static_cast<std::size_t>(std::max(query.limit, 0)));
    const auto from = query.after ? std::size_t{0} : found.size() - limit;
    Entries entries;
    for (const Kept* each : std::span(found).subspan(from, limit))
        entries.push_back(each->entry);
    return entries;
}

Result<Entries, StoreError> MemoryStore::entry(const EntryQuery& query)
{
    const auto place = m_histories.find(query.place);
    if (place == m_histories.end())
        return Entries{};
    const auto found = find(place->second, query.messageId);
    return found == place->second.end() ? Entries{} : Entries{found->entry};
}

Result<bool, StoreError> MemoryStore::maintain(const Retention& retention)
{
    for (auto& [place, history] : m_histories) {
        auto keepFrom = history.cbegin();
        if (retention.oldest)
            keepFrom = std::ranges::lower_bound(history, *retention.oldest, {}, [](const Kept& each) { return each.entry.time; });
        if (retention.maxMessages > 0 && history.size() > retention.maxMessages)
            keepFrom = std::max(keepFrom, history.cend() - static_cast<std::ptrdiff_t>(retention.maxMessages));
        history.erase(history.cbegin(), keepFrom);
    }
    return false;
}

} // namespace chatroom::storage
