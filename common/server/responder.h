// The replies to one command. A handler says what it has to say; labels and batches are added here and nowhere else.
// IRCv3 labeled-response: one reply carries the label itself, several become a batch, none becomes ACK.
//
// Made for one command and finished before the next. Hub's thread.
#pragma once

#include "protocol/numeric.h"
#include "protocol/standardreply.h"
#include "server/hub.h"
#include "server/preparedlines.h"

#include <QByteArray>

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace chatroom::server {

class Responder final
{
public:
    // `label` empty: the command had none, and replies go out as they come.
    Responder(Hub& hub, Session& session, QByteArray label);
    Q_DISABLE_COPY_MOVE(Responder)
    ~Responder();

    // ":server 401 nickname <parameters> :<the numeric's own text>"
    void error(protocol::Numeric numeric, std::initializer_list<QByteArray> parameters = {});
    // ":server 332 nickname <parameters>"; the last one may have spaces.
    void numeric(protocol::Numeric numeric, std::initializer_list<QByteArray> parameters);
    void numeric(protocol::Numeric numeric, const std::vector<QByteArray>& parameters);
    // False where they have to be said one by one: they would be part of a larger answer, or one of them too long.
    [[nodiscard]] bool sendPrepared(const PreparedLines& lines, std::span<const QByteArray> figures = {});
    // FAIL for those with standard-replies, a NOTICE in the same words for others.
    void fail(const QByteArray& command, const QByteArray& code, std::vector<QByteArray> context, const QByteArray& description);
    // The same with NOTE, for what has been done.
    void note(const QByteArray& command, const QByteArray& code, std::vector<QByteArray> context, const QByteArray& description);
    // From the server, with the time.
    void send(protocol::Message message);
    // The sender's own copy of what others get too (JOIN, an echo).
    void send(Outgoing message);

    [[nodiscard]] const QByteArray& label() const { return m_label; }
    // The answer comes later, and who gives it takes the label along: nothing is sent now.
    void defer() { m_isFinished = true; }
    // Several lines that belong together, as a batch of that type: within the answer's own where there is a label.
    void sendNested(std::vector<QByteArray> typeAndParameters, std::vector<protocol::Message> lines);
    // Whatever lines there are as a batch of that type, with the label on its first line; plain lines for those without batches.
    void sendBatch(std::vector<QByteArray> typeAndParameters, const std::function<QByteArray(std::string_view firstTags)>& lines);

    // Begins such a batch; whoever asked for it goes on with it and ends it, in later turns. Its reference.
    [[nodiscard]] QByteArray openBatch(std::vector<QByteArray> typeAndParameters);

    // Sends what was collected, once. The destructor does, so that no way out of a handler forgets it; and Hub::close, so that
    // what was said last stands before the ERROR.
    void finish();

private:
    struct Collected final
    {
        Outgoing message;
        QByteArray batch; // the nested one that it is in; empty: that of the answer
    };

    void sendStandard(const protocol::StandardReply& reply);
    // Behind the target; `text` is the last one, where it is there.
    void sendNumeric(protocol::Numeric numeric, std::span<const QByteArray> parameters, std::optional<std::string_view> text = {});
    void send(Outgoing message, const QByteArray& batch);
    // Replies go out as they come, and nothing stands in front of their own tags.
    [[nodiscard]] bool isPlain() const { return m_label.isEmpty() || m_isFinished; }
    [[nodiscard]] QByteArray serverTags() const; // of what the server itself says
    [[nodiscard]] QByteArray target() const;     // the nickname, or "*" before there is one
    [[nodiscard]] QByteArray nextBatchReference();

    Hub& m_hub;
    Session& m_session;
    QByteArray m_label;
    std::vector<Collected> m_collected;
    bool m_isFinished = false;
};

} // namespace chatroom::server
