// A server's certificate and key: read from files that somebody gave, or made at the first start and kept.
// Own ones: ECDSA P-256, self-signed, ten years, and used beyond them: what people trust is the fingerprint, and a new one would
// alarm them all. Any thread.
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

struct x509_st; // OpenSSL's X509

namespace chatroom::network {

struct TlsIdentity final
{
    QString certificateFile; // PEM, the chain
    QString keyFile;         // PEM
    QByteArray fingerprint;  // of the certificate: SHA-256 of its DER form, lower-case hexadecimal
};

struct IdentityError final
{
    QString what; // one line that says which file and what is wrong with it
};

// Reads both files and checks that they belong together.
[[nodiscard]] Result<TlsIdentity, IdentityError> loadIdentity(const QString& certificateFile, const QString& keyFile);
// "certificate.pem" and "key.pem" in `folder`, made when neither is there. A damaged or lonely file is never overwritten.
[[nodiscard]] Result<TlsIdentity, IdentityError> ownIdentity(const QString& folder, const QString& hostName);

// Of a certificate: SHA-256 of its DER form, lower-case hexadecimal; empty when it cannot be encoded.
[[nodiscard]] QByteArray fingerprintOf(const x509_st& certificate);

} // namespace chatroom::network
