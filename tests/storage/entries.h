// Entries of histories for tests: each is one line to make and one line to read.
#pragma once

#include "storage/store.h"

#include <QStringList>

#include <initializer_list>

namespace chatroom::test {

// 2024-06-01T12:00:00Z, and so many milliseconds.
[[nodiscard]] Timestamp at(std::int64_t milliseconds);

[[nodiscard]] storage::Place room(const char* name);
[[nodiscard]] storage::Place between(const char* one, const char* other);

// What `nickname` said at(milliseconds). Each call makes another message id.
[[nodiscard]] storage::Entry said(const storage::Place& place, std::int64_t milliseconds, const QByteArray& text,
                                  const QByteArray& nickname = "Ann");
[[nodiscard]] storage::Entry happened(const storage::Place& place, std::int64_t milliseconds, storage::Verb verb,
                                      const QByteArray& text = {});
[[nodiscard]] storage::Entry forReaders(storage::Entry entry, storage::Readers readers);
// Of a message that nobody ever said.
[[nodiscard]] QByteArray messageIdAt(std::int64_t milliseconds);

// In one transaction; false and a warning when the store refuses.
[[nodiscard]] bool commit(storage::Store& store, const std::vector<storage::Write>& writes);

// The texts, in order. An error is its sentence.
[[nodiscard]] QByteArrayList texts(const Result<storage::Entries, storage::StoreError>& entries);

[[nodiscard]] storage::Bound bound(std::int64_t milliseconds);
[[nodiscard]] storage::Bound bound(const storage::Entry& entry);

} // namespace chatroom::test
