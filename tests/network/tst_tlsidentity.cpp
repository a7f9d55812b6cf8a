// A certificate is made once and kept, for its owner's eyes only.
#include "network/files.h"
#include "network/tlsidentity.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>
#include <QSslCertificateExtension>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <openssl/evp.h>
#include <openssl/pem.h>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom::network;
using chatroom::test::contents;
using chatroom::test::write;

class TlsIdentityTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsMadeOnceAndReused();
    void theKeyIsForItsOwnerOnly();
    void whatTheCertificateSays_data();
    void whatTheCertificateSays();
    void damagedAndLonelyFilesAreNotOverwritten_data();
    void damagedAndLonelyFilesAreNotOverwritten();
    void aFolderThatCannotBeMade();
    void aKeyWithAPasswordIsToldAtOnce();
    void aChainIsFine();
};

void TlsIdentityTest::itIsMadeOnceAndReused()
{
    QTemporaryDir folder;
    const QString place = folder.filePath(u"made/when/missing"_s);
    const auto first = ownIdentity(place, u"office"_s);
    QVERIFY(first);
    const QByteArray certificate = contents(first->certificateFile), key = contents(first->keyFile);
    const auto second = ownIdentity(place, u"another-name"_s);
    QVERIFY(second);
    QCOMPARE(second->fingerprint, first->fingerprint);
    QCOMPARE(contents(second->certificateFile), certificate);
    QCOMPARE(contents(second->keyFile), key);
    QCOMPARE(first->fingerprint.size(), 64);
    QTemporaryDir elsewhere;
    QVERIFY(ownIdentity(elsewhere.path(), u"office"_s)->fingerprint != first->fingerprint);
}

void TlsIdentityTest::theKeyIsForItsOwnerOnly()
{
    QTemporaryDir folder;
    const auto made = ownIdentity(folder.path(), u"office"_s);
    QVERIFY(made);
    const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    QVERIFY(!(QFileInfo(made->keyFile).permissions() & others));
    QVERIFY(QFileInfo(made->keyFile).permissions() & QFileDevice::ReadOwner);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), (QStringList{u"certificate.pem"_s, u"key.pem"_s})); // nothing is left over
}

void TlsIdentityTest::whatTheCertificateSays_data()
{
    QTest::addColumn<QString>("machine");
    QTest::addColumn<QString>("name");
    QTest::newRow("a usual machine") << u"office-7.example"_s << u"office-7.example"_s;
    QTest::newRow("one without a name") << QString() << u"chatroom"_s;
    QTest::newRow("letters of another script") << u"b\u00fcro"_s << u"bro"_s;
    QTest::newRow("something that would be more than a name") << u"x,DNS:bank.example"_s << u"xDNSbank.example"_s;
    QTest::newRow("a very long name") << QString(200, u'a') << QString(63, u'a');
}

void TlsIdentityTest::whatTheCertificateSays()
{
    QFETCH(const QString, machine);
    QFETCH(const QString, name);
    QTemporaryDir folder;
    const auto made = ownIdentity(folder.path(), machine);
    QVERIFY(made);
    const QSslCertificate certificate(contents(made->certificateFile));
    QVERIFY(!certificate.isNull());
    QCOMPARE(certificate.digest(QCryptographicHash::Sha256).toHex(), made->fingerprint);
    QCOMPARE(certificate.subjectInfo(QSslCertificate::CommonName), QStringList{name});
    QVERIFY(certificate.isSelfSigned());
    QVERIFY(certificate.subjectAlternativeNames().values(QSsl::DnsEntry).contains(name));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QVERIFY(certificate.effectiveDate() < now.addSecs(-3000)); // clocks differ
    QVERIFY(certificate.expiryDate() > now.addYears(9));
    QVERIFY(!QSslKey(contents(made->keyFile), QSsl::Ec).isNull());
}

void TlsIdentityTest::damagedAndLonelyFilesAreNotOverwritten_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("a key alone") << QByteArray() << QByteArray("KEY") << u"certificate.pem cannot be read"_s;
    QTest::newRow("a certificate alone") << QByteArray("CERTIFICATE") << QByteArray() << u"key.pem cannot be read"_s;
    QTest::newRow("prose") << QByteArray("prose") << QByteArray("prose") << u"certificate.pem is not a certificate in PEM form"_s;
    QTest::newRow("a PEM of nonsense") << QByteArray("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n") << QByteArray("x")
                                       << u"certificate.pem is not a certificate in PEM form"_s;
    QTest::newRow("zero bytes") << QByteArray(100, '\0') << QByteArray(100, '\0') << u"certificate.pem is not a certificate"_s;
}

void TlsIdentityTest::damagedAndLonelyFilesAreNotOverwritten()
{
    QFETCH(const QByteArray, certificate);
    QFETCH(const QByteArray, key);
    QFETCH(const QString, complaint);
    QTemporaryDir folder;
    const QString certificateFile = folder.filePath(u"certificate.pem"_s), keyFile = folder.filePath(u"key.pem"_s);
    QVERIFY(certificate.isEmpty() || write(certificateFile, certificate));
    QVERIFY(key.isEmpty() || write(keyFile, key));
    const auto made = ownIdentity(folder.path(), u"office"_s);
    QVERIFY(!made);
    QVERIFY2(made.error().what.contains(complaint), qPrintable(made.error().what));
    QCOMPARE(contents(certificateFile), certificate);
    QCOMPARE(contents(keyFile), key);
}

void TlsIdentityTest::aFolderThatCannotBeMade()
{
    QTemporaryDir folder;
    QVERIFY(write(folder.filePath(u"file"_s), "x"));
    const auto made = ownIdentity(folder.filePath(u"file/data"_s), u"office"_s);
    QVERIFY(!made);
    QVERIFY(made.error().what.contains(u"cannot be made"_s));
}

void TlsIdentityTest::aKeyWithAPasswordIsToldAtOnce()
{
    QTemporaryDir folder;
    const auto made = ownIdentity(folder.path(), u"office"_s);
    QVERIFY(made);
    const QString locked = folder.filePath(u"locked.pem"_s);
    EVP_PKEY* key = EVP_EC_gen("P-256");
    std::FILE* file = std::fopen(QFile::encodeName(locked).constData(), "w");
    const auto* password = reinterpret_cast<const unsigned char*>("secret"); // NOLINT: OpenSSL's bytes are unsigned
    const int isWritten = PEM_write_PrivateKey(file, key, EVP_aes_128_cbc(), password, 6, nullptr, nullptr);
    std::fclose(file);
    EVP_PKEY_free(key);
    QCOMPARE(isWritten, 1);
    const auto loaded = loadIdentity(made->certificateFile, locked);
    QVERIFY(!loaded);
    QVERIFY(loaded.error().what.contains(u"locked.pem is not a key in PEM form without a password"_s));
}

void TlsIdentityTest::aChainIsFine()
{
    QTemporaryDir folder, authority;
    const auto leaf = ownIdentity(folder.path(), u"office"_s);
    const auto above = ownIdentity(authority.path(), u"authority"_s);
    QVERIFY(leaf && above);
    const QString chain = folder.filePath(u"chain.pem"_s);
    QVERIFY(write(chain, contents(leaf->certificateFile) + contents(above->certificateFile)));
    const auto loaded = loadIdentity(chain, leaf->keyFile);
    QVERIFY(loaded);
    QCOMPARE(loaded->fingerprint, leaf->fingerprint);
}

QTEST_GUILESS_MAIN(TlsIdentityTest)
#include "tst_tlsidentity.moc"
