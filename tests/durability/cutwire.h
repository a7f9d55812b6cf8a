// A wire to a database server that can be cut at the worst moment: while a commit is on its way.
#pragma once

#include <QObject>
#include <QTcpServer>

#include <cstdint>
#include <optional>

class QTcpSocket;

namespace chatroom::test {

class CutWire final : public QObject
{
    Q_OBJECT

public:
    // From a free port of loopback to that one.
    explicit CutWire(std::uint16_t to);
    ~CutWire() override;
    [[nodiscard]] std::uint16_t port() const { return m_server.serverPort(); }

    enum class Fate : std::uint8_t { Made, NotMade };
    // The next commit is made and nobody hears of it, or it never arrives; the connection is gone either way.
    void cutAtCommit(Fate fate);
    [[nodiscard]] bool isCut() const { return m_isCut; } // since then

private:
    void accept();
    void toDatabase(QTcpSocket& client, QTcpSocket& database);

    QTcpServer m_server;
    std::uint16_t m_to;
    std::optional<Fate> m_plan;
    bool m_isCut = false;
};

} // namespace chatroom::test
