#include "client-gui/composer/inputhistory.h"

namespace chatroom::clientgui {

void InputHistory::add(const QString& text)
{
    if (m_texts.isEmpty() || m_texts.last() != text)
        m_texts += text;
    if (m_texts.size() > kMost)
        m_texts.removeFirst();
    m_unsent.clear();
    stop();
}

std::optional<QString> InputHistory::older(const QString& current)
{
    if (m_at == 0)
        return std::nullopt;
    if (m_at >= m_texts.size())
        m_unsent = current;
    return m_texts.at(--m_at);
}

std::optional<QString> InputHistory::newer()
{
    if (m_at >= m_texts.size())
        return std::nullopt;
    ++m_at;
    return m_at == m_texts.size() ? m_unsent : m_texts.at(m_at);
}

} // namespace chatroom::clientgui
