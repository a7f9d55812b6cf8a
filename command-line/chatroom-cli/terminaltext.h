// Lines of a conversation as text for a terminal or a script. Whatever others wrote is data here: nothing of it can move
// the cursor, change a colour or reorder what stands beside it. Pure functions.
#pragma once

#include "client/chatline.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace chatroom::cli {

// Without control characters (C0, DEL, C1) and without the invisible ones that turn or hide text (bidi controls, tag
// characters, line and paragraph separators). A tab becomes a space, a line feed stays when `isKeepingLines`.
[[nodiscard]] QString sanitized(const QString& text, bool isKeepingLines = false);

class Palette final
{
public:
    explicit Palette(bool isColoured) : m_isColoured(isColoured) {}
    [[nodiscard]] bool isColoured() const { return m_isColoured; }

    // The name in its own colour: the same name always has the same one.
    [[nodiscard]] QString name(const QString& name) const;
    [[nodiscard]] QString dim(const QString& text) const;
    [[nodiscard]] QString bold(const QString& text) const;
    [[nodiscard]] QString danger(const QString& text) const;

private:
    [[nodiscard]] QString wrapped(const char* codes, const QString& text) const;

    bool m_isColoured;
};

// "12:34 <Ann> hello", several lines for a message of several; local time; no line feed at the end. `room`, if not empty,
// is put before it: a line of another room than the one a person looks at.
[[nodiscard]] QString formatted(const client::ChatLine& line, const Palette& palette, const QString& room = {});

// The quiet line above a reply: what it answers; null: that is not loaded. And the one below a message: who reacted with what.
[[nodiscard]] QString quoteOf(const client::ChatLine* answered, const Palette& palette);
[[nodiscard]] QString reactionsOf(const client::ChatLine& line, const Palette& palette); // empty: nobody did
// The beginning of a text, on one line.
[[nodiscard]] QString excerpt(const QString& text);

// "2026-01-31T12:34:56.789Z #lobby <Ann> hello": one line for a script, UTC, no line feed at the end.
[[nodiscard]] QString plainLine(const client::ChatLine& line, const QString& room);
// One JSON object, without a line feed, in ASCII where a terminal could be harmed: time, room, who, kind, text and id; and where there
// is one: detail, account, reply_to, reactions, bot, deleted and deleted_by.
[[nodiscard]] QByteArray jsonLine(const client::ChatLine& line, const QString& room);
// The compact form of any object of ours, with the same care.
[[nodiscard]] QByteArray jsonBytes(const QJsonObject& object);

} // namespace chatroom::cli
