// Signing in over IRC: how a response is cut into AUTHENTICATE lines and put together again, and what the mechanisms say in it.
// IRCv3 sasl-3.1; PLAIN: RFC 4616; SCRAM-SHA-256: RFC 5802 and RFC 7677, without channel binding; EXTERNAL: RFC 4422, appendix A.
// Passwords and names go through SASLprep (RFC 4013), so that the same password typed on two keyboards is the same.
//
// Nothing here knows an account or draws a random number: nonces and salts are given. Any thread; saltedPassword() takes some
// milliseconds for each thousand iterations, on purpose.
#pragma once

#include "base/result.h"

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace chatroom::protocol {

inline constexpr std::string_view kSaslPlain = "PLAIN";
inline constexpr std::string_view kSaslScram = "SCRAM-SHA-256";
inline constexpr std::string_view kSaslExternal = "EXTERNAL";

// The parameters of the AUTHENTICATE commands that a response is sent in: base64 in chunks of 400 bytes; "+" when it is empty, and
// behind a last chunk that is full. sasl-3.1, "The AUTHENTICATE command".
[[nodiscard]] std::vector<QByteArray> saslChunks(const QByteArray& response);

// Puts a response together again. Keeps at most limits::kSaslResponseBytes; what is longer is let go before it is kept.
class SaslAssembler final
{
public:
    enum class State : std::uint8_t {
        More,      // the chunk was full: another one follows
        Whole,     // take() has it
        TooLong,   // a chunk of over 400 bytes, or a response over the limit; what came is forgotten
        Malformed, // not base64; what came is forgotten
    };
    [[nodiscard]] State feed(std::string_view parameter);
    [[nodiscard]] QByteArray take() { return std::exchange(m_response, {}); }
    [[nodiscard]] qsizetype buffered() const { return m_encoded.size(); }

private:
    QByteArray m_encoded;
    QByteArray m_response;
};

enum class SaslFault : std::uint8_t {
    Malformed,      // it is not of the mechanism's form
    NotPrepared,    // characters that SASLprep forbids, or no UTF-8
    ChannelBinding, // asks for one; we have none
    Extension,      // a mandatory extension that we do not know
    WrongNonce,     // it answers another exchange
    TooCheap,       // a server that asks for fewer iterations than RFC 7677 allows
    TooDear,        // a server that asks for more than a minute of work
    WrongProof,     // another password
    Refused,        // the server says so itself: "e=..."
};
struct SaslError final
{
    SaslFault fault{};
    QByteArray detail{}; // of Refused: the server's word
    friend bool operator==(const SaslError&, const SaslError&) = default;
};

// RFC 4013: mapped, in normal form KC, without forbidden characters, and of one direction.
[[nodiscard]] std::optional<QByteArray> saslPrepare(const QByteArray& text);

struct PlainCredentials final
{
    QByteArray authorization; // as whom to act; empty: as the account itself
    QByteArray account, password;
    friend bool operator==(const PlainCredentials&, const PlainCredentials&) = default;
};
[[nodiscard]] Result<PlainCredentials, SaslError> parsePlain(const QByteArray& response); // not prepared yet
[[nodiscard]] QByteArray makePlain(const QByteArray& account, const QByteArray& password);

// A password as a parameter that is not the last one, which can have no space: what has some, and what begins with '=', ':' or '*', is
// '=' and its base64. Of our command ACCOUNT PASSWORD. What is not of that form is no password: empty.
[[nodiscard]] QByteArray packPassword(const QByteArray& password);
[[nodiscard]] QByteArray unpackPassword(const QByteArray& parameter);

// What a server keeps of a password for SCRAM-SHA-256: enough to verify it, not enough to sign in with.
struct ScramKeys final
{
    int iterations = 0;
    QByteArray salt, storedKey, serverKey;

    // RFC 5803: "SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>", in base64.
    [[nodiscard]] QByteArray toBytes() const;
    [[nodiscard]] static std::optional<ScramKeys> fromBytes(const QByteArray& stored);
    friend bool operator==(const ScramKeys&, const ScramKeys&) = default;
};
// RFC 5802, 2.2, "Hi": PBKDF2 with HMAC-SHA-256. The password has been prepared.
[[nodiscard]] QByteArray saltedPassword(const QByteArray& password, const QByteArray& salt, int iterations);
[[nodiscard]] ScramKeys makeScramKeys(const QByteArray& password, const QByteArray& salt, int iterations);

// The server's side: the client's first message, the challenge, the client's proof, and the proof that the server knows it too.
class ScramServer final
{
public:
    // Of printable characters without a comma; never used twice.
    explicit ScramServer(QByteArray nonce) : m_nonce(std::move(nonce)) {}

    struct Opening final
    {
        QByteArray authorization; // may be empty
        QByteArray account;       // prepared, where it can be
    };
    [[nodiscard]] Result<Opening, SaslError> open(const QByteArray& clientFirst);
    // The answer to it, by the keys of that account or by made-up ones.
    [[nodiscard]] QByteArray challenge(const ScramKeys& keys);
    // "v=...", when the proof is right; in time that does not tell how much of it was right.
    [[nodiscard]] Result<QByteArray, SaslError> finish(const QByteArray& clientFinal) const;

private:
    QByteArray m_nonce; // with the client's in front, once that is known
    QByteArray m_gs2Header, m_clientFirstBare, m_serverFirst;
    ScramKeys m_keys;
};

// The client's side. Fails before the password is used when the server asks for too little or too much work.
class ScramClient final
{
public:
    ScramClient(QByteArray account, QByteArray password, QByteArray nonce)
        : m_account(std::move(account)), m_password(std::move(password)), m_nonce(std::move(nonce))
    {}

    [[nodiscard]] Result<QByteArray, SaslError> first();
    // The proof. Takes the time that the server's iterations take.
    [[nodiscard]] Result<QByteArray, SaslError> answer(const QByteArray& serverFirst);
    // Whether the server knew the password too.
    [[nodiscard]] Result<void, SaslError> verify(const QByteArray& serverFinal) const;

private:
    QByteArray m_account, m_password, m_nonce;
    QByteArray m_clientFirstBare, m_serverSignature;
};

} // namespace chatroom::protocol
