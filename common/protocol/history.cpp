#include "protocol/history.h"

#include "protocol/casefold.h"
#include "protocol/limits.h"
#include "protocol/message.h"
#include "protocol/timestamp.h"

#include <algorithm>

namespace chatroom::protocol {

namespace {

struct SubcommandRow final
{
    HistorySubcommand subcommand;
    std::string_view name;
};
constexpr std::array kSubcommands{
    SubcommandRow{HistorySubcommand::After, "AFTER"},   SubcommandRow{HistorySubcommand::Around, "AROUND"},
    SubcommandRow{HistorySubcommand::Before, "BEFORE"}, SubcommandRow{HistorySubcommand::Between, "BETWEEN"},
    SubcommandRow{HistorySubcommand::Latest, "LATEST"}, SubcommandRow{HistorySubcommand::Targets, "TARGETS"},
};

constexpr std::string_view kTimestamp = "timestamp=";
constexpr std::string_view kMessageId = "msgid=";

} // namespace

std::optional<HistorySubcommand> historySubcommandFromName(std::string_view name)
{
    const auto it = std::ranges::find_if(kSubcommands, [&](const SubcommandRow& row) { return equalsFolded(row.name, name); });
    return it == kSubcommands.end() ? std::nullopt : std::optional{it->subcommand};
}

std::string_view name(HistorySubcommand subcommand)
{
    return std::ranges::find(kSubcommands, subcommand, &SubcommandRow::subcommand)->name;
}

QByteArray HistorySelector::toBytes() const
{
    switch (kind) {
    case Kind::Any: return QByteArrayLiteral("*");
    case Kind::Time: return bytes(kTimestamp) + formatTimestamp(time);
    case Kind::MessageId: return bytes(kMessageId) + messageId;
    }
    Q_UNREACHABLE();
}

Result<HistorySelector, SelectorError> parseSelector(std::string_view text)
{
    if (text == "*")
        return HistorySelector{};
    if (text.starts_with(kTimestamp)) {
        const auto time = parseTimestamp(text.substr(kTimestamp.size()));
        if (!time)
            return Unexpected{SelectorError::Malformed};
        return HistorySelector::at(*time);
    }
    if (text.starts_with(kMessageId)) {
        const std::string_view id = text.substr(kMessageId.size());
        if (id.empty() || id.size() > limits::kMessageIdBytes)
            return Unexpected{SelectorError::Malformed};
        return HistorySelector::of(bytes(id));
    }
    return Unexpected{text.find('=') == std::string_view::npos ? SelectorError::Malformed : SelectorError::UnknownType};
}

} // namespace chatroom::protocol
