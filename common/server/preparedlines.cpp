#include "server/preparedlines.h"

#include "protocol/message.h"
#include "protocol/serializer.h"

#include <algorithm>

namespace chatroom::server {

using protocol::view;

void PreparedLines::add(std::string_view server, protocol::Numeric numeric, std::span<const QByteArray> parameters)
{
    std::vector<std::string_view> all{kName};
    for (const QByteArray& parameter : parameters)
        all.push_back(view(parameter));
    const QByteArray line = protocol::serializeParts({}, server, view(protocol::code(numeric)), all);
    m_longest = std::max(m_longest, line.size());
    m_lines += line;
    ++m_count;
}

QByteArray PreparedLines::forName(std::string_view name, std::string_view tags) const
{
    QByteArray lines;
    lines.reserve(m_lines.size() + m_count * static_cast<qsizetype>(2 * name.size() + tags.size()));
    const auto put = [&lines](std::string_view part) { lines.append(part.data(), static_cast<qsizetype>(part.size())); };
    for (std::string_view rest = view(m_lines); !rest.empty();) {
        std::string_view line = rest.substr(0, rest.find('\n') + 1);
        rest.remove_prefix(line.size());
        put(tags);
        for (std::size_t place = line.find(kName); place != std::string_view::npos; place = line.find(kName)) {
            put(line.substr(0, place));
            put(name);
            line.remove_prefix(place + kName.size());
        }
        put(line);
    }
    return lines;
}

} // namespace chatroom::server
