#include "sendrun.h"

#include "client/models/linemodel.h"
#include "terminaltext.h"

#include <unistd.h>

namespace chatroom::cli {

using client::ChatLine;
using client::DeliveryState;
using client::LineModel;

namespace {

// Of one message, as our own server takes it.
constexpr qsizetype kMostLines = 500;
constexpr qsizetype kMostBytes = 40'000;

} // namespace

void SendRun::entered()
{
    m_target = options().person.isEmpty() ? session().find(options().rooms.first()) : &session().openDirect(options().person);
    if (m_target == nullptr)
        return end(ExitStatus::Refused, tr("%1 was closed.").arg(options().rooms.first()));
    m_replyTo = options().replyTo;
    if (!m_replyTo.isEmpty() && !session().can(client::Session::Feature::Replies))
        return end(ExitStatus::NotOffered, tr("In this chatroom no message can be answered."));
    LineModel& lines = m_target->lines();
    connect(&lines, &LineModel::dataChanged, this, &SendRun::checkConfirmed, Qt::QueuedConnection);
    connect(&lines, &LineModel::rowsRemoved, this, &SendRun::checkConfirmed, Qt::QueuedConnection);
    if (options().text.isEmpty()) {
        m_input = std::make_unique<LineReader>(STDIN_FILENO);
        connect(m_input.get(), &LineReader::advanced, this, &SendRun::sendNext);
    }
    sendNext();
}

void SendRun::sendNext()
{
    while (m_unconfirmed.empty() && !isEnding()) {
        if (m_input == nullptr) {
            if (m_hasSaidText)
                return end(ExitStatus::Ok);
            m_hasSaidText = true;
            say(options().text);
            continue;
        }
        if (options().isMulti) {
            gather();
            if (m_unconfirmed.empty() && !m_input->hasLine() && !m_input->isAtEnd())
                return;
            if (m_gathered.isEmpty() && m_input->isAtEnd() && m_unconfirmed.empty())
                end(ExitStatus::Ok);
            continue;
        }
        if (!m_input->hasLine()) {
            if (m_input->isAtEnd())
                end(ExitStatus::Ok);
            return;
        }
        say(m_input->takeLine());
    }
}

// As much as one message can hold, or all; the session cuts it where the server takes less.
void SendRun::gather()
{
    while (m_input->hasLine()) {
        const QString line = m_input->takeLine();
        const qsizetype bytes = line.toUtf8().size() + 1;
        const bool isFull = m_gathered.size() == kMostLines || m_gatheredBytes + bytes > kMostBytes;
        const QString whole = isFull ? m_gathered.join(u'\n') : QString();
        if (isFull) {
            m_gathered.clear();
            m_gatheredBytes = 0;
        }
        m_gathered += line;
        m_gatheredBytes += bytes;
        if (isFull)
            return say(whole);
    }
    if (!m_input->isAtEnd())
        return;
    m_gatheredBytes = 0;
    say(std::exchange(m_gathered, {}).join(u'\n'));
}

void SendRun::say(const QString& text)
{
    if (text.trimmed().isEmpty())
        return; // an empty message cannot be sent
    LineModel& lines = m_target->lines();
    std::vector<client::LineId> added;
    const auto watch = connect(&lines, &LineModel::rowsInserted, this, [&](const QModelIndex&, int first, int last) {
        for (int row = first; row <= last; ++row) {
            if (lines.line(row).isOwn)
                added.push_back(lines.line(row).id);
        }
    });
    session().send(*m_target, text, std::exchange(m_replyTo, {}));
    disconnect(watch);
    m_unconfirmed = std::move(added);
    startWaiting(tr("No confirmation came within %1 seconds.").arg(options().timeout.count()));
    checkConfirmed();
}

void SendRun::checkConfirmed()
{
    if (m_unconfirmed.empty() || isEnding())
        return;
    const LineModel& lines = m_target->lines();
    while (!m_unconfirmed.empty()) {
        const auto row = lines.rowOf(m_unconfirmed.front());
        const ChatLine* line = row ? &lines.line(*row) : nullptr;
        if (line != nullptr && (line->state == DeliveryState::Pending || line->state == DeliveryState::Waiting))
            return;
        if (line != nullptr && line->state == DeliveryState::Failed) {
            const QString why = line->detail.isEmpty() ? tr("the server did not take it") : sanitized(line->detail);
            return end(ExitStatus::Refused, tr("Not sent: %1").arg(why));
        }
        m_unconfirmed.erase(m_unconfirmed.begin());
    }
    stopWaiting();
    QMetaObject::invokeMethod(this, &SendRun::sendNext, Qt::QueuedConnection);
}

void SendRun::stop()
{
    end(ExitStatus::Lost, tr("Stopped before everything was confirmed."));
}

void SendRun::lost()
{
    end(ExitStatus::Lost, tr("The connection was lost before everything was confirmed."));
}

} // namespace chatroom::cli
