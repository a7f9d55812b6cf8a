// Cuts a stream of bytes into lines, bounded before anything is buffered.
//
// A line ends with LF; one CR before it is dropped; empty lines are skipped. A line longer than the bound is reported once
// as too long and skipped to its end, at no cost in memory. Modern IRC, "Message Format"; message-tags, "Size limit".
#pragma once

#include <QByteArray>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace chatroom::protocol {

class LineFramer final
{
public:
    explicit LineFramer(std::size_t maximumLineBytes) : m_maximum(static_cast<std::uint32_t>(maximumLineBytes)) {}

    // Takes the next read. Calls visit(line, isTooLong) for each whole line, in order; `line` lives until visit returns and
    // is cut at the bound when it is too long. A visitor that returns false stops: the rest of `data` is kept, and resume()
    // goes on with it (a flood limit). What is kept is at most one read plus one line.
    template <typename Visitor>
    void feed(std::string_view data, Visitor&& visit)
    {
        if (buffered() > 0 || m_skipping) {
            append(data);
            resume(visit);
            return;
        }
        // Nothing waits, as nearly always: lines are taken from where they lie, and what is left over is kept.
        takeLines(data, visit);
        append(data);
    }
    // Keeps the next read without taking a line of it. The caller bounds how often it does so, by buffered().
    void keep(std::string_view data) { append(data); }
    template <typename Visitor>
    void resume(Visitor&& visit)
    {
        std::string_view rest{m_buffer.constData(), buffered()};
        takeLines(rest, visit);
        dropUpTo(rest.size());
    }

    // Bytes kept until more arrives. 0 means that no memory is held.
    [[nodiscard]] std::size_t buffered() const { return static_cast<std::size_t>(m_buffer.size()); }
    // True when the beginning of a line waits for its end.
    [[nodiscard]] bool hasPartialLine() const { return buffered() > 0 || m_skipping; }

private:
    void append(std::string_view data);
    // Leaves in `rest` what is behind the last line taken.
    template <typename Visitor>
    void takeLines(std::string_view& rest, Visitor&& visit)
    {
        std::string_view line;
        bool isTooLong = false;
        while (takeLine(rest, line, isTooLong)) {
            if (!visit(line, isTooLong))
                break;
        }
    }
    [[nodiscard]] bool takeLine(std::string_view& rest, std::string_view& line, bool& isTooLong);
    void dropUpTo(std::size_t left); // all of the buffer but its last `left` bytes

    QByteArray m_buffer;
    std::uint32_t m_maximum;
    std::uint32_t m_scanned = 0; // bytes of what is not taken yet that are known to hold no LF
    bool m_skipping = false;     // within a line that was reported as too long
};

} // namespace chatroom::protocol
