#include "client-gui/messageview/layoutcache.h"

namespace chatroom::clientgui {

RowLayout* LayoutCache::find(client::LineId id)
{
    const auto place = m_places.find(id);
    if (place == m_places.end())
        return nullptr;
    m_entries.splice(m_entries.begin(), m_entries, place->second);
    return place->second->layout.get();
}

RowLayout& LayoutCache::insert(client::LineId id, std::unique_ptr<RowLayout> layout)
{
    erase(id);
    ++m_inserted;
    m_entries.push_front({id, std::move(layout)});
    m_places.emplace(id, m_entries.begin());
    while (m_entries.size() > m_capacity) {
        m_places.erase(m_entries.back().id);
        m_entries.pop_back();
    }
    return *m_entries.front().layout;
}

void LayoutCache::erase(client::LineId id)
{
    const auto place = m_places.find(id);
    if (place == m_places.end())
        return;
    m_entries.erase(place->second);
    m_places.erase(place);
}

void LayoutCache::eraseIf(const std::function<bool(const RowLayout&)>& isMeant)
{
    for (auto each = m_entries.begin(); each != m_entries.end();) {
        if (!isMeant(*each->layout)) {
            ++each;
            continue;
        }
        m_places.erase(each->id);
        each = m_entries.erase(each);
    }
}

void LayoutCache::clear()
{
    m_places.clear();
    m_entries.clear();
}

} // namespace chatroom::clientgui
