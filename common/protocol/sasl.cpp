#include "protocol/sasl.h"

#include "protocol/limits.h"
#include "protocol/message.h"

namespace chatroom::protocol {

std::vector<QByteArray> saslChunks(const QByteArray& response)
{
    constexpr auto kChunk = static_cast<qsizetype>(limits::kSaslChunkBytes);
    const QByteArray encoded = response.toBase64();
    std::vector<QByteArray> chunks;
    for (qsizetype at = 0; at < encoded.size(); at += kChunk)
        chunks.push_back(encoded.mid(at, kChunk));
    if (encoded.size() % kChunk == 0)
        chunks.emplace_back("+");
    return chunks;
}

SaslAssembler::State SaslAssembler::feed(std::string_view parameter)
{
    const bool isEnd = parameter == "+";
    const std::size_t total = static_cast<std::size_t>(m_encoded.size()) + parameter.size();
    if (parameter.size() > limits::kSaslChunkBytes || (!isEnd && total > limits::kSaslResponseBytes)) {
        m_encoded.clear();
        return State::TooLong;
    }
    if (!isEnd)
        m_encoded += bytes(parameter);
    if (parameter.size() == limits::kSaslChunkBytes)
        return State::More;
    const QByteArray encoded = std::exchange(m_encoded, {});
    const auto decoded = QByteArray::fromBase64Encoding(encoded, QByteArray::AbortOnBase64DecodingErrors);
    const bool isCut = encoded.size() % 4 != 0 || parameter.empty(); // Qt would take it
    if (decoded.decodingStatus != QByteArray::Base64DecodingStatus::Ok || isCut)
        return State::Malformed;
    m_response = decoded.decoded;
    return State::Whole;
}

// message = [authzid] NUL authcid NUL passwd; RFC 4616, 2.
Result<PlainCredentials, SaslError> parsePlain(const QByteArray& response)
{
    const qsizetype first = response.indexOf('\0');
    const qsizetype second = first < 0 ? -1 : response.indexOf('\0', first + 1);
    if (second < 0 || response.indexOf('\0', second + 1) >= 0)
        return Unexpected{SaslError{SaslFault::Malformed}};
    PlainCredentials found{response.left(first), response.mid(first + 1, second - first - 1), response.mid(second + 1)};
    if (found.account.isEmpty() || found.password.isEmpty())
        return Unexpected{SaslError{SaslFault::Malformed}};
    return found;
}

QByteArray makePlain(const QByteArray& account, const QByteArray& password)
{
    return '\0' + account + '\0' + password;
}

QByteArray packPassword(const QByteArray& password)
{
    const bool isPlain = !password.isEmpty() && !password.contains(' ') && !QByteArrayView("=:*").contains(password.front());
    return isPlain ? password : '=' + password.toBase64();
}

QByteArray unpackPassword(const QByteArray& parameter)
{
    if (!parameter.startsWith('='))
        return parameter;
    const auto decoded = QByteArray::fromBase64Encoding(parameter.mid(1), QByteArray::AbortOnBase64DecodingErrors);
    return decoded.decodingStatus == QByteArray::Base64DecodingStatus::Ok ? decoded.decoded : QByteArray();
}

} // namespace chatroom::protocol
