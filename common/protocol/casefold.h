// When two names are the same. CASEMAPPING=ascii for our server, rfc1459 and others for a client of other servers.
// Modern IRC, "CASEMAPPING Parameter".
#pragma once

#include <QByteArray>
#include <QHash>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace chatroom::protocol {

enum class CaseMapping : std::uint8_t { Ascii, Rfc1459, Rfc1459Strict };
[[nodiscard]] std::optional<CaseMapping> caseMappingFromToken(std::string_view token);

// A name as it is compared. Look-ups take this type, so that an unfolded look-up does not compile.
class FoldedName final
{
public:
    FoldedName() = default;
    explicit FoldedName(std::string_view name, CaseMapping mapping = CaseMapping::Ascii);
    // The same, which shares the bytes of a name that is its own folded form, as most are.
    [[nodiscard]] static FoldedName sharing(const QByteArray& name, CaseMapping mapping = CaseMapping::Ascii);

    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; }
    [[nodiscard]] bool isEmpty() const { return m_bytes.isEmpty(); }
    friend bool operator==(const FoldedName& a, const FoldedName& b) { return a.m_bytes == b.m_bytes; }
    friend std::strong_ordering operator<=>(const FoldedName& a, const FoldedName& b) { return a.m_bytes.compare(b.m_bytes) <=> 0; }

private:
    friend class FoldedKey;
    QByteArray m_bytes;
};

// A folded name for one look-up, which takes no memory of the heap where the name is short, as nearly all are. Not to be kept.
class FoldedKey final
{
public:
    explicit FoldedKey(std::string_view name);
    Q_DISABLE_COPY_MOVE(FoldedKey)
    operator const FoldedName&() const { return m_name; } // NOLINT: it is one

private:
    std::array<char, 64> m_bytes; // NOLINT: m_name refers to what is filled
    FoldedName m_name;
};

[[nodiscard]] QByteArray fold(std::string_view name, CaseMapping mapping = CaseMapping::Ascii);
[[nodiscard]] bool equalsFolded(std::string_view a, std::string_view b, CaseMapping mapping = CaseMapping::Ascii);

} // namespace chatroom::protocol

template <>
struct std::hash<chatroom::protocol::FoldedName>
{
    std::size_t operator()(const chatroom::protocol::FoldedName& name) const noexcept { return ::qHash(name.bytes(), 0); }
};
