#include "client/signin.h"

#include "base/threads.h"
#include "client/plaintext.h"
#include "client/session_p.h"

#include <QRandomGenerator>

#include <array>

namespace chatroom::client {

using namespace std::chrono_literals;
using protocol::bytes;
using protocol::Capability;
using protocol::kSaslExternal;
using protocol::kSaslPlain;
using protocol::kSaslScram;
using protocol::SaslAssembler;
using protocol::SaslFault;
using protocol::view;
using State = Session::AccountState;

namespace {

constexpr auto kPatience = 30s; // with the answers of a server that has many to let in

QByteArray nonce()
{
    std::array<quint32, 6> random{};
    QRandomGenerator::system()->fillRange(random.data(), static_cast<qsizetype>(random.size()));
    return QByteArray(reinterpret_cast<const char*>(random.data()), sizeof random).toBase64(); // NOLINT: any bytes will do
}

} // namespace

SignIn::SignIn(SessionCore& core) : m_core(core)
{
    m_thread.setObjectName(QStringLiteral("sign-in"));
    m_there.moveToThread(&m_thread);
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    QObject::connect(&m_patience, &QTimer::timeout, &m_patience, [this] {
        m_core.write({"AUTHENTICATE", "*"});
        fail(Session::tr("The chatroom did not answer when you signed in. Try again later."), Again::WithTheNextConnection);
    });
}

SignIn::~SignIn()
{
    m_thread.quit();
    m_thread.wait();
}

QByteArray SignIn::wantedAccount() const
{
    const QString& account = m_core.identity.account;
    return (account.isEmpty() ? m_core.identity.nickname : account).toUtf8();
}

bool SignIn::hasCredentials() const
{
    return m_core.identity.useKey || !m_core.identity.accountPassword.isEmpty();
}

bool SignIn::isToCome() const
{
    return hasCredentials() && !m_isRefused && !m_isOver && m_state != State::SignedIn && m_core.offered.has(Capability::Sasl);
}

void SignIn::forget()
{
    m_isRefused = m_isOver = false;
    if (m_state == State::Failed)
        end(State::None);
}

void SignIn::lost()
{
    m_patience.stop();
    m_mechanism.clear();
    m_scram.reset();
    m_isOver = false;
    ++m_attempt;
    if (m_state == State::SigningIn || m_state == State::SignedIn) {
        m_account.clear();
        m_state = State::None; // there is nobody to go on with: it begins again with the next connection
        Q_EMIT m_core.self.accountChanged();
    }
}

void SignIn::withdrawn()
{
    if (m_mechanism.isEmpty())
        return;
    lost();
    m_core.signInEnded(); // the connection is there, and goes on without
}

bool SignIn::isOffered(std::string_view mechanism) const
{
    // A server that does not say what it takes is asked.
    return m_mechanisms.isEmpty() || m_mechanisms.contains(bytes(mechanism));
}

bool SignIn::mayTellPassword() const
{
    return m_core.connection.isEncrypted() || m_core.connection.isLoopback();
}

std::optional<QByteArray> SignIn::nextMechanism() const
{
    const bool hasPassword = !m_core.identity.accountPassword.isEmpty();
    const bool hasKey = m_core.identity.useKey && m_core.connection.hasOwnKey() && m_core.connection.isEncrypted();
    const auto suits = [this](std::string_view mechanism) { return isOffered(mechanism) && !m_tried.contains(bytes(mechanism)); };
    if (hasKey && suits(kSaslExternal))
        return bytes(kSaslExternal);
    if (hasPassword && suits(kSaslScram))
        return bytes(kSaslScram);
    if (hasPassword && mayTellPassword() && suits(kSaslPlain))
        return bytes(kSaslPlain);
    return std::nullopt;
}

bool SignIn::begin()
{
    if (!isToCome() || !m_mechanism.isEmpty() || !m_core.enabled.has(Capability::Sasl))
        return false;
    m_tried.clear();
    takeMechanisms(view(m_core.capabilityValues[Capability::Sasl]));
    if (tryNext())
        return true;
    fail(whyNot());
    return false;
}

bool SignIn::tryNext()
{
    const std::optional<QByteArray> mechanism = nextMechanism();
    if (!mechanism || !m_core.write({"AUTHENTICATE", *mechanism}))
        return false;
    m_mechanism = *mechanism;
    m_tried.append(*mechanism);
    m_incoming = {};
    m_step = 0;
    m_isProved = view(*mechanism) != kSaslScram;
    ++m_attempt;
    m_patience.start();
    if (m_state == State::SigningIn)
        return true;
    m_state = State::SigningIn;
    Q_EMIT m_core.self.accountChanged();
    return true;
}

void SignIn::challenged(std::string_view parameter)
{
    if (m_mechanism.isEmpty())
        return;
    switch (m_incoming.feed(parameter)) {
    case SaslAssembler::State::More: return;
    case SaslAssembler::State::TooLong:
    case SaslAssembler::State::Malformed: return abort(Session::tr("The chatroom's way to sign in is not understood by this program."));
    case SaslAssembler::State::Whole: break;
    }
    const QByteArray challenge = m_incoming.take();
    const QByteArray password = m_core.identity.accountPassword.toUtf8();
    if (view(m_mechanism) == kSaslExternal)
        return respond({}); // as whom, the key says
    if (view(m_mechanism) == kSaslPlain)
        return respond(protocol::makePlain(wantedAccount(), password));
    switch (++m_step) {
    case 1: m_scram.emplace(wantedAccount(), password, nonce()); return respondOr(m_scram->first());
    case 2: return prove(challenge);
    default: break;
    }
    const auto verified = m_scram->verify(challenge);
    if (!verified && verified.error().fault != SaslFault::Refused)
        return abort(Session::tr("The chatroom does not know your password, though it should. It may not be the one you think it is."));
    m_isProved = verified.has_value();
    respond({});
}

void SignIn::respond(const QByteArray& message)
{
    for (const QByteArray& chunk : protocol::saslChunks(message))
        m_core.write({"AUTHENTICATE", chunk});
}

void SignIn::respondOr(const Answer& answer)
{
    if (answer)
        return respond(*answer);
    if (answer.error().fault == SaslFault::NotPrepared)
        return abort(Session::tr("The name or the password has characters that cannot be used to sign in."));
    abort(Session::tr("The chatroom's way to sign in is not understood by this program."));
}

// As long as the server wishes: not here, where a window is drawn.
void SignIn::prove(const QByteArray& challenge)
{
    if (!m_thread.isRunning())
        m_thread.start();
    postTo(m_there, [this, challenge, client = *m_scram, attempt = m_attempt]() mutable {
        const Answer answer = client.answer(challenge);
        postTo(m_here, [this, client, answer, attempt] { proved(client, answer, attempt); });
    });
}

void SignIn::proved(const protocol::ScramClient& client, const Answer& answer, int attempt)
{
    if (m_mechanism.isEmpty() || attempt != m_attempt)
        return;
    m_scram = client;
    respondOr(answer);
}

void SignIn::letIn()
{
    if (m_mechanism.isEmpty())
        return;
    if (!m_isProved)
        return fail(Session::tr("The chatroom let you in without your password. It may not be the one you think it is."));
    if (m_account.isEmpty())
        m_account = wantedAccount();
    m_core.identity.account = plainName(view(m_account));
    end(State::SignedIn);
}

void SignIn::refused(std::string_view numeric, std::string_view text)
{
    if (m_mechanism.isEmpty())
        return;
    // A password that was wrong is not told in another way.
    if (view(m_mechanism) == kSaslScram && m_step > 1)
        m_tried.append(bytes(kSaslPlain));
    m_mechanism.clear();
    if (numeric == "906")
        return fail(Session::tr("The chatroom stopped signing you in. Try again later."), Again::WithTheNextConnection);
    // What our own server says of passwords that it did not look at.
    if (text.find("too many wrong passwords") != std::string_view::npos)
        return fail(Session::tr("There were too many wrong passwords. Wait some minutes and try again."), Again::WithTheNextConnection);
    if (text.find("busy") != std::string_view::npos)
        return fail(Session::tr("The chatroom is busy. Try again in a moment."), Again::WithTheNextConnection);
    if (text.find("by another name") != std::string_view::npos)
        return fail(Session::tr("You are here already by another name. Leave, and sign in when you come again."));
    if (!tryNext())
        fail(whyNot());
}

void SignIn::takeMechanisms(std::string_view list)
{
    m_mechanisms.clear();
    for (const QByteArray& each : bytes(list).split(',')) {
        if (!each.trimmed().isEmpty())
            m_mechanisms.append(each.trimmed().toUpper());
    }
}

void SignIn::became(const QByteArray& account)
{
    m_account = account;
    if (!m_mechanism.isEmpty())
        return; // 903 follows
    const State next = account.isEmpty() ? State::None : State::SignedIn;
    m_state = next;
    Q_EMIT m_core.self.accountChanged();
}

QString SignIn::whyNot() const
{
    const QString account = plainName(view(wantedAccount()));
    const bool hasPassword = !m_core.identity.accountPassword.isEmpty();
    if (m_tried.contains(bytes(kSaslScram)) || (m_tried.contains(bytes(kSaslPlain)) && hasPassword))
        return Session::tr("The password for %1 is another one.").arg(account);
    if (hasPassword && !mayTellPassword() && isOffered(kSaslPlain))
        return Session::tr("Your password was not sent: others on the network could read it. Connect with encryption to sign in as %1.")
            .arg(account);
    if (m_tried.contains(bytes(kSaslExternal)))
        return Session::tr("The chatroom does not know this computer as one of %1. Sign in with the password.").arg(account);
    if (m_core.identity.useKey && !m_core.connection.isEncrypted())
        return Session::tr("Signing in as %1 without a password needs an encrypted connection.").arg(account);
    return Session::tr("The chatroom's way to sign in is not understood by this program.");
}

void SignIn::abort(const QString& why)
{
    m_core.write({"AUTHENTICATE", "*"});
    fail(why);
}

void SignIn::fail(const QString& why, Again again)
{
    m_isRefused = again == Again::Never;
    m_isOver = true;
    m_account.clear();
    end(State::Failed);
    Q_EMIT m_core.self.signInNeeded(plainName(view(wantedAccount())), why);
}

void SignIn::end(State state)
{
    m_patience.stop();
    m_mechanism.clear();
    m_scram.reset();
    m_state = state;
    Q_EMIT m_core.self.accountChanged();
    m_core.signInEnded();
}

} // namespace chatroom::client
