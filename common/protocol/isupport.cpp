#include "protocol/isupport.h"

#include "protocol/message.h"

#include <algorithm>
#include <charconv>

namespace chatroom::protocol {

namespace {

constexpr std::size_t kTokensPerLine = 13; // Modern IRC, "RPL_ISUPPORT": a line has room for thirteen

// "\xHH" is how a value carries a space, an equals sign or a backslash.
QByteArray unescape(std::string_view value)
{
    QByteArray result;
    for (std::size_t i = 0; i < value.size(); ++i) {
        unsigned int code = 0;
        const bool isEscape = value[i] == '\\' && i + 3 < value.size() && value[i + 1] == 'x'
                              && std::from_chars(value.data() + i + 2, value.data() + i + 4, code, 16).ptr == value.data() + i + 4;
        result += isEscape ? static_cast<char>(code) : value[i];
        i += isEscape ? 3 : 0;
    }
    return result;
}

} // namespace

void Isupport::apply(std::string_view token)
{
    if (token.empty() || token.size() > limits::kMessageBytes)
        return;
    if (token.front() == '-') {
        m_values.erase(bytes(token.substr(1)));
    } else {
        const std::size_t equals = std::min(token.find('='), token.size());
        const std::string_view value = token.substr(std::min(equals + 1, token.size()));
        m_values[bytes(token.substr(0, equals))] = unescape(value);
    }
    rebuildModes();
}

void Isupport::rebuildModes()
{
    if (contains("PREFIX")) {
        // "(ov)@+", or nothing for a server without ranks
        const QByteArray prefix = value("PREFIX");
        const qsizetype close = prefix.indexOf(')');
        const bool isWhole = prefix.startsWith('(') && close > 0 && prefix.size() - close - 1 == close - 1;
        m_prefixModes = isWhole ? prefix.mid(1, close - 1) : QByteArray{};
        m_prefixes = isWhole ? prefix.mid(close + 1) : QByteArray{};
    }
    if (contains("CHANMODES")) {
        const QList<QByteArray> groups = value("CHANMODES").split(',');
        for (qsizetype i = 0; i < 4; ++i)
            m_chanmodes[i] = groups.value(i);
    }
}

bool Isupport::contains(std::string_view key) const
{
    return m_values.contains(bytes(key));
}

QByteArray Isupport::value(std::string_view key) const
{
    const auto it = m_values.find(bytes(key));
    return it == m_values.end() ? QByteArray{} : it->second;
}

std::optional<int> Isupport::number(std::string_view key) const
{
    bool isNumber = false;
    const int result = value(key).toInt(&isNumber);
    return isNumber ? std::optional{result} : std::nullopt;
}

CaseMapping Isupport::caseMapping() const
{
    return caseMappingFromToken(view(value("CASEMAPPING"))).value_or(CaseMapping::Rfc1459);
}

QByteArray Isupport::channelTypes() const
{
    return contains("CHANTYPES") ? value("CHANTYPES") : QByteArray("#&");
}

QByteArray Isupport::statusPrefixes() const
{
    return m_prefixes;
}

QByteArray Isupport::statusModes() const
{
    return m_prefixModes;
}

QByteArray Isupport::statusMessagePrefixes() const
{
    return value("STATUSMSG");
}

ModeTable Isupport::modeTable() const
{
    return {view(m_chanmodes[0]), view(m_chanmodes[1]), view(m_chanmodes[2]), view(m_chanmodes[3]), view(m_prefixModes)};
}

QByteArray Isupport::networkName() const
{
    return value("NETWORK");
}

QByteArray escapeIsupportValue(std::string_view value)
{
    QByteArray escaped;
    for (const char c : value) {
        switch (c) {
        case ' ': escaped += "\\x20"; break;
        case '=': escaped += "\\x3D"; break;
        case '\\': escaped += "\\x5C"; break;
        default: escaped += c;
        }
    }
    return escaped;
}

std::vector<std::vector<QByteArray>> groupTokens(const std::vector<QByteArray>& tokens, std::size_t prefixBytes)
{
    constexpr std::string_view kTrailer = " :are supported by this server\r\n";
    std::vector<std::vector<QByteArray>> lines;
    std::size_t used = limits::kMessageBytes;
    for (const QByteArray& token : tokens) {
        const std::size_t cost = static_cast<std::size_t>(token.size()) + 1;
        const bool isFull = used + cost > limits::kMessageBytes || (!lines.empty() && lines.back().size() == kTokensPerLine);
        if (lines.empty() || isFull) {
            lines.emplace_back();
            used = prefixBytes + kTrailer.size();
        }
        lines.back().push_back(token);
        used += cost;
    }
    return lines;
}

} // namespace chatroom::protocol
