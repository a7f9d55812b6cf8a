#include "storage/postgresserver.h"

#include <QDir>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>
#include <QtDebug>

#include <csignal>
#include <pwd.h>
#include <unistd.h>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kPatienceMilliseconds = 30'000;

// The newest version that has all we need.
QString toolsFolder()
{
    const QDir versions(u"/usr/lib/postgresql"_s);
    QString found;
    int newest = 0;
    for (const QString& version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString folder = versions.filePath(version + u"/bin"_s);
        if (version.toInt() > newest && QFile::exists(folder + u"/postgres"_s) && QFile::exists(folder + u"/initdb"_s)) {
            newest = version.toInt();
            found = folder;
        }
    }
    if (found.isEmpty() && !QStandardPaths::findExecutable(u"initdb"_s).isEmpty())
        found = QFileInfo(QStandardPaths::findExecutable(u"initdb"_s)).path();
    return found;
}

// Whom it runs as where this runs as root.
const passwd* somebodyElse()
{
    const passwd* found = getpwnam("postgres");
    return found ? found : getpwnam("nobody");
}

std::uint16_t freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : std::uint16_t{0};
}

} // namespace

bool PostgresServer::isInstalled()
{
    return !toolsFolder().isEmpty();
}

bool PostgresServer::isRequired()
{
    return qEnvironmentVariableIsSet("CHATROOM_REQUIRE_POSTGRESQL");
}

PostgresServer::~PostgresServer()
{
    kill();
}

void PostgresServer::prepare(QProcess& process, const QString& tool, const QStringList& arguments) const
{
    process.setWorkingDirectory(m_folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setProgram(toolsFolder() + u'/' + tool);
    process.setArguments(arguments);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C"_s);
    process.setProcessEnvironment(environment);
    const passwd* user = geteuid() == 0 ? somebodyElse() : nullptr;
    if (user) {
        process.setChildProcessModifier([group = user->pw_gid, id = user->pw_uid] {
            if (setgid(group) != 0 || setuid(id) != 0)
                _exit(126);
        });
    }
}

bool PostgresServer::runTool(const QString& tool, const QStringList& arguments)
{
    QProcess process;
    prepare(process, tool, arguments);
    process.start();
    if (process.waitForFinished(kPatienceMilliseconds) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return true;
    qWarning().noquote() << tool << arguments << process.readAll() << process.errorString();
    return false;
}

bool PostgresServer::start()
{
    if (!m_folder.isValid())
        return false;
    if (geteuid() == 0) {
        const passwd* user = somebodyElse();
        if (!user || chown(QFile::encodeName(m_folder.path()).constData(), user->pw_uid, user->pw_gid) != 0)
            return false;
    }
    m_port = freePort();
    return runTool(u"initdb"_s,
                   {u"--pgdata=data"_s, u"--username=chatroom"_s, u"--auth=trust"_s, u"--encoding=UTF8"_s, u"--locale=C"_s, u"--no-sync"_s})
           && startAgain();
}

bool PostgresServer::startAgain()
{
    prepare(m_server, u"postgres"_s,
            {u"-D"_s, u"data"_s, u"-k"_s, m_folder.path(), u"-h"_s, u"127.0.0.1"_s, u"-p"_s, QString::number(m_port), u"-F"_s, u"-c"_s,
             u"logging_collector=off"_s});
    m_server.setStandardOutputFile(QProcess::nullDevice());
    m_server.start();
    QElapsedTimer patience;
    patience.start();
    while (m_server.state() != QProcess::NotRunning && patience.elapsed() < kPatienceMilliseconds) {
        QProcess ready;
        prepare(ready, u"pg_isready"_s, {u"-q"_s, u"-h"_s, u"127.0.0.1"_s, u"-p"_s, QString::number(m_port)});
        ready.start();
        if (ready.waitForFinished(kPatienceMilliseconds) && ready.exitCode() == 0)
            return true;
        m_server.waitForFinished(50);
    }
    qWarning().noquote() << "PostgreSQL does not start:" << m_server.errorString();
    return false;
}

void PostgresServer::stop()
{
    if (!isRunning())
        return;
    ::kill(static_cast<pid_t>(m_server.processId()), SIGINT); // PostgreSQL, "Shutting Down the Server": fast
    if (!m_server.waitForFinished(kPatienceMilliseconds))
        kill();
}

void PostgresServer::kill()
{
    if (!isRunning())
        return;
    ::kill(static_cast<pid_t>(m_server.processId()), SIGQUIT); // immediate: as a crash, and its children with it
    if (!m_server.waitForFinished(kPatienceMilliseconds))
        m_server.kill();
    m_server.waitForFinished(kPatienceMilliseconds);
}

QString PostgresServer::freshDatabase()
{
    const QString name = u"chatroom_%1"_s.arg(++m_databases);
    if (!runTool(u"createdb"_s, {u"-h"_s, u"127.0.0.1"_s, u"-p"_s, QString::number(m_port), u"-U"_s, u"chatroom"_s, u"-w"_s, name}))
        return {};
    return u"postgresql://chatroom@127.0.0.1:%1/%2"_s.arg(m_port).arg(name);
}

} // namespace chatroom::test
