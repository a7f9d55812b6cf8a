#include "protocol/lineframer.h"

#include <algorithm>

namespace chatroom::protocol {

void LineFramer::append(std::string_view data)
{
    if (m_skipping) {
        const std::size_t end = data.find('\n');
        if (end == std::string_view::npos)
            return; // still within the line that was reported: nothing of it is kept
        data.remove_prefix(end + 1);
        m_skipping = false;
    }
    if (!data.empty())
        m_buffer.append(data.data(), static_cast<qsizetype>(data.size()));
}

bool LineFramer::takeLine(std::string_view& rest, std::string_view& line, bool& isTooLong)
{
    while (true) {
        const std::size_t end = rest.find('\n', m_scanned);
        if (end == std::string_view::npos) {
            m_scanned = static_cast<std::uint32_t>(rest.size());       // a read and a line at most
            const std::size_t mayBeEnd = rest.ends_with('\r') ? 1 : 0; // its LF may come with the next read
            if (rest.size() <= m_maximum + mayBeEnd)
                return false;
            line = rest.substr(0, m_maximum);
            isTooLong = true;
            rest = {};
            m_scanned = 0;
            m_skipping = true;
            return true;
        }
        line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        m_scanned = 0;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty())
            continue;
        isTooLong = line.size() > m_maximum;
        line = line.substr(0, m_maximum);
        return true;
    }
}

void LineFramer::dropUpTo(std::size_t left)
{
    if (left == 0)
        m_buffer = QByteArray{}; // an idle connection holds nothing
    else
        m_buffer.remove(0, m_buffer.size() - static_cast<qsizetype>(left));
}

} // namespace chatroom::protocol
