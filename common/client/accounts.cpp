#include "client/accounts.h"

#include "client/plaintext.h"
#include "client/session_p.h"
#include "protocol/sasl.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace chatroom::client {

using namespace std::chrono_literals;
using protocol::bytes;
using protocol::Capability;
using protocol::StandardReply;
using protocol::view;

namespace {

constexpr auto kPatience = 30s;
constexpr qsizetype kMostPasswordBytes = 300; // draft/account-registration, "Client considerations"

// Nobody ever types it.
QString randomPassword()
{
    std::array<quint32, 8> random{};
    QRandomGenerator::system()->fillRange(random.data(), static_cast<qsizetype>(random.size()));
    const QByteArray all(reinterpret_cast<const char*>(random.data()), sizeof random); // NOLINT: any bytes will do
    return QString::fromLatin1(all.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

struct Reason final
{
    std::string_view code;
    const char* sentence; // for Session::tr()
};

constexpr std::array kReasons = std::to_array<Reason>({
    {"ACCOUNT_EXISTS", QT_TRANSLATE_NOOP("chatroom::client::Session", "Somebody has kept this name already. Choose another one, or sign "
                                                                      "in if it is yours.")},
    {"BAD_ACCOUNT_NAME", QT_TRANSLATE_NOOP("chatroom::client::Session", "This name cannot be kept. Choose another one.")},
    {"ACCOUNT_NAME_MUST_BE_NICK", QT_TRANSLATE_NOOP("chatroom::client::Session", "Only the name that you have now can be kept.")},
    {"ALREADY_AUTHENTICATED", QT_TRANSLATE_NOOP("chatroom::client::Session", "You are signed in already: a name is kept for you.")},
    {"ALREADY_REGISTERED", QT_TRANSLATE_NOOP("chatroom::client::Session", "You are signed in already: a name is kept for you.")},
    {"WEAK_PASSWORD", QT_TRANSLATE_NOOP("chatroom::client::Session", "This password is too easy to guess. Choose a longer one.")},
    {"UNACCEPTABLE_PASSWORD",
     QT_TRANSLATE_NOOP("chatroom::client::Session", "The chatroom does not take this password. Choose another one.")},
    {"INVALID_EMAIL", QT_TRANSLATE_NOOP("chatroom::client::Session", "This chatroom keeps names only for people who give it an e-mail "
                                                                     "address, and this program gives none.")},
    {"UNACCEPTABLE_EMAIL", QT_TRANSLATE_NOOP("chatroom::client::Session", "This chatroom keeps names only for people who give it an "
                                                                          "e-mail address, and this program gives none.")},
    {"COMPLETE_CONNECTION_REQUIRED", QT_TRANSLATE_NOOP("chatroom::client::Session", "The chatroom keeps no names at the moment. Try "
                                                                                    "again later.")},
    {"TEMPORARILY_UNAVAILABLE",
     QT_TRANSLATE_NOOP("chatroom::client::Session", "The chatroom keeps no names at the moment. Try again later.")},
    {"WRONG_PASSWORD", QT_TRANSLATE_NOOP("chatroom::client::Session", "The password is another one.")},
    {"TOO_MANY_ATTEMPTS",
     QT_TRANSLATE_NOOP("chatroom::client::Session", "There were too many wrong passwords. Wait some minutes and try again.")},
    {"ACCOUNT_REQUIRED", QT_TRANSLATE_NOOP("chatroom::client::Session", "Sign in first.")},
    {"NO_CERTIFICATE", QT_TRANSLATE_NOOP("chatroom::client::Session", "The chatroom does not see this computer's key. Choose a password.")},
    {"KEY_IN_USE",
     QT_TRANSLATE_NOOP("chatroom::client::Session", "This computer's key belongs to another name already. Choose a password.")},
});

QString sentenceFor(const StandardReply& reply)
{
    const auto* found = std::ranges::find(kReasons, view(reply.code), &Reason::code);
    return found == kReasons.end() ? plainText(view(reply.description)) : Session::tr(found->sentence);
}

} // namespace

QByteArray Accounts::answerTo(Request request)
{
    switch (request) {
    case Request::AddKey: return "KEY_ADDED";
    case Request::ChangePassword: return "PASSWORD_CHANGED";
    case Request::Undo:
    case Request::Delete: return "DELETED";
    case Request::None:
    case Request::Register:
    case Request::RegisterWithKey: break; // another verb answers
    }
    return {};
}

Accounts::Accounts(SessionCore& core) : m_core(core)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    QObject::connect(&m_patience, &QTimer::timeout, &m_patience,
                     [this] { fail(Session::tr("The chatroom did not answer. Try again later.")); });
}

bool Accounts::canRegister() const
{
    const auto value = m_core.capabilityValues.find(Capability::AccountRegistration);
    return m_core.enabled.has(Capability::AccountRegistration)
           && (value == m_core.capabilityValues.end() || !value->second.split(',').contains("email-required"));
}

std::optional<QString> Accounts::whyNot() const
{
    if (m_request != Request::None)
        return Session::tr("The chatroom has not answered what you asked for before. Wait a moment.");
    if (m_core.state != Session::State::Online)
        return Session::tr("You are not connected. Try again when you are.");
    return std::nullopt;
}

std::optional<QString> Accounts::whyNotPassword(const QString& password)
{
    if (password.isEmpty())
        return Session::tr("Type a password.");
    if (password.toUtf8().size() > kMostPasswordBytes)
        return Session::tr("This password is too long.");
    if (password == QStringLiteral("*") || !protocol::saslPrepare(password.toUtf8()))
        return Session::tr("This password cannot be used. Choose another one.");
    return std::nullopt;
}

void Accounts::refuse(const QString& why)
{
    Q_EMIT m_core.self.accountFailed(why);
}

void Accounts::registerName(const QString& password)
{
    if (const auto why = whyNotPassword(password))
        return refuse(*why);
    if (!canRegister() && !whyNot())
        return refuse(Session::tr("This chatroom keeps no names."));
    ask(Request::Register, password, {"REGISTER", "*", "*", password.toUtf8()});
}

void Accounts::registerWithKey()
{
    if (!canRegister() && !whyNot())
        return refuse(Session::tr("This chatroom keeps no names."));
    if (!m_core.connection.hasOwnKey() || !m_core.connection.isEncrypted())
        return refuse(Session::tr("A name can be kept without a password only over an encrypted connection. Choose a password, or "
                                  "connect with encryption."));
    const QString password = randomPassword();
    ask(Request::RegisterWithKey, password, {"REGISTER", "*", "*", password.toUtf8()});
}

void Accounts::changePassword(const QString& old, const QString& next)
{
    if (const auto why = whyNotPassword(next))
        return refuse(*why);
    if (!old.isEmpty() && whyNotPassword(old)) // then it cannot be the one
        return refuse(Session::tr("The old password is another one."));
    ask(Request::ChangePassword, next,
        {"ACCOUNT", "PASSWORD", old.isEmpty() ? QByteArray("*") : protocol::packPassword(old.toUtf8()), next.toUtf8()});
}

void Accounts::remove(const QString& password)
{
    ask(Request::Delete, {}, {"ACCOUNT", "DELETE", password.isEmpty() ? QByteArray("*") : password.toUtf8()});
}

void Accounts::ask(Request request, const QString& password, std::initializer_list<QByteArray> words)
{
    if (const auto why = whyNot())
        return refuse(*why);
    m_request = request;
    m_password = password;
    m_patience.start();
    if (!m_core.write(words))
        fail(Session::tr("You are not connected. Try again when you are."));
}

void Accounts::registered(std::string_view verb, std::string_view account)
{
    if (m_request != Request::Register && m_request != Request::RegisterWithKey)
        return;
    const QString name = plainName(account);
    if (verb != "SUCCESS")
        return fail(Session::tr("The chatroom wants to have it confirmed that the name %1 is yours, by a code that it sent you. This "
                                "program cannot do that.")
                        .arg(name));
    if (!m_core.signIn.isSignedIn() || m_core.signIn.account().isEmpty())
        m_core.signIn.became(bytes(account));
    m_core.identity.account = name;
    m_core.identity.accountPassword = m_password;
    if (m_request == Request::RegisterWithKey) {
        m_request = Request::None;
        return ask(Request::AddKey, m_password, {"ACCOUNT", "KEY", "ADD"});
    }
    succeeded();
}

void Accounts::succeeded()
{
    m_patience.stop();
    const Request done = std::exchange(m_request, Request::None);
    Identity& identity = m_core.identity;
    switch (done) {
    case Request::None:
    case Request::RegisterWithKey: return;
    case Request::AddKey: identity.useKey = true; [[fallthrough]];
    case Request::Register: Q_EMIT m_core.self.accountRegistered(identity.account); return;
    case Request::ChangePassword:
        identity.accountPassword = m_password;
        Q_EMIT m_core.self.passwordChanged();
        return;
    case Request::Undo:
    case Request::Delete:
        identity.account.clear();
        identity.accountPassword.clear();
        identity.useKey = false;
        m_core.signIn.became({});
        if (done == Request::Delete)
            Q_EMIT m_core.self.accountDeleted();
        else
            Q_EMIT m_core.self.accountFailed(m_why);
        return;
    }
}

void Accounts::fail(const QString& why)
{
    m_patience.stop();
    const Request failed = std::exchange(m_request, Request::None);
    if (failed == Request::AddKey && m_core.state == Session::State::Online) {
        m_why = why;
        return ask(Request::Undo, m_password, {"ACCOUNT", "DELETE", m_password.toUtf8()});
    }
    Q_EMIT m_core.self.accountFailed(failed == Request::Undo ? m_why : why);
}

bool Accounts::takeReply(const StandardReply& reply)
{
    const bool isRegistering = m_request == Request::Register || m_request == Request::RegisterWithKey;
    const bool isOurs = isRegistering ? reply.command == "REGISTER" || reply.command == "VERIFY" : reply.command == "ACCOUNT";
    if (m_request == Request::None || !isOurs || reply.type == StandardReply::Type::Warn)
        return false;
    if (reply.type == StandardReply::Type::Fail)
        fail(sentenceFor(reply));
    else if (reply.code == answerTo(m_request))
        succeeded();
    else
        return false;
    return true;
}

bool Accounts::takeUnknownCommand(std::string_view command)
{
    if (m_request == Request::None || (command != "ACCOUNT" && command != "REGISTER"))
        return false;
    switch (m_request) {
    case Request::ChangePassword: fail(Session::tr("This chatroom has no way to change a password.")); break;
    case Request::Delete: fail(Session::tr("This chatroom has no way to give up a name.")); break;
    case Request::AddKey: fail(Session::tr("This chatroom keeps names only with a password.")); break;
    default: fail(Session::tr("This chatroom keeps no names.")); break;
    }
    return true;
}

void Accounts::lost()
{
    if (m_request != Request::None)
        fail(Session::tr("The connection was lost before the chatroom answered."));
}

} // namespace chatroom::client
