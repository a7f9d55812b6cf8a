// Somebody who talks in rooms through a real socket, with several messages on their way at once, and remembers what came of them.
#pragma once

#include "durability/said.h"

#include <QByteArrayList>
#include <QObject>
#include <QTcpSocket>

#include <cstdint>
#include <random>

namespace chatroom::protocol {
class MessageView;
}

namespace chatroom::test {

inline const QByteArray kTalkersCapabilities = "batch server-time message-tags echo-message labeled-response standard-replies "
                                               "draft/chathistory soju.im/search";
// Notices instead of standard replies, and nothing that tells which message one is about.
inline const QByteArray kPlainCapabilities = "batch server-time message-tags echo-message draft/chathistory";

class Talker final : public QObject
{
    Q_OBJECT

public:
    Talker(QByteArray name, QByteArrayList rooms, std::uint32_t seed, QByteArray capabilities = kTalkersCapabilities);
    ~Talker() override { m_socket.disconnect(this); }

    // Connects, and enters the rooms. Goes on talking, browsing and counting where the last connection ended.
    void comeIn(std::uint16_t port);
    [[nodiscard]] bool isInside() const { return m_entered >= m_rooms.size(); }
    [[nodiscard]] bool isGone() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }

    // Keeps so many messages on their way from now on; 0: says no more.
    void talk(int inFlight);
    // So many at once, and they are written when this returns.
    void burst(int messages);
    // At most so many bytes behind the first word.
    void setFiller(int bytes) { m_filler = bytes; }
    // Reads the rooms' histories page by page, again and again.
    void browse(bool isOn);
    void setTopic(const QByteArray& room, int number);
    void send(const QByteArray& line);

    // The messages that a command brings in a batch. Nothing: it was refused, or the connection is gone.
    [[nodiscard]] std::optional<Heard> ask(const QByteArray& command);
    // All of a room's history, page by page: from its beginning, or from its end.
    [[nodiscard]] std::optional<Heard> history(const QByteArray& room);
    [[nodiscard]] std::optional<Heard> historyBackwards(const QByteArray& room);
    // Asks and waits: all that was sent before has been dealt with.
    [[nodiscard]] bool isAnswered();

    [[nodiscard]] const QByteArray& name() const { return m_name; }
    [[nodiscard]] const QByteArrayList& rooms() const { return m_rooms; }
    [[nodiscard]] const Rooms& heard() const { return m_heard; }  // by all connections together
    [[nodiscard]] std::uint64_t count() const { return m_count; } // of them
    // The words of its own messages: all; those that came back; those that the server would not take.
    [[nodiscard]] const std::set<QByteArray>& said() const { return m_said; }
    [[nodiscard]] const std::set<QByteArray>& echoed() const { return m_echoed; }
    [[nodiscard]] const std::set<QByteArray>& refused() const { return m_refused; }
    // How many of them were answered behind later ones: whether they are kept was not known for a while.
    [[nodiscard]] std::size_t late() const { return m_late; }
    // Those that went to two rooms at once.
    [[nodiscard]] const std::set<QByteArray>& doubled() const { return m_doubled; }
    [[nodiscard]] std::size_t inFlight() const { return m_inFlight.size(); }
    // Every line of this connection that is no message of a room.
    [[nodiscard]] const QByteArrayList& others() const { return m_others; }
    [[nodiscard]] bool hears(const QByteArray& part) const;
    // Topics are numbers here. The one that this connection was told last, and the highest that any was; 0: none.
    [[nodiscard]] int topic(const QByteArray& room) const { return m_topics.contains(room) ? m_topics.at(room) : 0; }
    [[nodiscard]] int highestTopic(const QByteArray& room) const { return m_highest.contains(room) ? m_highest.at(room) : 0; }

private:
    struct Batch final
    {
        QByteArray type, target, label;
        Heard messages;
    };

    void read();
    void take(const QByteArray& line);
    void takeBatch(const protocol::MessageView& message);
    void takeSaid(const protocol::MessageView& message);
    void takeRefusal(const protocol::MessageView& message);
    void takeTopic(const QByteArray& room, int number);
    void settle(const QByteArray& word);
    void sayOne();
    void pump();
    void browseOn(const Batch& page);

    QByteArray m_name;
    QByteArrayList m_rooms;
    QByteArray m_capabilities;
    std::mt19937 m_random;
    QTcpSocket m_socket;
    QByteArray m_partial;
    qsizetype m_entered = 0;
    int m_wanted = 0;
    int m_filler = 120;
    int m_number = 0;
    int m_asked = 0;
    bool m_isBrowsing = false;
    std::vector<QByteArray> m_inFlight; // oldest first
    std::map<QByteArray, Batch> m_batches;
    std::optional<Heard> m_answer; // of ask()
    bool m_isRefused = false;
    Rooms m_heard;
    std::uint64_t m_count = 0;
    std::size_t m_late = 0;
    std::set<QByteArray> m_said, m_echoed, m_refused, m_doubled;
    QByteArrayList m_others;
    std::map<QByteArray, int> m_topics, m_highest;
};

} // namespace chatroom::test
