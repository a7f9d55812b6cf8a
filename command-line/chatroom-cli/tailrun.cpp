#include "tailrun.h"

#include "client/models/linemodel.h"
#include "terminaltext.h"

#include <cstdio>

namespace chatroom::cli {

using client::ChatLine;
using client::Conversation;
using client::LineKind;
using client::LineModel;

void TailRun::entered()
{
    if (options().isTimeoutGiven)
        startWaiting(tr("The %1 seconds are over.").arg(options().timeout.count()));
}

void TailRun::lost()
{
    const QByteArray what = tr("The connection was lost; trying again.").toUtf8();
    std::fprintf(stderr, "chatroom-cli: %s\n", what.constData());
}

void TailRun::conversationAdded(Conversation& conversation)
{
    if (conversation.kind() == Conversation::Kind::Server)
        return;
    LineModel& lines = conversation.lines();
    const auto print = [this, &conversation, &lines](const QModelIndex&, int first, int last) {
        for (int row = first; row <= last; ++row)
            this->print(conversation, lines.line(row));
    };
    connect(&lines, &LineModel::rowsInserted, this, print);
    print({}, 0, lines.rowCount() - 1);
}

bool TailRun::isWanted(const ChatLine& line) const
{
    switch (line.kind) {
    case LineKind::Message:
    case LineKind::Action:
    case LineKind::Notice: return true;
    case LineKind::Join:
    case LineKind::Part:
    case LineKind::Quit:
    case LineKind::Kick:
    case LineKind::Rename:
    case LineKind::Topic:
    case LineKind::Mode:
    case LineKind::Away: return options().isWithEvents;
    case LineKind::Info:
    case LineKind::Error:
    case LineKind::Gap: break;
    }
    return false;
}

void TailRun::print(const Conversation& conversation, const ChatLine& line)
{
    if (isEnding() || !isWanted(line))
        return;
    const QByteArray text = options().isJson ? jsonLine(line, conversation.name()) : plainLine(line, conversation.name()).toUtf8();
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stdout);
    std::fputc('\n', stdout);
    if (std::fflush(stdout) != 0)
        return end(ExitStatus::Ok); // whoever read us has had enough
    ++m_printed;
    if (m_printed == options().count)
        end(ExitStatus::Ok);
}

} // namespace chatroom::cli
