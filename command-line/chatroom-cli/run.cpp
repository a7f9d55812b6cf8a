#include "run.h"

#include "storage/sqlclientstore.h"
#include "terminaltext.h"

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;
using client::Conversation;
using client::Session;
using network::FailureKind;

namespace {

constexpr std::chrono::milliseconds kGoodbye{1000}; // the longest that an unanswered goodbye holds the program

// `wasReached`: the server had answered, so that it, and not the network, is who refuses.
ExitStatus statusOf(FailureKind kind, bool wasReached)
{
    switch (kind) {
    case FailureKind::TimedOut: return ExitStatus::TimedOut;
    case FailureKind::Untrusted: return ExitStatus::NotTrusted;
    case FailureKind::Refused: return wasReached ? ExitStatus::Refused : ExitStatus::CannotConnect;
    case FailureKind::HostNotFound:
    case FailureKind::Tls:
    case FailureKind::Lost:
    case FailureKind::QueueFull: break;
    }
    return ExitStatus::CannotConnect;
}

} // namespace

Run::Run(Options options, QObject* parent)
    : QObject(parent), m_options(std::move(options)), m_folder(m_options.dataFolder)
      // With --trust nothing that is remembered counts: the server has to show that fingerprint.
      ,
      m_trust(m_options.fingerprint.isEmpty() ? m_folder.trustedServers() : QString()),
      m_store(m_options.mode == Mode::Chat ? std::make_unique<storage::SqlClientStore>(m_folder.path()) : nullptr),
      m_session(m_clock, m_trust, m_store.get())
{
    m_waiting.setSingleShot(true);
    connect(&m_waiting, &QTimer::timeout, this, [this] { end(ExitStatus::TimedOut, m_waitingFor); });
}

Run::~Run() = default;

void Run::start()
{
    const auto who = identity();
    if (!who)
        return end(ExitStatus::WrongUsage, who.error());
    connectSession();
    startWaiting(tr("%1 did not let us in within %2 seconds.").arg(m_options.server.toString()).arg(m_options.timeout.count()));
    m_session.open(m_options.server, *who, m_options.rooms);
}

Result<client::Identity, QString> Run::identity()
{
    client::Identity who{.nickname = m_options.name, .realname = {}, .serverPassword = m_passwords.chatroom};
    who.account = m_options.account;
    who.accountPassword = m_passwords.account;
    if (m_options.key.isEmpty())
        return who;
    const auto key = m_folder.ownKey(m_options.key, m_options.server);
    if (!key)
        return Unexpected(key.error());
    m_session.setOwnKey(key->certificateFile, key->keyFile);
    who.useKey = true;
    return who;
}

void Run::stop()
{
    end(ExitStatus::Ok);
}

void Run::connectSession()
{
    connect(&m_session, &Session::stateChanged, this, &Run::stateChanged);
    connect(&m_session, &Session::failed, this, &Run::fail);
    connect(&m_session, &Session::trustNeeded, this, &Run::checkTrust);
    connect(&m_session, &Session::nameRefused, this, [this](const QString& name, const QString& why, const QString& suggestion) {
        if (!m_options.isNameGiven && !suggestion.isEmpty())
            return m_session.setNickname(suggestion);
        m_nameRefusal = NameRefusal{name, why, suggestion};
        QMetaObject::invokeMethod(this, &Run::answerRefusals, Qt::QueuedConnection);
    });
    connect(&m_session, &Session::signInNeeded, this, [this](const QString& account, const QString& why) {
        m_signInRefusal = SignInRefusal{account, why};
        QMetaObject::invokeMethod(this, &Run::answerRefusals, Qt::QueuedConnection);
    });
    connect(&m_session, &Session::joinFailed, this, [this](const QString& room, const QString& why) {
        if (!m_hasEntered)
            end(ExitStatus::Refused, tr("%1 cannot be entered: %2").arg(sanitized(room), sanitized(why)));
    });
    const auto add = [this](Conversation* conversation) {
        connect(conversation, &Conversation::changed, this, &Run::checkEntered);
        conversationAdded(*conversation);
        checkEntered();
    };
    connect(&m_session, &Session::conversationAdded, this, add);
    for (Conversation* conversation : m_session.conversations())
        add(conversation);
}

void Run::answerRefusals()
{
    const auto name = std::exchange(m_nameRefusal, std::nullopt);
    const auto signIn = std::exchange(m_signInRefusal, std::nullopt);
    if (m_isEnding)
        return;
    if (signIn)
        signInNeeded(signIn->account, signIn->why, name);
    else if (name)
        nameRefused(name->name, name->why, name->suggestion);
}

