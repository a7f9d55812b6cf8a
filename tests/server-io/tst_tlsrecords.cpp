// A client may cut what it says into as many TLS records as it likes (RFC 8446, 5.1), which arrive with one packet.
#include "support.h"

#include <QTcpSocket>
#include <QTest>

#include <array>
#include <openssl/ssl.h>

using namespace chatroom;
using namespace chatroom::test;

namespace {

// TLS whose records are put together here and sent when told.
class Records final
{
public:
    Records() : m_context(SSL_CTX_new(TLS_client_method())), m_ssl(SSL_new(m_context))
    {
        SSL_set_bio(m_ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem())); // which it owns from here on
        SSL_set_connect_state(m_ssl);
    }
    Q_DISABLE_COPY_MOVE(Records)
    ~Records()
    {
        SSL_free(m_ssl);
        SSL_CTX_free(m_context);
    }

    void receive(const QByteArray& bytes) { BIO_write(SSL_get_rbio(m_ssl), bytes.constData(), static_cast<int>(bytes.size())); }
    [[nodiscard]] bool isOpen() { return SSL_do_handshake(m_ssl) == 1; }
    // Each byte of `text` in a record of its own.
    void say(const QByteArray& text)
    {
        for (const char& byte : text)
            QCOMPARE(SSL_write(m_ssl, &byte, 1), 1);
    }
    [[nodiscard]] QByteArray toSend()
    {
        return all([this](auto& part) { return BIO_read(SSL_get_wbio(m_ssl), part.data(), static_cast<int>(part.size())); });
    }
    [[nodiscard]] QByteArray heard()
    {
        return all([this](auto& part) { return SSL_read(m_ssl, part.data(), static_cast<int>(part.size())); });
    }

private:
    template <typename Read>
    static QByteArray all(const Read& read)
    {
        QByteArray bytes;
        std::array<char, 4096> part{};
        for (int count = read(part); count > 0; count = read(part))
            bytes.append(part.data(), count);
        return bytes;
    }

    SSL_CTX* m_context;
    SSL* m_ssl;
};

} // namespace

class TestTlsRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hundredsOfRecordsAtOnce();
};

void TestTlsRecords::hundredsOfRecordsAtOnce()
{
    Server server;
    QCOMPARE(server.start([](auto& config) { config.listen = {tlsListener()}; }), QString());
    QTcpSocket socket;
    Records records;
    const auto goOn = [&] {
        records.receive(socket.readAll());
        const bool isOpen = records.isOpen();
        socket.write(records.toSend());
        return isOpen;
    };
    socket.connectToHost(QHostAddress::LocalHost, server.port());
    QTRY_VERIFY_WITH_TIMEOUT(goOn(), kPatience);

    // 650 records of 23 bytes: all of them fit what is read ahead.
    const QByteArray first(470, 'x');
    const QByteArray second(120, 'y');
    records.say("NICK ann\r\nUSER ann 0 * :Ann\r\nPING :" + first + "\r\nPING :" + second + "\r\n");
    socket.write(records.toSend());
    QByteArray heard;
    const auto hears = [&](const QByteArray& part) {
        records.receive(socket.readAll());
        heard += records.heard();
        return heard.contains(part);
    };
    QTRY_VERIFY_WITH_TIMEOUT(hears(" 001 ann "), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(hears(":" + second) || hears(" " + second), kPatience);
    QVERIFY(heard.contains(first));
}

QTEST_GUILESS_MAIN(TestTlsRecords)
#include "tst_tlsrecords.moc"
