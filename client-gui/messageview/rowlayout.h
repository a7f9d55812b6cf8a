// One row laid out for one width: where its parts are and the shaped text. Made for rows that are seen, dropped when they are
// long out of sight.
//
// Coordinates are logical pixels from the row's top left corner. GUI thread.
#pragma once

#include "client-gui/messageview/actionline.h"
#include "client-gui/messageview/messagestyle.h"
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
    int length = 0; // without the line break after it
    bool isCode = false;
};

struct RowLayout final
{
    int height = 0;
    std::vector<TextBlock> blocks;
    std::vector<Span> links;       // with places in `text`
    QString text;                  // what selection covers
    QRect separator;               // the day or "New" line; null: none
    QRect disc, author, time, tag; // null: not shown
    QRect mark;                    // the clock of a pending or waiting message
    QRect failure, retry;          // the line that says why, and "Try again" in it
    ActionLine gap;                // in place of a text, where messages are not loaded; of no height: none
    QRect content;                 // all but the separator
    QString authorText, timeText, tagText, failureText, retryText, separatorText;

    // The place in `text` that is nearest to `at`.
    [[nodiscard]] int offsetAt(const QPointF& at) const;
    [[nodiscard]] const Span* linkAt(const QPointF& at) const; // null: none
};

// How a failure's reason is broken into lines, measured and painted alike.
inline constexpr int kFailureFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

[[nodiscard]] std::unique_ptr<RowLayout> layOutRow(const RowInput& input, const MessageStyle& style);

} // namespace chatroom::clientgui
