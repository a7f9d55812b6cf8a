// A PostgreSQL server of a test's own, from the system's package: on a free loopback port, with its data in a temporary folder.
//
// Nothing of a server that runs here already is touched. PostgreSQL refuses to run as root: for root it runs as somebody else.
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <cstdint>

namespace chatroom::test {

class PostgresServer final
{
public:
    PostgresServer() = default;
    Q_DISABLE_COPY_MOVE(PostgresServer)
    ~PostgresServer();

    // Whether the package is there.
    [[nodiscard]] static bool isInstalled();
    // Whether its absence is a failure and no reason to skip: CHATROOM_REQUIRE_POSTGRESQL is set.
    [[nodiscard]] static bool isRequired();

    // Makes a cluster and starts it. False with a warning when that fails.
    [[nodiscard]] bool start();
    void stop(); // gently, within seconds: who is connected is thrown out
    void kill(); // at once, as when the machine dies
    // On the same port, with what is there.
    [[nodiscard]] bool startAgain();
    [[nodiscard]] bool isRunning() const { return m_server.state() == QProcess::Running; }

    // postgresql://... of a database that is made here, empty, for each call.
    [[nodiscard]] QString freshDatabase();
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] QString socketFolder() const { return m_folder.path(); }

private:
    [[nodiscard]] bool runTool(const QString& tool, const QStringList& arguments);
    void prepare(QProcess& process, const QString& tool, const QStringList& arguments) const;

    QTemporaryDir m_folder;
    QProcess m_server;
    std::uint16_t m_port = 0;
    int m_databases = 0;
};

} // namespace chatroom::test
