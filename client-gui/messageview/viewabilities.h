// What a message view asks of whoever shows it: who people are, and what may be done with their messages here.
//
// GUI thread.
#pragma once

#include "client/chatline.h"

#include <QString>

#include <functional>

namespace chatroom::clientgui {

struct NameCard final
{
    QString displayName = {}; // empty: the nickname is shown
    QString account = {};     // empty: signed in to none
    bool isSelf = false;
};

// Asked for every row that is laid out: answered from what is known, at once.
using NameCards = std::function<NameCard(const QString& nickname, const QString& account)>;

// What the server lacks is not offered.
struct Abilities final
{
    bool canReply = false;
    bool canReact = false;
    std::function<bool(client::LineId)> canDelete = {}; // null: nothing
};

} // namespace chatroom::clientgui
