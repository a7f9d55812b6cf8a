// That one process, and in it one store, writes in a folder: a file of its own with the system's lock on it, which ends with the
// process however that ends. Any thread.
#pragma once

#include <QFile>
#include <QString>

#include <cstdint>

namespace chatroom::storage {

class FolderLock final
{
public:
    enum class State : std::uint8_t {
        Held,
        Taken,  // by another
        Failed, // why() tells
    };
    // Tries once. The folder is there.
    explicit FolderLock(const QString& folder);
    Q_DISABLE_COPY_MOVE(FolderLock)
    ~FolderLock() = default; // the file stays, empty, for the next one

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QString why() const { return m_file.errorString(); }

private:
    QFile m_file;
    State m_state = State::Failed;
};

} // namespace chatroom::storage
