#include "server/responder.h"

#include "protocol/serializer.h"
#include "protocol/tags.h"

#include <QVarLengthArray>

namespace chatroom::server {

using protocol::Capability;
using protocol::Message;
using protocol::Numeric;
using protocol::view;

Responder::Responder(Hub& hub, Session& session, QByteArray label) : m_hub(hub), m_session(session), m_label(std::move(label))
{
    m_session.replying = this;
}

Responder::~Responder()
{
    finish();
    m_session.replying = nullptr;
}

QByteArray Responder::target() const
{
    return m_session.calledName();
}

void Responder::error(Numeric numeric, std::initializer_list<QByteArray> parameters)
{
    sendNumeric(numeric, parameters, protocol::row(numeric).text);
}

void Responder::numeric(Numeric numeric, std::initializer_list<QByteArray> parameters)
{
    sendNumeric(numeric, parameters);
}

void Responder::numeric(Numeric numeric, const std::vector<QByteArray>& parameters)
{
    sendNumeric(numeric, parameters);
}

void Responder::sendNumeric(Numeric numeric, std::span<const QByteArray> parameters, std::optional<std::string_view> text)
{
    if (m_session.stage == Stage::Closing)
        return;
    const QByteArray code = protocol::code(numeric);
    const QByteArray target = this->target();
    if (isPlain()) { // most of what somebody who comes in is told: written at once, from views
        QVarLengthArray<std::string_view, 20> all{view(target)};
        for (const QByteArray& parameter : parameters)
            all.append(view(parameter));
        if (text)
            all.append(*text);
        const QByteArray tags = serverTags();
        const std::span<const std::string_view> views{all.constData(), static_cast<std::size_t>(all.size())};
        const std::string_view source = view(m_hub.serverName());
        m_hub.deliverRaw(m_session, protocol::serializeParts(view(tags), {&source, 1}, view(code), views));
        return;
    }
    Message message{code, {target}};
    message.parameters.insert(message.parameters.end(), parameters.begin(), parameters.end());
    if (text)
        message.parameters.push_back(protocol::bytes(*text));
    send(std::move(message));
}

bool Responder::sendPrepared(const PreparedLines& lines, std::span<const QByteArray> figures)
{
    const QByteArray target = this->target();
    if (!isPlain() || lines.isEmpty() || !lines.fits(target.size()))
        return false;
    const QByteArray tags = serverTags();
    if (m_session.stage != Stage::Closing)
        m_hub.deliverRaw(m_session, lines.filled(view(tags), view(target), figures));
    return true;
}

QByteArray Responder::serverTags() const
{
    return m_session.has(Capability::ServerTime) ? "@time=" + m_hub.tagging(nullptr).time + ' ' : QByteArray();
}

void Responder::fail(const QByteArray& command, const QByteArray& code, std::vector<QByteArray> context, const QByteArray& description)
{
    sendStandard({protocol::StandardReply::Type::Fail, command, code, std::move(context), description});
}

void Responder::note(const QByteArray& command, const QByteArray& code, std::vector<QByteArray> context, const QByteArray& description)
{
    sendStandard({protocol::StandardReply::Type::Note, command, code, std::move(context), description});
}

void Responder::sendStandard(const protocol::StandardReply& reply)
{
    // draft/metadata-2 and -3 ask for them, whether or not standard-replies was taken.
    const bool isUnderstood =
        m_session.has(Capability::StandardReplies) || m_session.has(Capability::Metadata2) || m_session.has(Capability::Metadata3);
    if (isUnderstood)
        send(reply.toMessage());
    else
        send(Message{"NOTICE", {target(), "*** " + reply.command + ": " + reply.description}});
}

void Responder::send(Message message)
{
    send(m_hub.makeOutgoing(nullptr, std::move(message)));
}

void Responder::send(Outgoing message)
{
    send(std::move(message), {});
}

void Responder::send(Outgoing message, const QByteArray& batch)
{
    const FormMask form = m_session.form();
    if (m_session.stage == Stage::Closing || !message.isFor(form))
        return;
    if (!isPlain())
        m_collected.push_back({std::move(message), batch});
    else if (batch.isEmpty())
        m_hub.deliverRaw(m_session, message.form(form));
    else
        m_hub.deliverRaw(m_session, message.formWith(form, view("batch=" + batch)));
}

void Responder::sendNested(std::vector<QByteArray> typeAndParameters, std::vector<Message> lines)
{
    const bool isBatch = m_session.has(Capability::Batch);
    const QByteArray reference = isBatch ? nextBatchReference() : QByteArray();
    if (isBatch) {
        Message begin{"BATCH", {'+' + reference}};
        begin.parameters.insert(begin.parameters.end(), typeAndParameters.begin(), typeAndParameters.end());
        send(std::move(begin));
    }
    for (Message& line : lines)
        send(m_hub.makeOutgoing(nullptr, std::move(line)), reference);
    if (isBatch)
        send(Message{"BATCH", {'-' + reference}});
}

void Responder::sendBatch(std::vector<QByteArray> typeAndParameters, const std::function<QByteArray(std::string_view firstTags)>& lines)
{
    if (!m_session.has(Capability::Batch)) {
        finish(); // the label, if there is one, has its ACK
        if (QByteArray plain = lines({}); !plain.isEmpty())
            m_hub.deliverRaw(m_session, std::move(plain));
        return;
    }
    const QByteArray reference = openBatch(std::move(typeAndParameters));
    const QByteArray within = "batch=" + reference;
    QByteArray all = lines(view(within));
    all += m_hub.makeOutgoing(nullptr, Message{"BATCH", {'-' + reference}}).formWith(m_session.form(), {});
    m_hub.deliverRaw(m_session, std::move(all));
}

QByteArray Responder::openBatch(std::vector<QByteArray> typeAndParameters)
{
    m_isFinished = true;
    const QByteArray reference = nextBatchReference();
    Message begin{"BATCH", {'+' + reference}};
    begin.parameters.insert(begin.parameters.end(), typeAndParameters.begin(), typeAndParameters.end());
    const QByteArray label = m_label.isEmpty() ? QByteArray() : "label=" + protocol::escapeTagValue(view(m_label));
    m_hub.deliverRaw(m_session, m_hub.makeOutgoing(nullptr, std::move(begin)).formWith(m_session.form(), view(label)));
    return reference;
}

QByteArray Responder::nextBatchReference()
{
    return QByteArray::number(static_cast<qulonglong>(++m_session.batches), 36);
}

void Responder::finish()
{
    if (std::exchange(m_isFinished, true) || m_label.isEmpty())
        return;
    const FormMask form = m_session.form();
    const QByteArray label = "label=" + protocol::escapeTagValue(view(m_label));
    if (m_collected.empty())
        m_collected.push_back({m_hub.makeOutgoing(nullptr, Message{"ACK", {}}), {}});
    if (m_collected.size() == 1 || !m_session.has(Capability::Batch)) {
        m_hub.deliverRaw(m_session, m_collected.front().message.formWith(form, view(label)));
        for (std::size_t i = 1; i < m_collected.size(); ++i)
            m_hub.deliverRaw(m_session, m_collected[i].message.form(form));
        return;
    }
    const QByteArray reference = nextBatchReference();
    const Outgoing open = m_hub.makeOutgoing(nullptr, Message{"BATCH", {'+' + reference, "labeled-response"}});
    QByteArray lines = open.formWith(form, view(label));
    for (const auto& [reply, batch] : m_collected) {
        const QByteArray within = "batch=" + (batch.isEmpty() ? reference : batch);
        lines += reply.formWith(form, view(within));
    }
    lines += m_hub.makeOutgoing(nullptr, Message{"BATCH", {'-' + reference}}).formWith(form, {});
    m_hub.deliverRaw(m_session, lines);
}

} // namespace chatroom::server
