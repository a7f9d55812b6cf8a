// RPL_ISUPPORT (005): building our tokens and reading another server's. Modern IRC, "RPL_ISUPPORT Parameters".
#pragma once

#include "protocol/casefold.h"
#include "protocol/modes.h"

#include <QByteArray>
#include <QList>

#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace chatroom::protocol {

// What a server told of itself. Before the first 005 it has RFC 1459's defaults.
class Isupport final
{
public:
    // One token: "KEY", "KEY=VALUE" (with \xHH escapes) or "-KEY".
    void apply(std::string_view token);

    [[nodiscard]] bool contains(std::string_view key) const;
    [[nodiscard]] QByteArray value(std::string_view key) const; // empty when absent or without a value
    [[nodiscard]] std::optional<int> number(std::string_view key) const;

    [[nodiscard]] CaseMapping caseMapping() const;
    [[nodiscard]] QByteArray channelTypes() const;          // "#&" by default
    [[nodiscard]] QByteArray statusPrefixes() const;        // "@+": highest first
    [[nodiscard]] QByteArray statusModes() const;           // "ov": in the same order
    [[nodiscard]] QByteArray statusMessagePrefixes() const; // STATUSMSG
    [[nodiscard]] ModeTable modeTable() const;              // views into this object
    [[nodiscard]] QByteArray networkName() const;

private:
    void rebuildModes();

    std::map<QByteArray, QByteArray, std::less<>> m_values;
    QByteArray m_prefixModes = "ov";
    QByteArray m_prefixes = "@+";
    QByteArray m_chanmodes[4] = {"b", "k", "l", "imnpst"};
};

[[nodiscard]] QByteArray escapeIsupportValue(std::string_view value);
// Groups tokens into lines of at most 13, so that each fits 512 bytes with the given length of what stands before them.
[[nodiscard]] std::vector<std::vector<QByteArray>> groupTokens(const std::vector<QByteArray>& tokens, std::size_t prefixBytes);

} // namespace chatroom::protocol
