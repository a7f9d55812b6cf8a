#include "network/tlsidentity.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <optional>

namespace chatroom::network {

namespace {

template <auto free>
struct Freer
{
    template <typename T>
    void operator()(T* object) const
    {
        free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;

constexpr qint64 kFileBytes = 1024 * 1024; // a PEM file is never larger
constexpr long kSeconds = 10L * 365 * 24 * 60 * 60;

// Nobody is there to be asked, and OpenSSL would ask the terminal.
int refusePassword(char*, int, int, void*)
{
    return -1;
}

Unexpected<IdentityError> error(const QString& what)
{
    return Unexpected{IdentityError{what}};
}

Result<QByteArray, IdentityError> readFile(const QString& name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return error(QStringLiteral("%1 cannot be read: %2").arg(QDir::toNativeSeparators(name), file.errorString()));
    return file.read(kFileBytes);
}

Bio reader(const QByteArray& pem)
{
    return Bio{BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size()))};
}

QByteArray contents(BIO& bio)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(&bio, &data);
    return {data, static_cast<qsizetype>(size)};
}

bool addExtension(X509& certificate, int nid, const QByteArray& value)
{
    const Extension extension{X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.constData())};
    return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

// A host name as it may stand in a certificate; anything else becomes "chatroom".
QByteArray commonName(const QString& hostName)
{
    QByteArray clean;
    for (const QChar c : hostName.left(63)) {
        const bool isGood = c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'-' || c == u'.');
        if (isGood)
            clean += static_cast<char>(c.unicode());
    }
    return clean.isEmpty() ? QByteArray("chatroom") : clean;
}

Certificate makeCertificate(EVP_PKEY& key, const QByteArray& name)
{
    Certificate certificate{X509_new()};
    unsigned char serial[16];
    if (!certificate || RAND_bytes(serial, sizeof serial) != 1)
        return {};
    serial[0] &= 0x7F; // a serial number is positive (RFC 5280, 4.1.2.2)
    const std::unique_ptr<BIGNUM, Freer<BN_free>> number{BN_bin2bn(serial, sizeof serial, nullptr)};
    const auto* commonNameBytes = reinterpret_cast<const unsigned char*>(name.constData()); // NOLINT: as above
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    const bool isMade = X509_set_version(certificate.get(), X509_VERSION_3) == 1
                        && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get())) != nullptr
                        && X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600) != nullptr // clocks differ
                        && X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kSeconds) != nullptr
                        && X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, commonNameBytes, -1, -1, 0) == 1
                        && X509_set_issuer_name(certificate.get(), subject) == 1 && X509_set_pubkey(certificate.get(), &key) == 1
                        && addExtension(*certificate, NID_basic_constraints, "critical,CA:FALSE")
                        && addExtension(*certificate, NID_subject_alt_name, "DNS:" + name + ",DNS:localhost,IP:127.0.0.1,IP:::1")
                        && X509_sign(certificate.get(), &key, EVP_sha256()) > 0;
    return isMade ? std::move(certificate) : Certificate{};
}

// Whole or not at all, and for the owner's eyes before there is anything to see.
std::optional<IdentityError> save(const QString& name, const QByteArray& pem)
{
    QSaveFile file(name);
    const bool isSaved = file.open(QIODevice::WriteOnly) && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
                         && file.write(pem) == pem.size() && file.commit();
    if (isSaved)
        return std::nullopt;
    return IdentityError{QStringLiteral("%1 cannot be written: %2").arg(QDir::toNativeSeparators(name), file.errorString())};
}

std::optional<IdentityError> makeFiles(const QString& certificateFile, const QString& keyFile, const QString& hostName)
{
    const Key key{EVP_EC_gen("P-256")};
    const Certificate certificate = key ? makeCertificate(*key, commonName(hostName)) : Certificate{};
    const Bio keyPem{BIO_new(BIO_s_mem())};
    const Bio certificatePem{BIO_new(BIO_s_mem())};
    const bool isMade = certificate && PEM_write_bio_PrivateKey(keyPem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1
                        && PEM_write_bio_X509(certificatePem.get(), certificate.get()) == 1;
    if (!isMade)
        return IdentityError{QStringLiteral("A certificate could not be made on this machine.")};
    if (auto failure = save(keyFile, contents(*keyPem)))
        return failure;
    return save(certificateFile, contents(*certificatePem));
}

} // namespace

QByteArray fingerprintOf(const X509& certificate)
{
    unsigned char* der = nullptr;
    const int size = i2d_X509(const_cast<X509*>(&certificate), &der); // NOLINT: OpenSSL 1.1 takes no const
    if (size <= 0)
        return {};
    const QByteArrayView view{reinterpret_cast<const char*>(der), size}; // NOLINT: OpenSSL's bytes are unsigned
    QByteArray hash = QCryptographicHash::hash(view, QCryptographicHash::Sha256).toHex();
    OPENSSL_free(der);
    return hash;
}

Result<TlsIdentity, IdentityError> loadIdentity(const QString& certificateFile, const QString& keyFile)
{
    const auto certificatePem = readFile(certificateFile);
    if (!certificatePem)
        return Unexpected{certificatePem.error()};
    const auto keyPem = readFile(keyFile);
    if (!keyPem)
        return Unexpected{keyPem.error()};
    const Certificate certificate{PEM_read_bio_X509(reader(*certificatePem).get(), nullptr, refusePassword, nullptr)};
    if (!certificate)
        return error(QStringLiteral("%1 is not a certificate in PEM form.").arg(QDir::toNativeSeparators(certificateFile)));
    const Key key{PEM_read_bio_PrivateKey(reader(*keyPem).get(), nullptr, refusePassword, nullptr)};
    if (!key)
        return error(QStringLiteral("%1 is not a key in PEM form without a password.").arg(QDir::toNativeSeparators(keyFile)));
    if (X509_check_private_key(certificate.get(), key.get()) != 1)
        return error(
            QStringLiteral("%1 does not belong to %2.").arg(QDir::toNativeSeparators(keyFile), QDir::toNativeSeparators(certificateFile)));
    return TlsIdentity{certificateFile, keyFile, fingerprintOf(*certificate)};
}

Result<TlsIdentity, IdentityError> ownIdentity(const QString& folder, const QString& hostName)
{
    const QDir dir(folder);
    const QString certificateFile = dir.filePath(QStringLiteral("certificate.pem"));
    const QString keyFile = dir.filePath(QStringLiteral("key.pem"));
    if (!QFile::exists(certificateFile) && !QFile::exists(keyFile)) {
        if (!dir.mkpath(QStringLiteral(".")))
            return error(QStringLiteral("The folder %1 cannot be made.").arg(QDir::toNativeSeparators(folder)));
        if (const auto failure = makeFiles(certificateFile, keyFile, hostName))
            return Unexpected{*failure};
    }
    return loadIdentity(certificateFile, keyFile);
}

} // namespace chatroom::network
