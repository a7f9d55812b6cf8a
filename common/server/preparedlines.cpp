#include "server/preparedlines.h"

#include "protocol/message.h"
#include "protocol/serializer.h"

#include <algorithm>

namespace chatroom::server {

using protocol::view;

namespace {

constexpr qsizetype kFigureBytes = 20; // the most that a number has

} // namespace

void PreparedLines::add(std::string_view server, protocol::Numeric numeric, std::span<const QByteArray> parameters)
{
    const QByteArray mark = name();
    std::vector<std::string_view> all{view(mark)};
    for (const QByteArray& parameter : parameters)
        all.push_back(view(parameter));
    const QByteArray line = protocol::serializeParts({}, {&server, 1}, view(protocol::code(numeric)), all);
    m_pieces.push_back({0, 0, Gap::Tags, 0});
    qsizetype names = 0;
    qsizetype longest = line.size(); // without names
    Piece piece{static_cast<std::uint32_t>(m_text.size()), 0, Gap::None, 0};
    for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < static_cast<unsigned char>(kFirstFigure)) {
            m_text += c;
            ++piece.size;
            continue;
        }
        const bool isName = c == kNameMark;
        piece.gap = isName ? Gap::Name : Gap::Figure;
        piece.figure = static_cast<std::uint8_t>(isName ? 0 : c - kFirstFigure);
        m_pieces.push_back(piece);
        piece = {static_cast<std::uint32_t>(m_text.size()), 0, Gap::None, 0};
        names += isName ? 1 : 0;
        longest += isName ? -1 : kFigureBytes - 1;
    }
    m_pieces.push_back(piece);
    m_longestName = std::min(m_longestName, (static_cast<qsizetype>(protocol::limits::kMessageBytes) - longest) / names);
}

QByteArray PreparedLines::filled(std::string_view tags, std::string_view name, std::span<const QByteArray> figures) const
{
    const auto filling = [&](const Piece& piece) -> std::string_view {
        switch (piece.gap) {
        case Gap::None: return {};
        case Gap::Tags: return tags;
        case Gap::Name: return name;
        case Gap::Figure: return piece.figure < figures.size() ? view(figures[piece.figure]) : std::string_view{};
        }
        Q_UNREACHABLE();
    };
    auto size = static_cast<std::size_t>(m_text.size());
    for (const Piece& piece : m_pieces)
        size += filling(piece).size();
    QByteArray lines(static_cast<qsizetype>(size), Qt::Uninitialized);
    char* to = lines.data();
    for (const Piece& piece : m_pieces) {
        to = std::copy_n(m_text.constData() + piece.begin, piece.size, to);
        to = std::ranges::copy(filling(piece), to).out;
    }
    return lines;
}

} // namespace chatroom::server
