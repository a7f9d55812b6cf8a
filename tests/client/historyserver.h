// A server on a real socket that keeps what is said and brings it back as draft/chathistory and soju.im/search have it, and that can
// break the connection at a chosen point. One client at a time; what others say is said by the test.
#pragma once

#include <QByteArrayList>
#include <QDateTime>
#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <map>
#include <vector>

namespace chatroom::client::test {

struct KeptMessage final
{
    QByteArray id, nickname, verb, target, text; // of several lines with draft/multiline
    qint64 time = 0;                             // milliseconds
    QByteArray tags = {};                        // client-only ones, as they are on the wire
};

class HistoryServer final : public QObject
{
public:
    enum class Break : std::uint8_t { Never, BeforeReading, BeforeStoring, AfterStoring, AfterEcho, WhileHistoryIsAsked };
    static inline const QByteArray kAll = "batch draft/chathistory draft/event-playback echo-message labeled-response message-tags "
                                          "server-time soju.im/search standard-replies";
    static inline const QByteArray kModern =
        kAll + " draft/channel-rename draft/message-redaction draft/multiline=max-bytes=4000,max-lines=20" + " draft/read-marker";

    explicit HistoryServer(QByteArray capabilities = kAll);

    void say(const QByteArray& nickname, const QByteArray& target, const QByteArray& text); // kept, and live where the client is there
    QByteArray happen(const QByteArray& nickname, const QByteArray& verb, const QByteArray& target, const QByteArray& text = {},
                      const QByteArray& tags = {}); // the id
    QByteArray react(const QByteArray& nickname, const QByteArray& target, const QByteArray& id, const QByteArray& emoji, bool isOn = true);
    void redact(const QByteArray& nickname, const QByteArray& target, const QByteArray& id, const QByteArray& reason = {});
    void write(const QByteArray& line); // to the client, as it is
    void hangUp();
    void setCapabilities(const QByteArray& capabilities) { m_capabilities = capabilities; } // from the next connection on
    void breakAt(Break point, int after = 0); // the one that comes after so many others

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] bool isClientThere() const { return m_socket != nullptr; }
    [[nodiscard]] int asked(const QByteArray& part) const;           // lines of the client that contain it
    [[nodiscard]] QStringList texts(const QByteArray& target) const; // all that was said there

    std::vector<KeptMessage> kept;
    QByteArrayList lines; // of the client
    int limit = 1000;     // the server's own
    bool hasMessageIds = true;
    bool tellsLimit = true;                 // in ISUPPORT
    bool isKeeping = true;                  // else nothing is found in the history
    bool isBroken = false;                  // refuses what is said
    bool holdsEchoes = false;               // what is said is kept, and its echo never comes
    bool isSilent = false;                  // does not answer what is asked
    bool isMarking = true;                  // else read marks are refused
    std::map<QByteArray, QByteArray> marks; // how far one has read, by target
    QByteArray tokens;                      // more of ISUPPORT
    QByteArray failure;                     // the code of a FAIL; empty: it answers
    qint64 now = 1'700'000'000'000;
    std::function<void()> beforeAnswer; // called when a history is asked for

private:
    void read();
    void handle(const QByteArray& line);
    void welcome();
    void take(const QByteArray& label, const QByteArray& verb, const QByteArray& target, const QByteArray& text, const QByteArray& tags);
    void takeBatch(const QByteArray& label, const QByteArrayList& words, const QByteArray& tags);
    void mark(const QByteArrayList& words);
    void tell(const KeptMessage& message, const QByteArray& tags);
    void history(const QByteArray& label, const QByteArrayList& words);
    void targets(const QByteArray& label, const QByteArrayList& words);
    void search(const QByteArray& label, const QByteArray& attributes);
    void answer(const QByteArray& label, const QByteArray& type, const std::vector<KeptMessage>& messages);
    [[nodiscard]] bool hasCapability(const QByteArray& name) const;
    [[nodiscard]] bool isBreaking(Break point);
    [[nodiscard]] std::vector<KeptMessage> messagesOf(const QByteArray& target) const;
    [[nodiscard]] QByteArray tagsOf(const KeptMessage& message, const QByteArray& tags) const;
    KeptMessage& keep(const QByteArray& nickname, const QByteArray& verb, const QByteArray& target, const QByteArray& text,
                      const QByteArray& tags = {});

    QTcpServer m_server;
    QTcpSocket* m_socket = nullptr;
    QByteArray m_capabilities, m_nickname;
    QByteArrayList m_rooms;
    bool m_hasUser = false, m_isWelcome = false, m_isNegotiating = false;
    int m_lastId = 0, m_lastBatch = 0;
    Break m_break = Break::Never;
    int m_until = 0;
    KeptMessage m_batch; // of several lines, that the client is sending; its id is the reference
    QByteArray m_batchLabel;
};

} // namespace chatroom::client::test
