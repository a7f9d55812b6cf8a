// What a client keeps when its program ends: what was typed and is not confirmed, and how far one has read.
//
// Thread: one, that of its owner. Nothing blocks: the work is done elsewhere, in order, and `done` is called on the owner's thread
// later, unless its `context` is gone by then.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "storage/store.h"

#include <QByteArray>
#include <QObject>

#include <cstdint>
#include <functional>
#include <vector>

namespace chatroom::storage {

// Whose: nothing is shared between servers, or between the names one has there.
struct ClientScope final
{
    QByteArray server;   // "host:port"
    QByteArray nickname; // the one that was asked for, folded
    friend auto operator<=>(const ClientScope& a, const ClientScope& b)
    {
        const int servers = a.server.compare(b.server);
        return (servers != 0 ? servers : a.nickname.compare(b.nickname)) <=> 0;
    }
    friend bool operator==(const ClientScope&, const ClientScope&) = default;
};

// One message on its way.
struct OutboxRecord final
{
    std::uint64_t number = 0; // ascends within the scope, in the order of typing
    QByteArray verb, target, text; // the text may have line feeds
    // It may have reached the server: it is looked for in the history before it goes out (again). Then also:
    bool isWritten = false;
    QByteArray writtenAs; // the nickname at that time
    QByteArray afterId;   // the last message known there before it was written; empty: only its time
    Timestamp after;
    QByteArray replyTo = {}; // the msgid that it answers; empty: none
    friend bool operator==(const OutboxRecord&, const OutboxRecord&) = default;
};

struct ReadMark final
{
    QByteArray conversation; // its target; empty: of the server as a whole, the last moment one was online
    QByteArray messageId;    // empty: only its time
    Timestamp time;
    friend bool operator==(const ReadMark&, const ReadMark&) = default;
};

struct ClientMemory final
{
    std::vector<OutboxRecord> outbox; // in order
    std::vector<ReadMark> marks;
};

class ClientStore
{
public:
    using Loaded = std::function<void(const Result<ClientMemory, StoreError>& memory)>;
    using Done = std::function<void(const Result<void, StoreError>& result)>;

    ClientStore() = default;
    Q_DISABLE_COPY_MOVE(ClientStore)
    virtual ~ClientStore() = default;

    // From now on this scope is the caller's: another program that asks for it is refused until this one lets it go.
    virtual void load(const ClientScope& scope, QObject* context, Loaded loaded) = 0;
    virtual void release(const ClientScope& scope) = 0;
    // Inserts, or replaces the one of that number. When `done` is called without an error they are on the disk.
    virtual void put(const ClientScope& scope, std::vector<OutboxRecord> records, QObject* context, Done done) = 0;
    virtual void remove(const ClientScope& scope, std::uint64_t number) = 0;
    virtual void setMark(const ClientScope& scope, const ReadMark& mark) = 0;
};

} // namespace chatroom::storage
