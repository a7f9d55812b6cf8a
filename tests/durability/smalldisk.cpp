#include "durability/smalldisk.h"

#include "durability/waiting.h"
#include "server-io/support.h"

#include <QFile>

#include <unistd.h>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;

SmallDisk::SmallDisk(const QString& folder, int megabytes)
{
    open({u"unshare"_s, u"--user"_s, u"--map-root-user"_s, u"--mount"_s}, {u"--user"_s, u"--mount"_s, u"--preserve-credentials"_s}, folder,
         megabytes);
    if (!isThere() && ::geteuid() == 0)
        open({u"unshare"_s, u"--mount"_s}, {u"--mount"_s}, folder, megabytes);
}

SmallDisk::~SmallDisk()
{
    m_holder.kill();
    m_holder.waitForFinished();
}

bool SmallDisk::isRequired()
{
    return qEnvironmentVariableIsSet("CHATROOM_REQUIRE_TMPFS");
}

void SmallDisk::open(const QStringList& unshare, const QStringList& enter, const QString& folder, int megabytes)
{
    const QString script = u"mount -t tmpfs -o size=%1m chatroom \"$0\" && echo ready && exec cat"_s.arg(megabytes);
    m_holder.setProcessChannelMode(QProcess::MergedChannels);
    m_holder.start(unshare.constFirst(), unshare.mid(1) + QStringList{u"sh"_s, u"-c"_s, script, folder});
    QByteArray told;
    const bool isOver = waitFor(
        [&] {
            told += m_holder.readAll();
            return told.contains("ready") || m_holder.state() == QProcess::NotRunning;
        },
        kPatience);
    if (!isOver || !told.contains("ready")) {
        m_why = told.isEmpty() ? m_holder.errorString() : QString::fromUtf8(told.trimmed());
        m_holder.kill();
        m_holder.waitForFinished();
        return;
    }
    const QString holder = QString::number(m_holder.processId());
    m_wrapper = QStringList{u"nsenter"_s, u"--target"_s, holder} + enter;
    m_outside = u"/proc/%1/root%2"_s.arg(holder, folder);
}

bool SmallDisk::fill()
{
    QFile ballast(m_outside + u"/ballast"_s);
    if (!ballast.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return false;
    const QByteArray page(4096, 'x'); // what a tmpfs counts in
    while (ballast.write(page) == page.size()) {
    }
    return ballast.error() == QFileDevice::ResourceError || ballast.size() > 0;
}

void SmallDisk::makeRoom()
{
    QFile::remove(m_outside + u"/ballast"_s);
}

} // namespace chatroom::test
