#include "chatroomd/support.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <signal.h>
#include <sys/resource.h>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;

namespace {

bool hasParts(const QByteArray& line, const QByteArrayList& parts)
{
    qsizetype from = 0;
    for (const QByteArray& part : parts) {
        from = line.indexOf(part, from);
        if (from < 0)
            return false;
        from += part.size();
    }
    return true;
}

} // namespace

Service::Service()
{
    m_environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
    m_environment.insert(u"HOME"_s, m_home.path());
    m_environment.insert(u"XDG_DATA_HOME"_s, m_home.filePath(u"share"_s));
    m_environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
        if (qEnvironmentVariableIsSet(name))
            m_environment.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
    }
    connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] { m_out += m_process.readAllStandardOutput(); });
    connect(&m_process, &QProcess::readyReadStandardError, this, [this] { m_err += m_process.readAllStandardError(); });
}

Service::~Service()
{
    m_process.kill();
    m_process.waitForFinished();
}

QString Service::program()
{
    return QStringLiteral(CHATROOMD_PROGRAM);
}

QString Service::write(const QString& name, const QByteArray& contents)
{
    QFile file(path(name));
    QDir(m_home.path()).mkpath(QFileInfo(file).path());
    return file.open(QIODevice::WriteOnly) && file.write(contents) == contents.size() ? file.fileName() : QString();
}

void Service::setVariable(const QString& name, const QString& value)
{
    m_environment.insert(name, value);
}

void Service::setDescriptorLimit(int limit)
{
    m_process.setChildProcessModifier([limit] {
        const rlimit both{static_cast<rlim_t>(limit), static_cast<rlim_t>(limit)};
        ::setrlimit(RLIMIT_NOFILE, &both);
    });
}

void Service::launch(const QStringList& arguments)
{
    m_out.clear();
    m_err.clear();
    m_process.setProcessEnvironment(m_environment);
    const QStringList command = m_wrapper + QStringList{program()} + arguments;
    m_process.start(command.constFirst(), command.mid(1));
}

void Service::begin(const QStringList& arguments)
{
    QStringList all{u"--data"_s, path(u"data"_s)};
    if (!arguments.contains(u"--config"_s) && !arguments.contains(u"--listen"_s))
        all += {u"--listen"_s, u"127.0.0.1:0"_s};
    launch(all + arguments);
}

bool Service::start(const QStringList& arguments)
{
    begin(arguments);
    return QTest::qWaitFor([&] { return port() != 0 || m_process.state() == QProcess::NotRunning; }, kPatience) && port() != 0;
}

int Service::run(const QStringList& arguments, const QByteArray& input)
{
    launch(arguments);
    m_process.write(input);
    m_process.closeWriteChannel();
    return end();
}

void Service::signal(int number) const
{
    if (m_process.processId() > 0) // 0 would be this test and all beside it
        ::kill(static_cast<pid_t>(m_process.processId()), number);
}

int Service::end()
{
    if (!QTest::qWaitFor([&] { return m_process.state() == QProcess::NotRunning; }, kPatience))
        return -1;
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -2;
}

std::uint16_t Service::port() const
{
    const QByteArrayList lines = log();
    for (const QByteArray& line : lines) {
        const qsizetype colon = line.lastIndexOf(':');
        if (line.contains(" listen ") && line.contains("encrypted"))
            return static_cast<std::uint16_t>(line.mid(colon + 1, line.indexOf(' ', colon) - colon - 1).toUInt());
    }
    return 0;
}

bool Service::logs(const QByteArrayList& parts)
{
    return QTest::qWaitFor(
        [&] {
            const QByteArrayList lines = log();
            return std::any_of(lines.cbegin(), lines.cend(), [&](const QByteArray& line) { return hasParts(line, parts); });
        },
        kPatience);
}

} // namespace chatroom::test
