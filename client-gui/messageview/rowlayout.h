// One row laid out for one width: where its parts are and the shaped text. Made for rows that are seen, dropped when they are
// long out of sight.
//
// Coordinates are logical pixels from the row's top left corner. GUI thread.
#pragma once

#include "client-gui/messageview/actionline.h"
#include "client-gui/messageview/chips.h"
#include "client-gui/messageview/codecard.h"
#include "client-gui/messageview/messagestyle.h"
#include "client-gui/messageview/quotebox.h"
#include "client-gui/messageview/rownote.h"
#include "client-gui/messageview/rowtext.h"

#include <QPoint>
#include <QRect>
#include <QTextLayout>

#include <memory>
#include <vector>

namespace chatroom::clientgui {

struct TextBlock final
{
    std::unique_ptr<QTextLayout> layout;
    QPointF position;
    int start = 0;  // where its text begins in RowLayout::text
    int length = 0; // without the line break after it, and without what is folded away
    bool isCode = false;
};

struct RowLayout final
{
    int height = 0;
    std::vector<TextBlock> blocks;
    std::vector<Span> links;       // with places in `text`
    QString text;                  // what selection covers, also what is folded away
    QRect separator;               // the day or "New" line; null: none
    QRect disc, author, time, tag; // null: not shown
    QRect mark;                    // the clock of a pending or waiting message
    QRect tombstone;               // the icon of a deleted message
    QuoteBox quote;                // above the text; of no box: it answers nothing
    std::vector<CodeCard> cards;   // below the code
    QRect fold;                    // "Show all 500 lines", or "Show less"
    RowNote note;                  // below the text: what became of it
    std::vector<Chip> chips;       // the reactions
    ActionLine gap;                // in place of a text, where messages are not loaded; of no height: none
    QRect content;                 // all but the separator
    QString authorText, timeText, tagText, foldText, separatorText;

    // The place in `text` that is nearest to `at`.
    [[nodiscard]] int offsetAt(const QPointF& at) const;
    [[nodiscard]] const Span* linkAt(const QPointF& at) const; // null: none
};

[[nodiscard]] std::unique_ptr<RowLayout> layOutRow(const RowInput& input, const MessageStyle& style);

} // namespace chatroom::clientgui
