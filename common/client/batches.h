// The batches that a server opens, and which lines belong to the past: those of a history or of a search are collected and never
// reach what handles live ones. Batches within them and around them (labeled-response) included. IRCv3 batch.
//
// A message of several lines (draft/multiline) becomes one line as soon as it is whole, with line feeds in its text, wherever it came.
#pragma once

#include "protocol/message.h"
#include "protocol/multiline.h"
#include "protocol/parser.h"

#include <QByteArray>
#include <QByteArrayList>

#include <functional>
#include <map>
#include <string_view>

namespace chatroom::client {

// A line of a batch, which may be a whole message of several lines.
inline constexpr protocol::ParseLimits kWhole{2 * protocol::limits::kServerTagBytes,
                                              protocol::limits::kMultilineBytes + 4 * protocol::limits::kMessageBytes};

struct Batch final
{
    QByteArray type;
    QByteArrayList parameters;
    QByteArray label; // its own or that of a batch around it; empty: none
    QByteArrayList lines;
    bool isCut = false; // it was longer than anybody asked for; the rest was dropped
};

class Batches final
{
public:
    // `collected` is told of each whole history or search, and of each live message of several lines, which is its only line.
    explicit Batches(std::function<void(const Batch&)> collected) : m_collected(std::move(collected)) {}

    // True when there is nothing left to do: it opens or closes a batch, or belongs to the past.
    [[nodiscard]] bool take(const protocol::MessageView& message, const QByteArray& line);
    [[nodiscard]] QByteArray labelOf(const QByteArray& reference) const; // empty: none
    void clear();                                                        // the connection is another one

private:
    struct Open final
    {
        Batch batch;
        QByteArray collector; // the reference of what its lines are collected by; empty: they are live
        // Of a message of several lines:
        bool isMultiline = false;
        bool isBroken = false; // it is longer than any may be
        QByteArray tags, source, target;
        QByteArray verb, firstTags; // of its first line
        protocol::MultilineCollector text;
        qsizetype bytes = 0;
    };
    void open(const protocol::MessageView& message, const QByteArray& reference);
    void close(const QByteArray& reference);
    void collect(Open& collector, const QByteArray& line);
    void takeLine(Open& multiline, const protocol::MessageView& message);
    void finish(const Open& multiline, const QByteArray& reference);

    std::function<void(const Batch&)> m_collected;
    std::map<QByteArray, Open> m_open;
    qsizetype m_bytes = 0;
    bool m_isOverrun = false; // more were opened than are kept: what claims to be in an unknown one is not believed
};

} // namespace chatroom::client
