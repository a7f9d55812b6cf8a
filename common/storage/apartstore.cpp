#include "storage/apartstore.h"

#include <algorithm>

namespace chatroom::storage {

namespace {

bool isLasting(const Write& write)
{
    if (const auto* entry = std::get_if<MetadataRecord>(&write))
        return entry->kind == MetadataRecord::Kind::Account;
    return std::holds_alternative<AccountRecord>(write) || std::holds_alternative<ForgetAccount>(write);
}

} // namespace

Result<void, StoreError> ApartStore::commit(std::span<const Write> writes)
{
    std::vector<Write> lasting;
    std::ranges::copy_if(writes, std::back_inserter(lasting), isLasting);
    if (!lasting.empty()) {
        if (auto done = m_lasting->commit(lasting); !done)
            return done;
    }
    return m_passing.commit(writes); // it keeps the accounts too, and nobody asks it for them
}

} // namespace chatroom::storage
