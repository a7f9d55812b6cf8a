// What is selected in a message list: from one place to another, across rows, and the text that copying it gives.
//
// Places name lines by id, so that a selection survives rows that come and go above it. GUI thread.
#pragma once

#include "client-gui/messageview/rowsource.h"
#include "client/chatline.h"

#include <QString>

#include <optional>

namespace chatroom::clientgui {

struct TextPlace final
{
    client::LineId line;
    int offset = 0; // into RowLayout::text
    friend bool operator==(const TextPlace&, const TextPlace&) = default;
};

struct RowRange final // both ends included; offsets into the first and the last row
{
    int firstRow = 0, firstOffset = 0;
    int lastRow = 0, lastOffset = 0;
};

class Selection final
{
public:
    void begin(const TextPlace& at) { m_anchor = m_cursor = at; }
    void extendTo(const TextPlace& at) { m_cursor = at; }
    void set(const TextPlace& from, const TextPlace& to)
    {
        m_anchor = from;
        m_cursor = to;
    }
    void clear() { m_anchor = m_cursor = {}; }
    [[nodiscard]] bool isEmpty() const { return !m_anchor.line.isValid() || m_anchor == m_cursor; }
    [[nodiscard]] const TextPlace& cursor() const { return m_cursor; }

    // In the model's rows; nothing when it is empty or its lines are gone.
    [[nodiscard]] std::optional<RowRange> range(const client::LineModel& lines) const;

private:
    TextPlace m_anchor, m_cursor;
};

// Within one row the bare text; across rows a line each: "[10:21] Ann: text". Quotes and reactions are no part of it.
[[nodiscard]] QString copiedText(const RowSource& rows, const RowRange& range);
// One row as it is copied and read aloud.
[[nodiscard]] QString spokenRow(const RowInput& input, const QString& text);

} // namespace chatroom::clientgui
