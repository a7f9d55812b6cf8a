#include "chatroom-cli/support.h"

#include <QTest>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;

namespace {
constexpr int kPatience = 30'000; // milliseconds
}

QProcessEnvironment Home::environment() const
{
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
    environment.insert(u"HOME"_s, m_folder.path());
    environment.insert(u"XDG_DATA_HOME"_s, m_folder.filePath(u"share"_s));
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"TZ"_s, u"UTC"_s);
    environment.insert(u"TERM"_s, u"xterm"_s);
    environment.insert(u"USER"_s, u"tester"_s);
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
        if (qEnvironmentVariableIsSet(name))
            environment.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
    }
    return environment;
}

QString cliProgram()
{
    return QStringLiteral(CHATROOM_CLI_PROGRAM);
}

CliResult runCli(const Home& home, const QStringList& arguments, const QByteArray& input)
{
    QProcess process;
    process.setProcessEnvironment(home.environment());
    process.start(cliProgram(), arguments);
    process.write(input);
    process.closeWriteChannel();
    CliResult result;
    if (QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, kPatience))
        result.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    else
        process.kill();
    process.waitForFinished(1000);
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

Server::Server(bool tls) : m_tls(tls) {}

bool Server::start(std::uint16_t port, const std::function<void(server::ServerConfig&)>& adjust)
{
    server::ServerConfig config;
    config.listen = {{.address = u"127.0.0.1:%1"_s.arg(port), .tls = m_tls, .certificate = {}, .key = {}, .websocket = false}};
    config.durability = server::Durability::None;
    config.limits.flood = false;
    if (adjust)
        adjust(config);
    m_host = std::make_unique<server::ServerHost>(m_folder.path());
    const auto started = m_host->start(config);
    if (!started) {
        qWarning("%s", qPrintable(started.error().what));
        return false;
    }
    m_port = m_host->boundAddresses().constFirst().port;
    return true;
}

void Server::stop()
{
    m_host->stop(u"test"_s);
    m_host.reset();
}

bool Guest::enter(std::uint16_t port, const QByteArray& name, const QByteArray& room)
{
    connect(&m_socket, &QTcpSocket::readyRead, this, &Guest::read);
    m_socket.connectToHost(u"127.0.0.1"_s, port);
    send("NICK " + name);
    send("USER guest 0 * :Guest");
    send("JOIN " + room);
    return QTest::qWaitFor([&] { return hasLine(" 366 " + name + ' ' + room); }, 10'000);
}

void Guest::send(const QByteArray& line)
{
    m_socket.write(line + "\r\n");
}

void Guest::read()
{
    m_partial += m_socket.readAll();
    for (qsizetype end = m_partial.indexOf('\n'); end >= 0; end = m_partial.indexOf('\n')) {
        const QByteArray line = m_partial.left(end).trimmed();
        m_partial.remove(0, end + 1);
        if (line.startsWith("PING"))
            send("PONG" + line.mid(4));
        m_lines.append(line);
    }
}

QByteArrayList Guest::heard(const QByteArray& target) const
{
    QByteArrayList texts;
    const QByteArray mark = " PRIVMSG " + target + ' ';
    for (const QByteArray& line : m_lines) {
        const qsizetype at = line.indexOf(mark);
        if (at < 0)
            continue;
        const QByteArray text = line.mid(at + mark.size());
        texts.append(text.startsWith(':') ? text.mid(1) : text);
    }
    return texts;
}

bool Guest::hasLine(const QByteArray& part) const
{
    return std::any_of(m_lines.begin(), m_lines.end(), [&](const QByteArray& line) { return line.contains(part); });
}

ScriptedServer::ScriptedServer(Answer answer) : m_answer(std::move(answer))
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        QTcpSocket* socket = m_server.nextPendingConnection();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            while (socket->canReadLine()) {
                const QByteArray bytes = m_answer(socket->readLine().trimmed());
                if (bytes.isNull())
                    return socket->abort();
                socket->write(bytes);
            }
        });
    });
    m_server.listen(QHostAddress::LocalHost);
}

} // namespace chatroom::test
