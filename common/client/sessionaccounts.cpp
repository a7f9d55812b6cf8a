// What a window asks of a session about accounts and about what people tell of themselves.
#include "client/session_p.h"

namespace chatroom::client {

void Session::setOwnKey(const QString& /*certificateFile*/, const QString& /*keyFile*/) {}

Session::AccountState Session::accountState() const
{
    return AccountState::None;
}

QString Session::account() const
{
    return {};
}

void Session::signIn(const QString& /*account*/, const QString& /*password*/) {}
void Session::registerAccount(const QString& /*password*/) {}
void Session::registerWithKey() {}
void Session::changePassword(const QString& /*old*/, const QString& /*next*/) {}
void Session::deleteAccount(const QString& /*password*/) {}

Profile Session::profile(const QString& /*nickname*/) const
{
    return {};
}

void Session::setProfile(const Profile& /*profile*/) {}

} // namespace chatroom::client
