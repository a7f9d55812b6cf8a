// What CHATHISTORY asks by: its subcommands and selectors. IRCv3 draft/chathistory.
//
//   selector = "*" / "timestamp=" time / "msgid=" id
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace chatroom::protocol {

enum class HistorySubcommand : std::uint8_t { After, Around, Before, Between, Latest, Targets };
// ASCII case ignored.
[[nodiscard]] std::optional<HistorySubcommand> historySubcommandFromName(std::string_view name);
[[nodiscard]] std::string_view name(HistorySubcommand subcommand); // upper case

// A place in a conversation's history.
struct HistorySelector final
{
    enum class Kind : std::uint8_t { Any, Time, MessageId };

    Kind kind = Kind::Any;
    Timestamp time;       // with Time
    QByteArray messageId; // with MessageId; not empty

    [[nodiscard]] static HistorySelector at(Timestamp time) { return {Kind::Time, time, {}}; }
    [[nodiscard]] static HistorySelector of(QByteArray messageId) { return {Kind::MessageId, {}, std::move(messageId)}; }
    [[nodiscard]] QByteArray toBytes() const;
    friend bool operator==(const HistorySelector&, const HistorySelector&) = default;
};

enum class SelectorError : std::uint8_t {
    UnknownType, // FAIL CHATHISTORY INVALID_MSGREFTYPE
    Malformed,   // FAIL CHATHISTORY INVALID_PARAMS
};
[[nodiscard]] Result<HistorySelector, SelectorError> parseSelector(std::string_view text);

} // namespace chatroom::protocol
