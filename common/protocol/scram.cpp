// SCRAM-SHA-256: RFC 5802 with the hash of RFC 7677.
#include "protocol/limits.h"
#include "protocol/message.h"
#include "protocol/sasl.h"

#include <QCryptographicHash>
#include <QList>
#include <QMessageAuthenticationCode>

#include <algorithm>

namespace chatroom::protocol {

namespace {

constexpr qsizetype kKeyBytes = 32; // of SHA-256
constexpr const char* kStoredPrefix = "SCRAM-SHA-256$";

Unexpected<SaslError> fault(SaslFault what, const QByteArray& detail = {})
{
    return Unexpected{SaslError{what, detail}};
}

QByteArray mac(const QByteArray& key, const QByteArray& text)
{
    return QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256);
}

QByteArray sha256(const QByteArray& text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Sha256);
}

QByteArray exclusiveOr(const QByteArray& a, const QByteArray& b)
{
    QByteArray result(a.size(), '\0');
    std::ranges::transform(a, b, result.begin(), [](char x, char y) { return static_cast<char>(x ^ y); });
    return result;
}

bool isEqual(const QByteArray& a, const QByteArray& b)
{
    if (a.size() != b.size())
        return false;
    int difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= a[i] ^ b[i];
    return difference == 0;
}

std::optional<QByteArray> fromBase64(const QByteArray& encoded)
{
    const auto decoded = QByteArray::fromBase64Encoding(encoded, QByteArray::AbortOnBase64DecodingErrors);
    if (decoded.decodingStatus != QByteArray::Base64DecodingStatus::Ok || encoded.isEmpty() || encoded.size() % 4 != 0)
        return std::nullopt;
    return decoded.decoded;
}

// saslname: ',' is "=2C" and '=' is "=3D", and no other '=' stands in it.
QByteArray escapeName(QByteArray name)
{
    return name.replace('=', "=3D").replace(',', "=2C");
}

std::optional<QByteArray> unescapeName(const QByteArray& escaped)
{
    QByteArray name;
    for (qsizetype i = 0; i < escaped.size(); ++i) {
        if (escaped[i] != '=') {
            name += escaped[i];
            continue;
        }
        const QByteArray code = escaped.mid(i + 1, 2);
        if (code != "2C" && code != "3D")
            return std::nullopt;
        name += code == "2C" ? ',' : '=';
        i += 2;
    }
    return name;
}

// Stricter than need be, SASLprep has no name of right-to-left letters with a digit behind them; ours may have.
QByteArray preparedName(const QByteArray& name)
{
    return saslPrepare(name).value_or(name);
}

// "r=abc" -> "abc", when the attribute is that one.
std::optional<QByteArray> attribute(const QList<QByteArray>& parts, qsizetype index, char name)
{
    const QByteArray part = parts.value(index);
    if (part.size() < 2 || part[0] != name || part[1] != '=')
        return std::nullopt;
    return part.mid(2);
}

// printable = %x21-2B / %x2D-7E
bool isNonce(const QByteArray& nonce)
{
    return !nonce.isEmpty() && std::ranges::all_of(nonce, [](char c) { return c > ' ' && c <= '~' && c != ','; });
}

} // namespace

QByteArray ScramKeys::toBytes() const
{
    return kStoredPrefix + QByteArray::number(iterations) + ':' + salt.toBase64() + '$' + storedKey.toBase64() + ':' + serverKey.toBase64();
}

std::optional<ScramKeys> ScramKeys::fromBytes(const QByteArray& stored)
{
    const QList<QByteArray> parts = stored.split('$');
    const QList<QByteArray> cost = parts.value(1).split(':');
    const QList<QByteArray> keys = parts.value(2).split(':');
    if (parts.size() != 3 || parts[0] + '$' != kStoredPrefix || cost.size() != 2 || keys.size() != 2)
        return std::nullopt;
    const auto salt = fromBase64(cost[1]);
    const auto storedKey = fromBase64(keys[0]);
    const auto serverKey = fromBase64(keys[1]);
    const int iterations = cost[0].toInt();
    if (iterations <= 0 || !salt || !storedKey || !serverKey || storedKey->size() != kKeyBytes || serverKey->size() != kKeyBytes)
        return std::nullopt;
    return ScramKeys{iterations, *salt, *storedKey, *serverKey};
}

// U1 := HMAC(str, salt + INT(1)), Ui := HMAC(str, Ui-1), Hi := U1 XOR U2 XOR ... XOR Ui
QByteArray saltedPassword(const QByteArray& password, const QByteArray& salt, int iterations)
{
    QMessageAuthenticationCode code(QCryptographicHash::Sha256, password);
    code.addData(salt);
    code.addData(QByteArray("\0\0\0\1", 4));
    QByteArray block = code.result();
    QByteArray all = block;
    for (int i = 1; i < iterations; ++i) {
        code.reset();
        code.addData(block);
        block = code.result();
        for (qsizetype at = 0; at < kKeyBytes; ++at)
            all[at] = static_cast<char>(all[at] ^ block[at]);
    }
    return all;
}

ScramKeys makeScramKeys(const QByteArray& password, const QByteArray& salt, int iterations)
{
    const QByteArray salted = saltedPassword(password, salt, iterations);
    return {iterations, salt, sha256(mac(salted, "Client Key")), mac(salted, "Server Key")};
}

