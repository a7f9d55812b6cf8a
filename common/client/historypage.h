// A page of the history as lines, and how it joins what is loaded already.
#pragma once

#include "client/session_p.h"

#include <vector>

namespace chatroom::client {

struct PageLine final
{
    Reference reference;
    std::optional<ChatLine> line; // nothing: nobody reads it
    QByteArray verb, nickname, target, text;
    std::optional<ReactionEvent> reaction = {};
    std::optional<Deletion> deletion = {};
};
using Page = std::vector<PageLine>; // oldest first

[[nodiscard]] Page pageOf(SessionCore& core, const QByteArrayList& lines);

// Where the lines go that stand before the first which is known already, or all of them.
struct Spot final
{
    LineId below;          // behind this line; invalid: above everything
    bool isJoined = false; // nothing is missing between that line and the page
};

struct Merged final
{
    std::vector<ChatLine> added;  // in order
    LineId firstKnown, lastKnown; // lines that were there before; invalid: none
    LineId last;                  // the newest line of the page, wherever it is; invalid: no line
};

// Puts the lines of the page in their place: never one that is there already, and what is ours and waits for its confirmation is
// confirmed by its own line. Gaps that the page bridges go. Reactions and deletions find their messages, in this page or elsewhere.
[[nodiscard]] Merged mergePage(SessionCore& core, Conversation& where, Page page, const Spot& spot);

} // namespace chatroom::client
