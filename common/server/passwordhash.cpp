#include "server/passwordhash.h"

#include "protocol/limits.h"
#include "protocol/sasl.h"

#include <QList>

#include <algorithm>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <optional>

namespace chatroom::server {

namespace {

constexpr std::uint64_t kN = 16384; // 16 MiB with r = 8
constexpr std::uint64_t kR = 8;
constexpr std::uint64_t kP = 1;
constexpr std::uint64_t kMemoryBytes = 64ULL * 1024 * 1024; // what a stored hash may ask for at most
constexpr qsizetype kSaltBytes = 16;
constexpr qsizetype kHashBytes = 32;

struct Parameters final
{
    std::uint64_t n = kN, r = kR, p = kP;
};

const unsigned char* octets(const QByteArray& bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.constData()); // NOLINT: OpenSSL's bytes are unsigned
}

std::optional<QByteArray> derive(const QByteArray& password, const QByteArray& salt, const Parameters& with)
{
    QByteArray key(kHashBytes, '\0');
    const int done = EVP_PBE_scrypt(password.constData(), static_cast<std::size_t>(password.size()), octets(salt),
                                    static_cast<std::size_t>(salt.size()), with.n, with.r, with.p, kMemoryBytes,
                                    reinterpret_cast<unsigned char*>(key.data()), // NOLINT: as above
                                    static_cast<std::size_t>(key.size()));
    return done == 1 ? std::optional{key} : std::nullopt;
}

bool isEqual(const QByteArray& a, const QByteArray& b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.constData(), b.constData(), static_cast<std::size_t>(a.size())) == 0;
}

} // namespace

QByteArray randomBytes(qsizetype count)
{
    QByteArray random(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(random.data()), static_cast<int>(random.size())) != 1) // NOLINT: as above
        return {};
    return random;
}

QByteArray hashOperatorPassword(const QByteArray& password)
{
    const QByteArray salt = randomBytes(kSaltBytes);
    if (salt.isEmpty())
        return {};
    const auto key = derive(password, salt, {});
    if (!key)
        return {};
    return "scrypt$" + QByteArray::number(qulonglong{kN}) + '$' + QByteArray::number(qulonglong{kR}) + '$'
           + QByteArray::number(qulonglong{kP}) + '$' + salt.toBase64() + '$' + key->toBase64();
}

bool verifyOperatorPassword(const QByteArray& stored, const QByteArray& given)
{
    if (!stored.startsWith("scrypt$"))
        return !stored.isEmpty() && isEqual(stored, given);
    const QList<QByteArray> parts = stored.split('$');
    if (parts.size() != 6)
        return false;
    const Parameters with{parts[1].toULongLong(), parts[2].toULongLong(), parts[3].toULongLong()};
    const auto key = derive(given, QByteArray::fromBase64(parts[4]), with);
    return key && isEqual(*key, QByteArray::fromBase64(parts[5]));
}

Credentials makeCredentials(const QByteArray& password, int iterations, bool isWithScram)
{
    Credentials made{hashOperatorPassword(password), {}};
    const QByteArray salt = randomBytes(kSaltBytes);
    if (isWithScram && !salt.isEmpty() && !made.passwordHash.isEmpty())
        made.scram = protocol::makeScramKeys(password, salt, std::max(iterations, protocol::limits::kScramLeastIterations)).toBytes();
    return made;
}

bool verifyAccountPassword(const QByteArray& stored, const QByteArray& given)
{
    if (stored.startsWith("scrypt$"))
        return verifyOperatorPassword(stored, given);
    static_cast<void>(derive(given, QByteArray(kSaltBytes, '\0'), {})); // as much work as for one that there is
    return false;
}

QByteArray makeOneTimePassword()
{
    constexpr QByteArrayView kSigns = "abcdefghijkmnpqrstuvwxyz23456789"; // 32, without 0, 1, l and o
    static_assert(kSigns.size() == 32);
    const QByteArray random = randomBytes(12);
    QByteArray password;
    for (qsizetype i = 0; i < random.size(); ++i) {
        if (i == 4 || i == 8)
            password += '-';
        password += kSigns[static_cast<unsigned char>(random[i]) % kSigns.size()];
    }
    return password;
}

} // namespace chatroom::server
