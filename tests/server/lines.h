// What tests look for in the lines that somebody has read.
#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <algorithm>

namespace chatroom::server::test {

// Those that contain it.
[[nodiscard]] inline QByteArrayList with(const QByteArrayList& lines, const QByteArray& part)
{
    QByteArrayList found;
    std::ranges::copy_if(lines, std::back_inserter(found), [&](const QByteArray& line) { return line.contains(part); });
    return found;
}

[[nodiscard]] inline bool hasLine(const QByteArrayList& lines, const QByteArray& part)
{
    return !with(lines, part).isEmpty();
}

// Without its tags.
[[nodiscard]] inline QByteArray bare(const QByteArray& line)
{
    return line.startsWith('@') ? line.mid(line.indexOf(' ') + 1) : line;
}

} // namespace chatroom::server::test
