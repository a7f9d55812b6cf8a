#include "storage/folderlock.h"

#include <QDir>

#include <cerrno>
#include <sys/file.h>

namespace chatroom::storage {

FolderLock::FolderLock(const QString& folder) : m_file(QDir(folder).filePath(QStringLiteral("chatroom.lock")))
{
    if (!m_file.open(QIODevice::ReadWrite))
        return;
    m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (::flock(m_file.handle(), LOCK_EX | LOCK_NB) == 0)
        m_state = State::Held;
    else if (errno == EWOULDBLOCK)
        m_state = State::Taken;
    else
        m_state = State::Held; // a file system that knows no locks (some network ones) keeps nobody from a server
}

} // namespace chatroom::storage
