// Numerics that everybody gets alike but for their own name and a few figures, such as the welcome: serialised once, and for each
// person copied with those put in. Hub's thread.
#pragma once

#include "protocol/limits.h"
#include "protocol/numeric.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace chatroom::server {

class PreparedLines final
{
public:
    // Stands for the name in a parameter.
    [[nodiscard]] static QByteArray name() { return {1, kNameMark}; }
    static constexpr std::size_t kMostFigures = 7;
    // Stands for the figure of that number.
    [[nodiscard]] static QByteArray figure(std::size_t number) { return {1, static_cast<char>(kFirstFigure + static_cast<char>(number))}; }

    // ":server 001 name <parameters>"
    void add(std::string_view server, protocol::Numeric numeric, std::span<const QByteArray> parameters);
    [[nodiscard]] bool isEmpty() const { return m_pieces.empty(); }
    // Whether no line has to be cut with a name of so many bytes.
    [[nodiscard]] bool fits(qsizetype name) const { return name <= m_longestName; }
    // Each line with `tags` in front: "@time=... " or nothing.
    [[nodiscard]] QByteArray filled(std::string_view tags, std::string_view name, std::span<const QByteArray> figures = {}) const;

private:
    // Bytes that UTF-8 does not have, so that no text has them.
    static constexpr char kNameMark = '\xFF';
    static constexpr char kFirstFigure = '\xF8';

    enum class Gap : std::uint8_t { None, Tags, Name, Figure };
    // Text, and what is put in behind it.
    struct Piece final
    {
        std::uint32_t begin = 0, size = 0; // in m_text
        Gap gap = Gap::None;
        std::uint8_t figure = 0;
    };

    QByteArray m_text;
    std::vector<Piece> m_pieces;
    qsizetype m_longestName = protocol::limits::kMessageBytes; // with which no line is too long
};

} // namespace chatroom::server
