#include "server/commands/channelmode.h"

#include "protocol/mask.h"
#include "server/commands/actions.h"
#include "server/keptentries.h"
#include "server/keptrooms.h"
#include "server/welcome.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::FoldedName;
using protocol::Message;
using protocol::ModeChange;
using protocol::Numeric;
using protocol::view;

namespace {

constexpr qsizetype kKeyBytes = 32;

qlonglong secondsOf(Timestamp time)
{
    return static_cast<qlonglong>(std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
}

void showModes(CommandContext& context, const Channel& channel)
{
    const bool isInside = channel.member(context.user()) != nullptr || context.user().isOperator;
    const protocol::ModeLine line = channel.modeLine(isInside);
    std::vector<QByteArray> parameters{channel.name(), line.modes};
    parameters.insert(parameters.end(), line.parameters.begin(), line.parameters.end());
    context.reply.numeric(Numeric::RplChannelModeIs, parameters);
    context.reply.numeric(Numeric::RplCreationTime, {channel.name(), QByteArray::number(secondsOf(channel.created()))});
}

void showList(CommandContext& context, const Channel& channel, char letter)
{
    const Numeric entryNumeric = letter == 'b' ? Numeric::RplBanList : letter == 'e' ? Numeric::RplExceptList : Numeric::RplInvexList;
    const Numeric endNumeric = letter == 'b'   ? Numeric::RplEndOfBanList
                               : letter == 'e' ? Numeric::RplEndOfExceptList
                                               : Numeric::RplEndOfInvexList;
    for (const ListEntry& entry : channel.list(letter))
        context.reply.numeric(entryNumeric, {channel.name(), entry.mask, entry.by, QByteArray::number(secondsOf(entry.at))});
    context.reply.error(endNumeric, {channel.name()});
}

QByteArray wholeMask(const QByteArray& typed)
{
    const ListedMask listed{view(typed)};
    const QByteArray pattern = listed.isAccount ? "a:" + protocol::bytes(listed.pattern) : protocol::normalizeMask(listed.pattern);
    return listed.isMute ? "m:" + pattern : pattern;
}

// Each returns whether the change was made; its parameter may be put into its final form.
class ChannelModes final
{
public:
    ChannelModes(CommandContext& context, Channel& channel) : m_context(context), m_channel(channel) {}

    bool apply(ModeChange& change)
    {
        switch (change.kind) {
        case protocol::ModeKind::Flag: return m_channel.set(change.letter, change.isAdding);
        case protocol::ModeKind::List: return setListed(change);
        case protocol::ModeKind::AlwaysParameter: return setKey(change);
        case protocol::ModeKind::SetParameter: return setLimit(change);
        case protocol::ModeKind::Prefix: return setRank(change);
        }
        Q_UNREACHABLE();
    }

private:
    void refuse(Numeric numeric, std::initializer_list<QByteArray> parameters) { m_context.reply.error(numeric, parameters); }

    bool setListed(ModeChange& change)
    {
        std::vector<ListEntry>& list = m_channel.list(change.letter);
        change.parameter = wholeMask(change.parameter);
        const auto isSame = [&](const ListEntry& entry) { return protocol::equalsFolded(view(entry.mask), view(change.parameter)); };
        if (!change.isAdding)
            return std::erase_if(list, isSame) > 0;
        if (std::ranges::any_of(list, isSame))
            return false;
        const int maximum = m_context.hub.config.limits.listModes;
        if (maximum > 0 && m_channel.listEntries() >= static_cast<std::size_t>(maximum)) {
            refuse(Numeric::ErrBanListFull, {m_channel.name(), QByteArray(1, change.letter)});
            return false;
        }
        list.push_back({change.parameter, m_context.user().mask(), m_context.hub.clock.now()});
        return true;
    }

    bool setKey(ModeChange& change)
    {
        if (!change.isAdding) {
            change.hasParameter = true; // the one that goes is told, whatever was given
            change.parameter = "*";
            return !std::exchange(m_channel.key, {}).isEmpty();
        }
        const bool isBad = change.parameter.isEmpty() || change.parameter.size() > kKeyBytes || change.parameter.contains(' ')
                           || change.parameter.contains(',') || change.parameter.startsWith(':');
        if (isBad) {
            refuse(Numeric::ErrInvalidKey, {m_channel.name()});
            return false;
        }
        // RFC 1459, 4.2.3.1: a key has to go before another one is set.
        if (!m_channel.key.isEmpty() && m_channel.key != change.parameter) {
            refuse(Numeric::ErrKeySet, {m_channel.name()});
            return false;
        }
        return std::exchange(m_channel.key, change.parameter).isEmpty();
    }

    bool setLimit(ModeChange& change)
    {
        if (!change.isAdding)
            return std::exchange(m_channel.limit, 0) != 0;
        bool isNumber = false;
        const int limit = change.parameter.toInt(&isNumber);
        if (!isNumber || limit <= 0) {
            m_context.reply.numeric(Numeric::ErrInvalidModeParam, {m_channel.name(), "l", change.parameter, "Not a number above zero"});
            return false;
        }
        change.parameter = QByteArray::number(limit);
        return std::exchange(m_channel.limit, limit) != limit;
    }

    bool setRank(ModeChange& change)
    {
        const User* user = m_context.hub.directory.findUser(FoldedName{view(change.parameter)});
        if (user == nullptr) {
            refuse(Numeric::ErrNoSuchNick, {change.parameter});
            return false;
        }
        if (m_channel.member(*user) == nullptr) {
            refuse(Numeric::ErrUserNotInChannel, {user->nickname, m_channel.name()});
            return false;
        }
        change.parameter = user->nickname;
        const bool isChanged =
            change.letter == 'o' ? m_channel.setOperator(*user, change.isAdding) : m_channel.setVoice(*user, change.isAdding);
        if (isChanged)
            rankChanged(m_context.hub, m_channel, *user);
        return isChanged;
    }

    CommandContext& m_context;
    Channel& m_channel;
};

void tell(CommandContext& context, Channel& channel, const std::vector<ModeChange>& done)
{
    const protocol::ModeLine line = protocol::formatModes(done);
    Message body{"MODE", {channel.name(), line.modes}};
    body.parameters.insert(body.parameters.end(), line.parameters.begin(), line.parameters.end());
    QByteArray text = line.modes;
    for (const QByteArray& parameter : line.parameters)
        text += ' ' + parameter;
    std::vector<QByteArray> kept{body.parameters.begin() + 1, body.parameters.end()};
    Outgoing message = context.hub.makeEvent(&context.user(), std::move(body));
    context.hub.broadcast(channel, message, &context.session);
    keepEvent(context.hub, channel, storage::Verb::Mode, &context.user(), message, channel.name(), std::move(kept));
    roomChanged(context.hub, channel);
    context.hub.record(EventKind::ModeSet, &context.session, {.room = channel.name(), .text = text});
    context.reply.send(std::move(message));
}

// Once a letter, however often it stands there. Letters are bytes here, and half a UTF-8 sequence may not go out: all that are
// not ASCII are one '?'.
void refuseUnknown(CommandContext& context, char letter, QByteArray& told)
{
    const char shown = static_cast<unsigned char>(letter) < 0x80 ? letter : '?';
    if (told.contains(shown))
        return;
    told += shown;
    context.reply.error(Numeric::ErrUnknownMode, {QByteArray(1, shown)});
}

// A list without a mask is a question that anybody may ask; the rest is for who runs the channel.
void change(CommandContext& context, Channel& channel)
{
    std::vector<std::string_view> parameters;
    for (std::size_t i = 2; i < context.message.parameterCount(); ++i)
        parameters.push_back(context.message.parameter(i));
    const bool mayChange = channel.isOperator(context.user());
    bool isRefused = false;
    int withParameter = 0;
    ChannelModes modes{context, channel};
    std::vector<ModeChange> done;
    QByteArray told;
    for (ModeChange& change : protocol::parseModes(Channel::modeTable(), context.message.parameter(1), parameters)) {
        const bool isQuestion = change.isKnown && change.kind == protocol::ModeKind::List && !change.hasParameter;
        const bool lacksParameter = change.kind == protocol::ModeKind::Prefix
                                    || (change.isAdding && change.kind != protocol::ModeKind::Flag)
                                    || change.kind == protocol::ModeKind::List;
        if (!change.isKnown)
            refuseUnknown(context, change.letter, told);
        else if (isQuestion)
            showList(context, channel, change.letter);
        else if (!mayChange)
            isRefused = true;
        else if (!change.hasParameter && lacksParameter)
            context.reply.error(Numeric::ErrNeedMoreParams, {"MODE"});
        else if (change.hasParameter && ++withParameter > kMaximumModes)
            break;
        else if (modes.apply(change))
            done.push_back(std::move(change));
    }
    if (isRefused)
        context.reply.error(Numeric::ErrChanOPrivsNeeded, {channel.name()});
    if (!done.empty())
        tell(context, channel, done);
}

} // namespace

void channelMode(CommandContext& context)
{
    Channel* channel = context.hub.directory.findChannel(FoldedName{context.message.parameter(0)});
    if (channel == nullptr || !channel->isVisibleTo(context.user())) {
        context.reply.error(Numeric::ErrNoSuchChannel, {context.parameter(0)});
        return;
    }
    if (context.message.hasParameter(1))
        change(context, *channel);
    else
        showModes(context, *channel);
}

} // namespace chatroom::server::commands
