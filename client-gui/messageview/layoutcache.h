// The laid-out rows that were seen last. Bounded: the one unused for longest goes first.
//
// GUI thread.
#pragma once

#include "client-gui/messageview/rowlayout.h"
#include "client/chatline.h"

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <unordered_map>

namespace chatroom::clientgui {

class LayoutCache final
{
public:
    // `capacity` in rows; what fits a high screen in small print, twice.
    explicit LayoutCache(std::size_t capacity = 256) : m_capacity(capacity) {}

    [[nodiscard]] RowLayout* find(client::LineId id); // null: not here
    // Valid until the next insert() or erase().
    RowLayout& insert(client::LineId id, std::unique_ptr<RowLayout> layout);
    void erase(client::LineId id);
    void eraseIf(const std::function<bool(const RowLayout&)>& isMeant);
    void clear();
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }
    [[nodiscard]] std::uint64_t inserted() const { return m_inserted; } // ever, for tests
    [[nodiscard]] std::size_t capacity() const { return m_capacity; }

private:
    struct Entry final
    {
        client::LineId id;
        std::unique_ptr<RowLayout> layout;
    };
    std::size_t m_capacity;
    std::uint64_t m_inserted = 0;
    std::list<Entry> m_entries; // most lately used first
    std::unordered_map<client::LineId, std::list<Entry>::iterator> m_places;
};

} // namespace chatroom::clientgui
