// A device of a person: a real Session with what it keeps, on a wire that can be cut. It is used, broken, ended and made anew, and
// tells what its screen shows.
#pragma once

#include "base/clock.h"
#include "client/conversation.h"
#include "client/session.h"
#include "convergence/wire.h"
#include "network/trust.h"
#include "storage/clientstore.h"

#include <QRandomGenerator>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace chatroom::test {

inline constexpr auto kRoom = "#room";

// What a conversation shows, without what each device has of its own.
struct Shown final
{
    QStringList lines; // what was said or deleted, with what it answers and its reactions
    int unread = 0, mentions = 0;
    QString firstUnread; // the msgid of the first message below the "new" line; empty: none
};

class Device final
{
public:
    // `label` begins each text that it says; `partner` is whom it talks to beside the room.
    Device(QString person, QString label, QString partner, std::uint16_t port);
    Q_DISABLE_COPY_MOVE(Device)
    ~Device();

    void start();
    void end();
    void cut() { m_wire.cut(); }
    void setOut(bool isOut);
    // Keeps the name: all programs of this person sign in from now on. What went wrong; empty: nothing.
    [[nodiscard]] QString keepName();
    void setPassword(const QString& password) { m_password = password; }

    // In its room and with its partner; tries again at once where it waits to.
    [[nodiscard]] bool isInside();
    // And all that it said is confirmed or refused, and nothing is missing.
    [[nodiscard]] bool isSettled();

    [[nodiscard]] QString state() const; // in words

    // One thing that a person does, by chance.
    void act(QRandomGenerator& chance);
    void stopLooking();
    void say(client::Conversation& where, const QString& text, const QString& replyTo = {});

    [[nodiscard]] client::Session& session() { return *m_session; }
    [[nodiscard]] client::Conversation* room() const { return m_session->find(QString::fromLatin1(kRoom)); }
    [[nodiscard]] client::Conversation* direct() const { return m_session->find(m_partner); }
    [[nodiscard]] const QString& label() const { return m_label; }
    [[nodiscard]] const QStringList& said() const { return m_said; } // by all its programs
    [[nodiscard]] static Shown shown(client::Conversation& conversation);
    // Scrolls up, and into every gap, until all is there. What went wrong; empty: nothing.
    [[nodiscard]] QString loadAll(client::Conversation& conversation);

private:
    void join();
    [[nodiscard]] client::LineId someLine(client::Conversation& where, QRandomGenerator& chance, bool isOwn) const;

    QString m_person, m_label, m_partner, m_password;
    Wire m_wire;
    QTemporaryDir m_folder;
    SystemClock m_clock;
    network::TrustStore m_trust;
    std::unique_ptr<storage::ClientStore> m_store;
    std::unique_ptr<client::Session> m_session;
    QStringList m_said;
    QStringList m_refusals; // of the name or the password
};

} // namespace chatroom::test
