#include "storage/entries.h"

#include "protocol/messageid.h"

#include <QtDebug>

namespace chatroom::test {

using namespace storage;

Timestamp at(std::int64_t milliseconds)
{
    return Timestamp{std::chrono::milliseconds{1'717'243'200'000 + milliseconds}};
}

Place room(const char* name)
{
    return Place::channel(protocol::FoldedName{name});
}

Place between(const char* one, const char* other)
{
    return Place::direct(protocol::FoldedName{one}, protocol::FoldedName{other});
}

QByteArray messageIdAt(std::int64_t milliseconds)
{
    static std::uint32_t made = 0;
    ++made;
    protocol::MessageIdNonce nonce{};
    for (std::size_t i = 0; i < 4; ++i)
        nonce[i] = static_cast<std::uint8_t>((made * 2'654'435'761U) >> (8 * i)); // the order of ids tells nothing
    return protocol::makeMessageId(at(milliseconds), nonce);
}

Entry said(const Place& place, std::int64_t milliseconds, const QByteArray& text, const QByteArray& nickname)
{
    Entry entry;
    entry.place = place;
    entry.messageId = messageIdAt(milliseconds);
    entry.time = at(milliseconds);
    entry.source = nickname + "!user@host";
    entry.target = place.key;
    entry.text = text;
    return entry;
}

Entry happened(const Place& place, std::int64_t milliseconds, Verb verb, const QByteArray& text)
{
    Entry entry = said(place, milliseconds, text);
    entry.verb = verb;
    return entry;
}

Entry forReaders(Entry entry, Readers readers)
{
    entry.readers = readers;
    return entry;
}

bool commit(Store& store, const std::vector<Write>& writes)
{
    const auto done = store.commit(writes);
    if (!done)
        qWarning() << done.error().what;
    return done.has_value();
}

QByteArrayList texts(const Result<Entries, StoreError>& entries)
{
    if (!entries)
        return {"error: " + entries.error().what.toUtf8()};
    QByteArrayList all;
    for (const Entry& each : *entries)
        all += each.text;
    return all;
}

Bound bound(std::int64_t milliseconds)
{
    return {at(milliseconds), {}};
}

Bound bound(const Entry& entry)
{
    return {{}, entry.messageId};
}

} // namespace chatroom::test