void Run::stateChanged(Session::State state)
{
    if (m_isEnding)
        return;
    m_wasReached = m_wasReached || state == Session::State::Registering;
    if (state == Session::State::Online)
        return checkEntered();
    if (!m_hasEntered)
        return;
    if (state == Session::State::Waiting)
        return lost();
    if (state == Session::State::Offline)
        end(ExitStatus::Ok); // a person said /quit
}

void Run::checkEntered()
{
    if (m_hasEntered || m_isEnding || m_session.state() != Session::State::Online)
        return;
    for (const QString& room : m_options.rooms) {
        const Conversation* conversation = m_session.find(room);
        if (conversation == nullptr || !conversation->isJoined())
            return;
    }
    m_hasEntered = true;
    stopWaiting();
    // Not within a signal of a conversation that is still being changed.
    QMetaObject::invokeMethod(
        this,
        [this] {
            const bool isSignInWanted = !m_options.account.isEmpty() || !m_options.key.isEmpty();
            if (!m_isEnding && isSignInWanted && !m_session.can(Session::Feature::SignIn))
                signInMissing();
            if (!m_isEnding)
                entered();
        },
        Qt::QueuedConnection);
}

void Run::checkTrust(const QByteArray& fingerprint, const QByteArray& known)
{
    if (m_options.fingerprint.isEmpty())
        return trustNeeded(fingerprint, known);
    if (m_options.fingerprint != fingerprint) {
        return end(ExitStatus::NotTrusted, tr("The server at %1 has another fingerprint than the one given with --trust: %2.")
                                               .arg(m_options.server.toString(), QString::fromLatin1(fingerprint)));
    }
    network::TrustStore(m_folder.trustedServers()).remember(m_options.server, fingerprint);
    m_session.answerTrust(true);
}

void Run::fail(const network::Failure& failure)
{
    if (!m_hasEntered)
        end(statusOf(failure.kind, m_wasReached), sanitized(failure.what));
}

void Run::nameRefused(const QString& name, const QString& why, const QString& suggestion)
{
    const QString hint = suggestion.isEmpty() ? QString() : u' ' + tr("%1 would do.").arg(sanitized(suggestion));
    end(ExitStatus::Refused, tr("Not let in as %1: %2").arg(sanitized(name), sanitized(why)) + hint);
}

void Run::signInNeeded(const QString& account, const QString& why, const std::optional<NameRefusal>& refusal)
{
    if (!refusal)
        return end(ExitStatus::NotSignedIn, tr("Not signed in as %1: %2").arg(sanitized(account), sanitized(why)));
    end(ExitStatus::NotSignedIn,
        tr("Not let in as %1: the name belongs to an account. If it is yours, sign in with --account %1; else choose "
           "another name.")
            .arg(sanitized(account)));
}

void Run::signInMissing()
{
    end(ExitStatus::NotOffered, tr("This chatroom has no accounts to sign in to."));
}

void Run::trustNeeded(const QByteArray& fingerprint, const QByteArray& known)
{
    const QString words = network::fingerprintWords(fingerprint).join(u' ');
    const QString where = m_options.server.toString();
    const QString hint = tr("Its fingerprint as words: %1. If they are those that the server shows, add --trust %2")
                             .arg(words, QString::fromLatin1(fingerprint));
    if (known.isEmpty())
        return end(ExitStatus::NotTrusted, tr("The server at %1 is not known yet. %2").arg(where, hint));
    end(ExitStatus::NotTrusted,
        tr("The server at %1 is not the one that was trusted before: it has another fingerprint. Somebody may stand in "
           "between, or it was set up anew. %2")
            .arg(where, hint));
}

void Run::lost()
{
    end(ExitStatus::Lost, tr("The connection to %1 was lost.").arg(m_options.server.toString()));
}

void Run::conversationAdded(Conversation&) {}

void Run::startWaiting(const QString& what)
{
    m_waitingFor = what;
    m_waiting.start(m_options.timeout);
}

void Run::stopWaiting()
{
    m_waiting.stop();
}

void Run::end(ExitStatus status, const QString& what)
{
    if (m_isEnding)
        return;
    m_isEnding = true;
    stopWaiting();
    const auto finish = [this, ending = Ending{status, what}] { Q_EMIT ended(ending); };
    if (m_session.state() == Session::State::Offline || m_session.state() == Session::State::Waiting) {
        QMetaObject::invokeMethod(this, finish, Qt::QueuedConnection);
        return;
    }
    auto* goodbye = new QTimer(this);
    goodbye->setSingleShot(true);
    connect(goodbye, &QTimer::timeout, this, finish);
    connect(&m_session, &Session::stateChanged, goodbye, [goodbye](Session::State state) {
        if (state == Session::State::Offline)
            goodbye->start(0);
    });
    goodbye->start(kGoodbye);
    m_session.leave({});
}

} // namespace chatroom::cli
