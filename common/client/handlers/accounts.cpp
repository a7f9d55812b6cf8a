// Accounts, what people tell of themselves, and who is there. IRCv3 sasl-3.1, draft/account-registration, draft/metadata-2, monitor.
#include "client/handlers/handlers.h"

#include <array>

namespace chatroom::client {

using protocol::bytes;

namespace {

void onAuthenticate(SessionCore& core, const Incoming& in)
{
    core.signIn.challenged(in.message.parameter(0));
}

// "900 me nick!user@host account :You are now logged in"
void onLoggedIn(SessionCore& core, const Incoming& in)
{
    core.signIn.became(bytes(in.message.parameter(2)));
}

void onLoggedOut(SessionCore& core, const Incoming&)
{
    core.signIn.became({});
}

void onLetIn(SessionCore& core, const Incoming&)
{
    core.signIn.letIn();
}

void onSignInRefused(SessionCore& core, const Incoming& in)
{
    core.signIn.refused(in.message.command, in.message.last());
}

void onMechanisms(SessionCore& core, const Incoming& in)
{
    core.signIn.takeMechanisms(in.message.parameter(1));
}

// "REGISTER SUCCESS account :message"
void onRegister(SessionCore& core, const Incoming& in)
{
    core.accounts.registered(in.message.parameter(0), in.message.parameter(1));
}

// "METADATA target key visibility [:value]"
void onMetadata(SessionCore& core, const Incoming& in)
{
    core.profiles.take(in.message.parameter(0), in.message.parameter(1), in.message.parameter(3));
}

// "761 me target key visibility [:value]"
void onKeyValue(SessionCore& core, const Incoming& in)
{
    core.profiles.take(in.message.parameter(1), in.message.parameter(2), in.message.parameter(4));
}

// "766 me target key :no such key"
void onKeyNotSet(SessionCore& core, const Incoming& in)
{
    core.profiles.take(in.message.parameter(1), in.message.parameter(2), {});
}

void onSyncLater(SessionCore& core, const Incoming& in)
{
    core.profiles.takeLater(in.message.parameter(1), in.message.parameter(2));
}

void onHere(SessionCore& core, const Incoming& in)
{
    core.presence.take(in.message.parameter(1), true);
}

void onGone(SessionCore& core, const Incoming& in)
{
    core.presence.take(in.message.parameter(1), false);
}

void ignore(SessionCore&, const Incoming&) {}

constexpr std::array kRows = std::to_array<HandlerRow>({
    {"AUTHENTICATE", 1, onAuthenticate},
    {"REGISTER", 2, onRegister},
    {"VERIFY", 2, onRegister},
    {"METADATA", 3, onMetadata},
    {"730", 2, onHere},
    {"731", 2, onGone},
    {"732", 0, ignore},
    {"733", 0, ignore},
    {"734", 0, ignore}, // too many: of those nothing is told
    {"760", 0, ignore},
    {"761", 4, onKeyValue},
    {"762", 0, ignore},
    {"766", 3, onKeyNotSet},
    {"768", 3, onKeyNotSet},
    {"770", 0, ignore},
    {"771", 0, ignore},
    {"772", 0, ignore},
    {"774", 2, onSyncLater},
    {"900", 3, onLoggedIn},
    {"901", 0, onLoggedOut},
    {"902", 0, onSignInRefused},
    {"903", 0, onLetIn},
    {"904", 0, onSignInRefused},
    {"905", 0, onSignInRefused},
    {"906", 0, onSignInRefused},
    {"907", 0, onLetIn},
    {"908", 2, onMechanisms},
});

} // namespace

std::span<const HandlerRow> accountHandlers()
{
    return kRows;
}

} // namespace chatroom::client
