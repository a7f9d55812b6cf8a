// A message of several lines as it is typed: a line that ends in a backslash goes on in the next, and what stands between "/multi" and
// a line with a single dot is one message. Plain values.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace chatroom::cli {

struct Composed final
{
    QString text;          // one line or several
    bool isMessage = true; // not a command, whatever it begins with
};

class Composition final
{
public:
    // A line that was typed. None: it goes on in the next.
    [[nodiscard]] std::optional<Composed> take(const QString& line);
    [[nodiscard]] bool isOpen() const { return m_isBlock || !m_lines.isEmpty(); }
    void clear();

private:
    QStringList m_lines;
    bool m_isBlock = false;
};

} // namespace chatroom::cli
