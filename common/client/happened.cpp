#include "client/happened.h"

#include "client/plaintext.h"

#include <algorithm>
#include <array>

namespace chatroom::client {

using protocol::view;

bool takeCtcp(std::string_view& text, std::string_view& verb)
{
    if (text.empty() || text.front() != '\1')
        return false;
    text.remove_prefix(1);
    if (!text.empty() && text.back() == '\1')
        text.remove_suffix(1);
    const std::size_t space = text.find(' ');
    verb = text.substr(0, space);
    text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
    return true;
}

QString replyOf(const Incoming& in)
{
    const protocol::TagsView tags = in.message.tagsView();
    const auto reply = tags.value("+reply");
    return QString::fromUtf8(reply ? *reply : tags.value("+draft/reply").value_or(QByteArray()));
}

namespace {

ChatLine begun(const Incoming& in, LineKind kind)
{
    ChatLine line;
    line.kind = kind;
    line.time = in.time;
    line.author = in.author;
    line.messageId = in.messageId;
    line.isOwn = in.isOwn;
    line.account = plainName(view(in.message.tagsView().value("account").value_or(QByteArray())));
    return line;
}

std::optional<ChatLine> spoken(const SessionCore& core, const Incoming& in)
{
    const bool isNotice = in.message.command == "NOTICE";
    std::string_view text = in.message.parameter(1);
    ChatLine line = begun(in, isNotice ? LineKind::Notice : LineKind::Message);
    if (std::string_view verb; takeCtcp(text, verb)) {
        if (verb != "ACTION" || isNotice)
            return std::nullopt;
        line.kind = LineKind::Action;
    }
    line.state = in.isOwn ? DeliveryState::Sent : DeliveryState::Received;
    line.text = plainText(text);
    line.replyTo = replyOf(in);
    line.isBot = in.message.tagsView().contains("bot");
    line.isMention = !in.isOwn && !isNotice && mentions(line.text, core.self.nickname());
    return line;
}

std::optional<ChatLine> joined(const SessionCore&, const Incoming& in)
{
    return begun(in, LineKind::Join);
}

std::optional<ChatLine> parted(const SessionCore&, const Incoming& in)
{
    ChatLine line = begun(in, LineKind::Part);
    line.detail = plainText(in.message.parameter(1));
    return line;
}

std::optional<ChatLine> quit(const SessionCore&, const Incoming& in)
{
    ChatLine line = begun(in, LineKind::Quit);
    line.detail = plainText(in.message.parameter(0));
    return line;
}

std::optional<ChatLine> kicked(const SessionCore& core, const Incoming& in)
{
    const std::string_view whom = in.message.parameter(1);
    const bool isUs = core.fold(whom) == core.fold(view(core.nickname));
    const QString reason = plainText(in.message.parameter(2));
    ChatLine line = begun(in, LineKind::Kick);
    line.author = plainName(whom);
    line.detail = in.author;
    line.text = isUs ? Session::tr("%1 removed you from the room").arg(in.author)
                     : Session::tr("%1 removed %2 from the room").arg(in.author, line.author);
    if (!reason.isEmpty() && reason != in.author)
        line.text = Session::tr("%1 (%2)").arg(line.text, reason);
    return line;
}

std::optional<ChatLine> renamed(const SessionCore&, const Incoming& in)
{
    ChatLine line = begun(in, LineKind::Rename);
    line.detail = plainName(in.message.parameter(0));
    return line;
}

std::optional<ChatLine> topicSet(const SessionCore&, const Incoming& in)
{
    const QString topic = plainText(in.message.parameter(1));
    ChatLine line = begun(in, LineKind::Topic);
    line.isOwn = false;
    line.text =
        topic.isEmpty() ? Session::tr("%1 took the topic away").arg(in.author) : Session::tr("%1 set the topic: %2").arg(in.author, topic);
    return line;
}

std::optional<ChatLine> modeChanged(const SessionCore&, const Incoming& in)
{
    QString changes;
    for (std::size_t at = 1; at < in.message.parameterCount(); ++at)
        changes += (at > 1 ? QStringLiteral(" ") : QString()) + plainText(in.message.parameter(at));
    ChatLine line = begun(in, LineKind::Mode);
    line.isOwn = false;
    line.text = Session::tr("%1 changed the room: %2").arg(in.author, changes);
    return line;
}

std::optional<ChatLine> roomRenamed(const SessionCore&, const Incoming& in)
{
    ChatLine line = begun(in, LineKind::Mode);
    line.isOwn = false;
    line.text = Session::tr("%1 renamed the room to %2").arg(in.author, plainName(in.message.parameter(1)));
    if (const QString reason = plainText(in.message.parameter(2)); !reason.isEmpty())
        line.text = Session::tr("%1 (%2)").arg(line.text, reason);
    return line;
}

// Only what stands in the place of a deleted message is a line.
std::optional<ChatLine> deleted(const SessionCore&, const Incoming& in)
{
    const std::optional<Deletion> deletion = deletionOf(in);
    if (!deletion || !deletion->isInPlace)
        return std::nullopt;
    ChatLine line = begun(in, LineKind::Message);
    line.state = in.isOwn ? DeliveryState::Sent : DeliveryState::Received;
    makeDeleted(line, *deletion);
    return line;
}

struct LineRow final
{
    std::string_view verb;
    std::size_t leastParameters;
    std::optional<ChatLine> (*make)(const SessionCore& core, const Incoming& in);
};

constexpr std::array kRows = std::to_array<LineRow>({
    {"PRIVMSG", 2, spoken},
    {"NOTICE", 2, spoken},
    {"JOIN", 1, joined},
    {"PART", 1, parted},
    {"QUIT", 0, quit},
    {"KICK", 2, kicked},
    {"NICK", 1, renamed},
    {"TOPIC", 2, topicSet},
    {"MODE", 2, modeChanged},
    {"RENAME", 2, roomRenamed},
    {"REDACT", 2, deleted},
});

} // namespace

std::optional<ChatLine> lineOf(const SessionCore& core, const Incoming& in)
{
    const auto row = std::ranges::find(kRows, in.message.command, &LineRow::verb);
    if (row == kRows.end() || in.message.parameterCount() < row->leastParameters)
        return std::nullopt;
    return row->make(core, in);
}

} // namespace chatroom::client
