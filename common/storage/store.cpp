#include "storage/store.h"

namespace chatroom::storage {

Place Place::direct(const protocol::FoldedName& one, const protocol::FoldedName& other)
{
    const bool isOrdered = one <= other;
    const QByteArray& first = isOrdered ? one.bytes() : other.bytes();
    const QByteArray& second = isOrdered ? other.bytes() : one.bytes();
    return {Kind::Direct, first + ' ' + second};
}

std::optional<QByteArray> Place::partnerOf(const protocol::FoldedName& account) const
{
    const qsizetype space = key.indexOf(' ');
    if (kind != Kind::Direct || space < 0)
        return std::nullopt;
    const QByteArray first = key.left(space);
    const QByteArray second = key.mid(space + 1);
    if (first == account.bytes())
        return second;
    return second == account.bytes() ? std::optional{first} : std::nullopt;
}

namespace {

template <typename T>
Answer answerOf(Result<T, StoreError> result)
{
    if (!result)
        return result.error();
    return std::move(*result);
}

Answer askFor(Store& store, const HistoryQuery& query)
{
    return answerOf(store.history(query));
}
Answer askFor(Store& store, const TargetsQuery& query)
{
    return answerOf(store.targets(query));
}
Answer askFor(Store& store, const SearchQuery& query)
{
    return answerOf(store.search(query));
}
Answer askFor(Store& store, const EntryQuery& query)
{
    return answerOf(store.entry(query));
}

} // namespace

Answer ask(Store& store, const Question& question)
{
    return std::visit([&store](const auto& query) { return askFor(store, query); }, question);
}

Result<KeptState, StoreError> restore(Store& store)
{
    auto rooms = store.rooms();
    if (!rooms)
        return Unexpected{rooms.error()};
    auto accounts = store.accounts();
    if (!accounts)
        return Unexpected{accounts.error()};
    auto readMarks = store.readMarks();
    if (!readMarks)
        return Unexpected{readMarks.error()};
    auto metadata = store.metadata();
    if (!metadata)
        return Unexpected{metadata.error()};
    const auto latest = store.latest();
    if (!latest)
        return Unexpected{latest.error()};
    return KeptState{std::move(*rooms), std::move(*accounts), std::move(*readMarks), std::move(*metadata), *latest};
}

} // namespace chatroom::storage
