// Numerics that everybody gets alike but for their own name, such as the welcome: serialised once, and for each person copied with
// the name put in. Hub's thread.
#pragma once

#include "protocol/limits.h"
#include "protocol/numeric.h"

#include <QByteArray>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace chatroom::server {

class PreparedLines final
{
public:
    // Stands for the name, once at most in the parameters of a line. A byte that UTF-8 does not have, so that no text has it.
    static constexpr std::string_view kName = "\xFF";

    // ":server 001 name <parameters>"
    void add(std::string_view server, protocol::Numeric numeric, std::span<const QByteArray> parameters);
    [[nodiscard]] bool isEmpty() const { return m_lines.isEmpty(); }
    // Whether no line has to be cut with a name of so many bytes.
    [[nodiscard]] bool fits(qsizetype name) const
    {
        return m_longest + 2 * name <= static_cast<qsizetype>(protocol::limits::kMessageBytes);
    }
    // Each line with `tags` in front: "@time=... " or nothing.
    [[nodiscard]] QByteArray forName(std::string_view name, std::string_view tags) const;

private:
    QByteArray m_lines;
    qsizetype m_longest = 0; // without the name
    qsizetype m_count = 0;
};

} // namespace chatroom::server
