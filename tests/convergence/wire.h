// A wire to a server that can be cut at any moment, with whatever is on its way.
#pragma once

#include <QObject>
#include <QTcpServer>

#include <cstdint>

namespace chatroom::test {

class Wire final : public QObject
{
    Q_OBJECT

public:
    // From a free port of loopback to that one.
    explicit Wire(std::uint16_t to);
    ~Wire() override;
    [[nodiscard]] std::uint16_t port() const { return m_server.serverPort(); }
    void cut();
    // While it is out nobody gets through.
    void setOut(bool isOut) { m_isOut = isOut; }

private:
    void accept();

    QTcpServer m_server;
    std::uint16_t m_to;
    bool m_isOut = false;
};

} // namespace chatroom::test
