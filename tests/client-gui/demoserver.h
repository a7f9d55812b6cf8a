// A scripted server on a real socket: lets one in, answers what a client asks by itself, and says what a test wants said.
#pragma once

#include "client-gui/demoaccounts.h"
#include "client-gui/demohistory.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QDateTime>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

namespace chatroom::tests {

class DemoServer final : public QObject
{
public:
    explicit DemoServer(quint16 port = 0); // 0: a free one

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] QString address() const;
    void say(const QByteArray& line); // without CR LF
    // A message of `who` at a UTC time.
    void saySomething(const QByteArray& who, const QByteArray& target, const QByteArray& text, const QDateTime& at,
                      const QByteArray& verb = "PRIVMSG");
    void happen(const QByteArray& source, const QByteArray& rest, const QDateTime& at);
    void hangUp();     // and listens no more
    void drop();       // and listens on
    void close();      // after what was said, and listens on
    void answerHeld(); // and the next ones at once
    [[nodiscard]] bool got(const QByteArray& part) const;

    QByteArray topic = "Ask anything about the house";
    QByteArrayList people;                       // of every room: "@Ann", "Bob"
    QByteArrayList away;                         // those who are
    QByteArrayList takenNames;                   // refused
    QByteArrayList refusedRooms;                 // those that nobody may enter
    QByteArray banned;                           // why nobody is let in; empty: everybody is
    QByteArray password;                         // empty: none is asked for
    QByteArrayList rooms;                        // of LIST: "#name 12 :topic"
    QByteArray silentWhen = "(never confirmed)"; // a text that holds this gets no echo
    QByteArray refusedWhen = "(refused)";        // a text that holds this is refused
    QDateTime joinedAt;                          // when one came in; invalid: now
    QDateTime answersAt;                         // when what one says was said; invalid: now
    bool keepsHistory = false;                   // offers CHATHISTORY and SEARCH
    bool searches = true;                        // where it keeps history
    bool holdsAnswers = false;                   // of CHATHISTORY and SEARCH, until answerHeld()
    QByteArray more;                             // capabilities beside the usual ones, each with a space before it
    QByteArray moreSupport;                      // of ISUPPORT, the same way
    DemoAccounts accounts;                       // off by default
    DemoHistory history;                         // what was said before
    QByteArrayList lines;                        // what came

private:
    void read();
    void answer(const QByteArray& tags, const QByteArray& line);
    void welcome();
    void enter(const QByteArray& room);
    void message(const QByteArray& tags, const QByteArray& line);

    QTcpServer m_server;
    QPointer<QTcpSocket> m_socket;
    QByteArray m_nick, m_password;
    bool m_hasUser = false, m_hasEnd = false, m_isIn = false;
    int m_messages = 0;
    QByteArrayList m_held;
};

} // namespace chatroom::tests