// client-first-message = gs2-cbind-flag "," [authzid] "," ["m=" ...] username "," nonce ["," extensions]
Result<ScramServer::Opening, SaslError> ScramServer::open(const QByteArray& clientFirst)
{
    const QList<QByteArray> parts = clientFirst.split(',');
    if (parts.size() < 4)
        return fault(SaslFault::Malformed);
    if (parts[0].startsWith("p="))
        return fault(SaslFault::ChannelBinding);
    const auto authorization = parts[1].isEmpty() ? std::optional{QByteArray()} : attribute(parts, 1, 'a');
    const auto authorizationName = authorization ? unescapeName(*authorization) : std::nullopt;
    if ((parts[0] != "n" && parts[0] != "y") || !authorizationName)
        return fault(SaslFault::Malformed);
    if (parts[2].startsWith("m="))
        return fault(SaslFault::Extension);
    const auto name = attribute(parts, 2, 'n');
    const auto nonce = attribute(parts, 3, 'r');
    const auto unescaped = name ? unescapeName(*name) : std::nullopt;
    if (!unescaped || unescaped->isEmpty() || !nonce || !isNonce(*nonce))
        return fault(SaslFault::Malformed);
    m_gs2Header = parts[0] + ',' + parts[1] + ',';
    m_clientFirstBare = clientFirst.mid(m_gs2Header.size());
    m_nonce = *nonce + m_nonce;
    return Opening{*authorizationName, preparedName(*unescaped)};
}

QByteArray ScramServer::challenge(const ScramKeys& keys)
{
    m_keys = keys;
    m_serverFirst = "r=" + m_nonce + ",s=" + keys.salt.toBase64() + ",i=" + QByteArray::number(keys.iterations);
    return m_serverFirst;
}

// client-final-message = "c=" base64 "," nonce ["," extensions] "," "p=" base64
Result<QByteArray, SaslError> ScramServer::finish(const QByteArray& clientFinal) const
{
    const QList<QByteArray> parts = clientFinal.split(',');
    const auto binding = attribute(parts, 0, 'c');
    const auto nonce = attribute(parts, 1, 'r');
    const auto encoded = attribute(parts, parts.size() - 1, 'p');
    const auto proof = encoded ? fromBase64(*encoded) : std::nullopt;
    if (m_serverFirst.isEmpty() || parts.size() < 3 || !binding || !nonce || !proof || proof->size() != kKeyBytes)
        return fault(SaslFault::Malformed);
    if (fromBase64(*binding) != m_gs2Header)
        return fault(SaslFault::ChannelBinding);
    if (*nonce != m_nonce)
        return fault(SaslFault::WrongNonce);
    const QByteArray withoutProof = clientFinal.left(clientFinal.lastIndexOf(",p="));
    const QByteArray authMessage = m_clientFirstBare + ',' + m_serverFirst + ',' + withoutProof;
    const QByteArray clientKey = exclusiveOr(*proof, mac(m_keys.storedKey, authMessage));
    if (!isEqual(sha256(clientKey), m_keys.storedKey))
        return fault(SaslFault::WrongProof);
    return "v=" + mac(m_keys.serverKey, authMessage).toBase64();
}

Result<QByteArray, SaslError> ScramClient::first()
{
    if (!saslPrepare(m_password))
        return fault(SaslFault::NotPrepared);
    m_clientFirstBare = "n=" + escapeName(preparedName(m_account)) + ",r=" + m_nonce;
    return "n,," + m_clientFirstBare;
}

// server-first-message = ["m=" ...] nonce "," "s=" base64 "," "i=" 1*DIGIT ["," extensions]
Result<QByteArray, SaslError> ScramClient::answer(const QByteArray& serverFirst)
{
    const QList<QByteArray> parts = serverFirst.split(',');
    if (parts[0].startsWith("m="))
        return fault(SaslFault::Extension);
    const auto nonce = attribute(parts, 0, 'r');
    const auto encoded = attribute(parts, 1, 's');
    const auto salt = encoded ? fromBase64(*encoded) : std::nullopt;
    const auto count = attribute(parts, 2, 'i');
    bool isNumber = false;
    const int iterations = count.value_or(QByteArray()).toInt(&isNumber);
    if (m_clientFirstBare.isEmpty() || !nonce || !isNonce(*nonce) || !salt || !isNumber)
        return fault(SaslFault::Malformed);
    if (!nonce->startsWith(m_nonce) || nonce->size() == m_nonce.size())
        return fault(SaslFault::WrongNonce);
    if (iterations < limits::kScramLeastIterations)
        return fault(SaslFault::TooCheap);
    if (iterations > limits::kScramMostIterations)
        return fault(SaslFault::TooDear);
    const QByteArray salted = saltedPassword(saslPrepare(m_password).value_or(QByteArray()), *salt, iterations);
    const QByteArray clientKey = mac(salted, "Client Key");
    const QByteArray withoutProof = "c=" + QByteArray("n,,").toBase64() + ",r=" + *nonce;
    const QByteArray authMessage = m_clientFirstBare + ',' + serverFirst + ',' + withoutProof;
    m_serverSignature = mac(mac(salted, "Server Key"), authMessage);
    return withoutProof + ",p=" + exclusiveOr(clientKey, mac(sha256(clientKey), authMessage)).toBase64();
}

// server-final-message = ("e=" server-error-value / "v=" base64) ["," extensions]
Result<void, SaslError> ScramClient::verify(const QByteArray& serverFinal) const
{
    const QList<QByteArray> parts = serverFinal.split(',');
    if (const auto refusal = attribute(parts, 0, 'e'))
        return fault(SaslFault::Refused, *refusal);
    const auto encoded = attribute(parts, 0, 'v');
    const auto signature = encoded ? fromBase64(*encoded) : std::nullopt;
    if (!signature || m_serverSignature.isEmpty())
        return fault(SaslFault::Malformed);
    if (!isEqual(*signature, m_serverSignature))
        return fault(SaslFault::WrongProof);
    return {};
}

} // namespace chatroom::protocol
