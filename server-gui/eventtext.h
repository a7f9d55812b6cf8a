// What happened on the server in words for people: the columns of the log, on screen and in a saved file.
#pragma once

#include "server/serverevents.h"

#include <QCoreApplication>
#include <QString>

#include <cstdint>

namespace chatroom::servergui {

// What the log can be narrowed to.
enum class EventGroup : std::uint8_t { Connections, Rooms, Messages, Management };

struct EventWords final
{
    QString kind; // "Message"
    QString who;  // a name, or an address when there is no name yet
    QString what; // what happened, without what was said
    QString said; // the text of a message in a room; may be hidden
};

class EventText final
{
    Q_DECLARE_TR_FUNCTIONS(chatroom::servergui::EventText)

public:
    [[nodiscard]] static EventGroup group(server::EventKind kind);
    [[nodiscard]] static QString kind(server::EventKind kind);
    [[nodiscard]] static EventWords words(const server::ServerEvent& event);

private:
    [[nodiscard]] static QString what(const server::ServerEvent& event);
};

} // namespace chatroom::servergui
