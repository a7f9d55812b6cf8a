#include "client/handlers/handlers.h"
#include "client/plaintext.h"
#include "protocol/names.h"

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::client {

using protocol::bytes;
using protocol::view;

namespace {

// Of two drafts of the same only the newer one.
bool isReplaced(const SessionCore& core, protocol::Capability capability)
{
    return capability == protocol::Capability::Metadata2 && core.offered.has(protocol::Capability::Metadata3);
}

constexpr qsizetype kMostRequested = 400; // bytes of names in one line, which has 512 with all that the server puts around its answer

void request(SessionCore& core)
{
    QByteArrayList lines;
    for (const protocol::CapabilityRow& row : protocol::capabilityTable()) {
        const bool isNew = core.offered.has(row.capability) && !core.enabled.has(row.capability);
        if (!row.isRequestedByClient || !isNew || isReplaced(core, row.capability))
            continue;
        if (lines.isEmpty() || lines.last().size() + static_cast<qsizetype>(row.name.size()) >= kMostRequested)
            lines += bytes(row.name);
        else
            lines.last() += ' ' + bytes(row.name);
    }
    if (lines.isEmpty())
        return core.endCapabilities();
    core.capabilityAnswers += static_cast<int>(lines.size());
    for (const QByteArray& line : lines)
        core.write({"CAP", "REQ", line});
}

template <typename Visit>
void forEachCapability(std::string_view names, Visit&& visit)
{
    const QList<QByteArray> words = bytes(names).split(' ');
    for (QByteArray word : words) {
        const bool isOff = word.startsWith('-');
        word = word.mid(isOff ? 1 : 0);
        const qsizetype equals = word.indexOf('=') < 0 ? word.size() : word.indexOf('=');
        if (const auto known = protocol::capabilityFromName(view(word.left(equals))))
            visit(*known, isOff, word.mid(equals + 1));
    }
}

// A request is taken whole or not at all: after a refusal each is asked for by itself.
void requestOneByOne(SessionCore& core, std::string_view names)
{
    const QList<QByteArray> words = bytes(names).simplified().split(' ');
    if (words.size() < 2)
        return;
    core.capabilityAnswers += static_cast<int>(words.size());
    for (const QByteArray& word : words)
        core.write({"CAP", "REQ", word});
}

void takeAnswer(SessionCore& core)
{
    if (core.capabilityAnswers > 0 && --core.capabilityAnswers > 0)
        return;
    core.endCapabilities();
}

void onCap(SessionCore& core, const Incoming& in)
{
    const std::string_view verb = in.message.parameter(1);
    const std::string_view names = in.message.last();
    if (verb == "LS" || verb == "NEW") {
        forEachCapability(names, [&core](protocol::Capability each, bool, const QByteArray& value) {
            core.offered.insert(each);
            core.capabilityValues[each] = value;
        });
        const bool goesOn = verb == "LS" && in.message.parameter(2) == "*" && in.message.parameterCount() > 3;
        if (!goesOn)
            request(core);
    } else if (verb == "ACK") {
        forEachCapability(names, [&core](protocol::Capability each, bool isOff, const QByteArray&) {
            isOff ? core.enabled.remove(each) : core.enabled.insert(each);
        });
        takeAnswer(core);
    } else if (verb == "NAK") {
        requestOneByOne(core, names);
        takeAnswer(core);
    } else if (verb == "DEL") {
        forEachCapability(names, [&core](protocol::Capability each, bool, const QByteArray&) {
            core.offered.remove(each);
            core.enabled.remove(each);
            core.capabilityValues.erase(each);
            if (each == protocol::Capability::Sasl)
                core.signIn.withdrawn();
        });
    }
}

void onWelcome(SessionCore& core, const Incoming& in)
{
    core.isRegistered = core.isNegotiated = true;
    core.isAskingName = core.isNameHeld = false;
    // Another name than the one that we asked for is the one that we have here already, on another device.
    if (core.fold(in.message.parameter(0)) != core.fold(view(core.nickname)))
        core.identity.nickname = plainName(in.message.parameter(0));
    core.nickname = bytes(in.message.parameter(0));
    core.nameAttempt = 0;
    Q_EMIT core.self.nicknameChanged(core.self.nickname());
    core.profiles.welcomed();
    core.onlineTimer.start(); // for a server that never ends its message of the day
    handleOtherNumeric(core, in);
}

void onIsupport(SessionCore& core, const Incoming& in)
{
    for (std::size_t at = 1; at + 1 < in.message.parameterCount(); ++at)
        core.isupport.apply(in.message.parameter(at));
}

void onEndOfMotd(SessionCore& core, const Incoming&)
{
    core.becomeOnline();
}

void onMotd(SessionCore& core, const Incoming& in)
{
    core.inform(core.askedIn(), plainText(in.message.last()));
}

void onPing(SessionCore& core, const Incoming& in)
{
    core.write({"PONG", bytes(in.message.last())});
}

void ignore(SessionCore&, const Incoming&) {}

QString whyRefused(std::string_view numeric)
{
    if (numeric == "433" || numeric == "436")
        return Session::tr("Somebody else has this name.");
    if (numeric == "437")
        return Session::tr("This name cannot be had at the moment.");
    return Session::tr("The chatroom does not take this name.");
}

// The numeric is the same for a name that is in use; what is said with it is not.
bool isOfAccount(SessionCore& core, const Incoming& in)
{
    const bool isReserved = std::exchange(core.isNameReserved, false);
    if (in.message.command != "433" || !core.offered.has(protocol::Capability::Sasl) || core.signIn.isSignedIn())
        return false;
    if (isReserved)
        return true;
    const QString words = plainText(in.message.last());
    return words.contains(u"account"_s, Qt::CaseInsensitive) || words.contains(u"registered"_s, Qt::CaseInsensitive)
           || words.contains(u"reserved"_s, Qt::CaseInsensitive) || words.contains(u"belongs"_s, Qt::CaseInsensitive);
}

void onNickRefused(SessionCore& core, const Incoming& in)
{
    const QByteArray refused = in.message.parameterCount() > 2 ? bytes(in.message.parameter(1)) : core.nickname;
    const bool isKept = isOfAccount(core, in);
    const QString why = isKept ? Session::tr("Somebody keeps this name.") : whyRefused(in.message.command);
    if (core.isRegistered) {
        if (!core.isRegaining)
            core.inform(core.askedIn(), why, LineKind::Error);
        core.isRegaining = false;
        return;
    }
    if (!core.isNegotiated && core.signIn.isToCome()) {
        core.isNameHeld = true; // it may be ours
        return;
    }
    const auto most = static_cast<std::size_t>(core.isupport.number("NICKLEN").value_or(30));
    const QByteArray wanted = core.identity.nickname.toUtf8();
    const QByteArray next = protocol::suggestNickname(view(wanted), most, ++core.nameAttempt);
    if (core.wasOnline) {
        core.nickname = next;
        core.write({"NICK", next});
        return;
    }
    core.isAskingName = true;
    Q_EMIT core.self.nameRefused(plainName(view(refused)), why, QString::fromUtf8(next));
    if (core.isAskingName && isKept && core.signIn.state() != Session::AccountState::Failed) // else that was said just now
        Q_EMIT core.self.signInNeeded(plainName(view(refused)), Session::tr("Somebody keeps this name. Sign in if that is you."));
}

void onFatal(SessionCore& core, const Incoming& in)
{
    const bool isPassword = in.message.command == "464";
    const QString why = isPassword ? Session::tr("The chatroom's password is another one.")
                                   : Session::tr("The chatroom does not let you in: %1").arg(plainText(in.message.last()));
    core.giveUp({network::FailureKind::Refused, why});
}

// "Closing link: (192.0.2.7) [reason]" and "Closing Link: ann[192.0.2.7] (reason)": what a person wants to know is the reason.
QString reasonOf(const QString& error)
{
    if (!error.startsWith(u"Closing link"_s, Qt::CaseInsensitive))
        return error.trimmed();
    const QChar close = error.back();
    if (close != u']' && close != u')')
        return error.trimmed();
    const qsizetype open = error.indexOf(close == u']' ? u" ["_s : u" ("_s);
    return open < 0 ? error.trimmed() : error.sliced(open + 2, error.size() - open - 3).trimmed();
}

QString sentence(const QString& text)
{
    return text.isEmpty() || text.back().isPunct() ? text : text + u'.';
}

QString goodbyeOf(const QString& reason)
{
    static const QStringList kStops{u"The chatroom was stopped"_s, u"The chatroom was closed"_s, u"The server is closing"_s};
    if (reason.isEmpty())
        return {};
    if (kStops.contains(reason))
        return Session::tr("The server stopped.");
    if (reason.startsWith(u"You are banned"_s))
        return sentence(reason);
    if (reason.startsWith(u"Ping timeout"_s))
        return Session::tr("The server heard nothing from this computer for too long.");
    return Session::tr("The server closed the connection: %1").arg(sentence(reason));
}

void onError(SessionCore& core, const Incoming& in)
{
    const QString said = goodbyeOf(reasonOf(plainText(in.message.last())));
    if (core.goodbye.isEmpty()) // who was disconnected by somebody has read that already
        core.goodbye = said;
}

void onKill(SessionCore& core, const Incoming& in)
{
    if (core.fold(in.message.parameter(0)) != core.fold(view(core.nickname)))
        return;
    const QString reason = in.message.parameterCount() > 1 ? plainText(in.message.last()) : QString();
    core.goodbye = reason.isEmpty() ? Session::tr("You were disconnected by an operator.")
                                    : Session::tr("You were disconnected by an operator: %1").arg(sentence(reason));
}

void onUnknownCommand(SessionCore& core, const Incoming& in)
{
    const std::string_view command = in.message.parameter(1);
    if (command == "CAP")
        core.isNegotiated = true;
    if (command == "CAP" || command == "WHO" || core.accounts.takeUnknownCommand(command))
        return;
    if (command == "CHATHISTORY")
        return core.history.takeUnknownCommand();
    if (command == "SEARCH")
        return core.searcher.takeUnknownCommand();
    core.inform(core.askedIn(), Session::tr("The server does not know %1.").arg(plainText(command)), LineKind::Error);
}

constexpr std::array kRows = std::to_array<HandlerRow>({
    {"CAP", 3, onCap},         {"001", 1, onWelcome},     {"005", 2, onIsupport},    {"376", 0, onEndOfMotd}, {"422", 0, onEndOfMotd},
    {"375", 0, ignore},        {"372", 2, onMotd},        {"PING", 1, onPing},       {"PONG", 0, ignore},     {"432", 2, onNickRefused},
    {"433", 2, onNickRefused}, {"436", 2, onNickRefused}, {"437", 2, onNickRefused}, {"464", 0, onFatal},     {"465", 0, onFatal},
    {"ERROR", 0, onError},     {"KILL", 1, onKill},       {"ACK", 0, ignore},        {"451", 0, ignore},      {"421", 2, onUnknownCommand},
});

} // namespace

std::span<const HandlerRow> registrationHandlers()
{
    return kRows;
}

void SessionCore::endCapabilities()
{
    const bool isBusy = signIn.begin(); // signInEnded() comes then
    if (isNegotiated || isBusy || signIn.state() == Session::AccountState::SigningIn)
        return;
    isNegotiated = true;
    if (std::exchange(isNameHeld, false))
        write({"NICK", nickname});
    if (!awayMessage.isEmpty() && enabled.has(protocol::Capability::PreAway))
        write({"AWAY", awayMessage.toUtf8()});
    write({"CAP", "END"});
}

void SessionCore::signInEnded()
{
    if (!isNegotiated && !offered.isEmpty())
        return endCapabilities();
    if (isRegistered || !isAskingName || !signIn.isSignedIn())
        return;
    // The name was refused to a stranger.
    isAskingName = false;
    nickname = identity.nickname.toUtf8();
    write({"NICK", nickname});
}

} // namespace chatroom::client
