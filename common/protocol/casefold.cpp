#include "protocol/casefold.h"

#include <algorithm>

namespace chatroom::protocol {

namespace {

// Modern IRC, "CASEMAPPING Parameter": in rfc1459 {}|~ are the lower case of []\^, in rfc1459-strict ~ and ^ differ.
char foldByte(char c, CaseMapping mapping)
{
    if (c >= 'A' && c <= 'Z')
        return static_cast<char>(c + ('a' - 'A'));
    if (mapping == CaseMapping::Ascii)
        return c;
    if (c >= '[' && c <= ']')
        return static_cast<char>(c + ('{' - '['));
    if (c == '^' && mapping == CaseMapping::Rfc1459)
        return '~';
    return c;
}

} // namespace

std::optional<CaseMapping> caseMappingFromToken(std::string_view token)
{
    if (token == "ascii")
        return CaseMapping::Ascii;
    if (token == "rfc1459")
        return CaseMapping::Rfc1459;
    if (token == "rfc1459-strict" || token == "strict-rfc1459")
        return CaseMapping::Rfc1459Strict;
    return std::nullopt;
}

QByteArray fold(std::string_view name, CaseMapping mapping)
{
    QByteArray folded(static_cast<qsizetype>(name.size()), Qt::Uninitialized);
    char* out = folded.data();
    for (const char c : name)
        *out++ = foldByte(c, mapping);
    return folded;
}

bool equalsFolded(std::string_view a, std::string_view b, CaseMapping mapping)
{
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (foldByte(a[i], mapping) != foldByte(b[i], mapping))
            return false;
    }
    return true;
}

FoldedName::FoldedName(std::string_view name, CaseMapping mapping) : m_bytes(fold(name, mapping)) {}

FoldedKey::FoldedKey(std::string_view name) // NOLINT: as above
{
    if (name.size() > m_bytes.size()) {
        m_name = FoldedName{name};
        return;
    }
    std::ranges::transform(name, m_bytes.begin(), [](char c) { return foldByte(c, CaseMapping::Ascii); });
    m_name.m_bytes = QByteArray::fromRawData(m_bytes.data(), static_cast<qsizetype>(name.size()));
}

FoldedName FoldedName::sharing(const QByteArray& name, CaseMapping mapping)
{
    FoldedName folded{std::string_view{name.constData(), static_cast<std::size_t>(name.size())}, mapping};
    if (folded.m_bytes == name)
        folded.m_bytes = name;
    return folded;
}

} // namespace chatroom::protocol
