// A disk of a few megabytes that can be made full: a tmpfs in a namespace of its own, which needs no rights beyond those to make
// one (unshare), or root's. Nobody else sees it, and it is gone with this.
#pragma once

#include <QProcess>
#include <QStringList>

namespace chatroom::test {

class SmallDisk final
{
public:
    // In the place of that folder, which exists, for programs that are started with wrapper().
    SmallDisk(const QString& folder, int megabytes);
    Q_DISABLE_COPY_MOVE(SmallDisk)
    ~SmallDisk();

    // Whether this machine lets us make one, and if not, what it says.
    [[nodiscard]] bool isThere() const { return !m_outside.isEmpty(); }
    [[nodiscard]] const QString& why() const { return m_why; }
    // Whether its absence is a failure and no reason to skip: CHATROOM_REQUIRE_TMPFS is set.
    [[nodiscard]] static bool isRequired();

    // In front of a program that is to see it (Service::setWrapper).
    [[nodiscard]] const QStringList& wrapper() const { return m_wrapper; }
    // Where it is seen from here.
    [[nodiscard]] const QString& outside() const { return m_outside; }
    // Takes all the room that is left, or gives it back.
    [[nodiscard]] bool fill();
    void makeRoom();

private:
    void open(const QStringList& unshare, const QStringList& enter, const QString& folder, int megabytes);

    QProcess m_holder; // the namespace lives as long as this
    QStringList m_wrapper;
    QString m_outside, m_why;
};

} // namespace chatroom::test
