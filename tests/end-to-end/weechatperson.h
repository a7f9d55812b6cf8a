// Somebody with WeeChat, in a pseudo-terminal, with a home of its own.
#pragma once

#include "terminal/terminal.h"

#include <QDateTime>
#include <QList>
#include <QTemporaryDir>

#include <cstdint>

namespace chatroom::test {

class WeechatPerson final
{
public:
    // A line of a room as WeeChat shows it, with the time that stands in front of it.
    struct Line final
    {
        QDateTime time; // UTC, whole seconds
        QString author, text;
        friend bool operator==(const Line&, const Line&) = default;
    };

    explicit WeechatPerson(const QString& name) : m_name(name) {}
    [[nodiscard]] static bool isInstalled() { return !program().isEmpty(); }
    // Comes in, and enters the room.
    [[nodiscard]] bool start(std::uint16_t port, const QString& room);
    // What people said, in order: its log of the room, in which it writes each line as it shows it.
    [[nodiscard]] QList<Line> messages() const;

private:
    [[nodiscard]] static QString program();

    QString m_name, m_room;
    QTemporaryDir m_home;
    Terminal m_terminal{100, 30};
};

} // namespace chatroom::test
