// A person with a Chatroom client: a real Session, which may be ended and made anew on what it kept.
#pragma once

#include "base/clock.h"
#include "client/session.h"
#include "durability/said.h"
#include "network/trust.h"
#include "storage/clientstore.h"

#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace chatroom::client {
class LineModel;
}

namespace chatroom::test {

class Typist final
{
public:
    Typist(QString name, QString room);
    Q_DISABLE_COPY_MOVE(Typist)
    ~Typist();

    // Starts the program; it comes in and enters the room as soon as there is a server.
    void start(std::uint16_t port);
    // Comes in again with the program that runs.
    void join();
    // Ends it as people do, with whatever still waits.
    void end();
    [[nodiscard]] bool isRunning() const { return m_session != nullptr; }
    // In the room; tries again at once where it waits to.
    [[nodiscard]] bool isInside();
    // Says one more line, where the room is shown; else does nothing. Every second one is the same when it repeats itself.
    void type();
    void setRepeating(bool isRepeating) { m_isRepeating = isRepeating; }

    [[nodiscard]] client::Session& session() { return *m_session; }
    [[nodiscard]] client::Conversation* room() const; // null: not shown (yet)
    // All that it typed in that room, by all its programs.
    [[nodiscard]] const QStringList& typed() const { return m_typed; }
    // Of its lines on screen, how many are not confirmed, and how many gaps there are.
    [[nodiscard]] int unconfirmed() const;
    [[nodiscard]] int gaps() const;
    // What people said, as the screen shows it, in its order; own lines that are not confirmed have no id.
    [[nodiscard]] Heard shown() const;
    // Scrolls up, and into every gap, until all is there. What went wrong; empty: nothing.
    [[nodiscard]] QString loadAll();

private:
    QString m_name, m_room;
    std::uint16_t m_port = 0;
    QTemporaryDir m_folder;
    SystemClock m_clock;
    network::TrustStore m_trust;
    std::unique_ptr<storage::ClientStore> m_store;
    std::unique_ptr<client::Session> m_session;
    QStringList m_typed;
    bool m_isRepeating = false;
};

} // namespace chatroom::test
