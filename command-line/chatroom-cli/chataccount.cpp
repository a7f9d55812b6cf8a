#include "chataccount.h"

#include <algorithm>
#include <array>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;
using client::Session;

namespace {

struct Field final
{
    QLatin1StringView name;
    QString client::Profile::*value;
    const char* label; // source text for translation
};

constexpr std::array kFields = std::to_array<Field>({
    {"name"_L1, &client::Profile::displayName, "Name: %1"},
    {"status"_L1, &client::Profile::status, "Status: %1"},
    {"pronouns"_L1, &client::Profile::pronouns, "Pronouns: %1"},
    {"homepage"_L1, &client::Profile::homepage, "Home page: %1"},
});

} // namespace

ChatAccount::ChatAccount(Session& session, Transcript& transcript, Ask ask, bool hasKey, QObject* parent)
    : QObject(parent), m_session(session), m_transcript(transcript), m_ask(std::move(ask)), m_hasKey(hasKey)
{
    connect(&session, &Session::accountChanged, this, &ChatAccount::accountChanged);
    connect(&session, &Session::accountRegistered, this, [this](const QString& account) {
        m_told = account;
        m_transcript.note(
            tr("The name %1 is yours now: nobody else can take it. Elsewhere sign in with --account %1").arg(sanitized(account)));
    });
    connect(&session, &Session::passwordChanged, this, [this] { m_transcript.note(tr("The password is changed.")); });
    connect(&session, &Session::accountFailed, this, [this](const QString& why) { m_transcript.note(sanitized(why)); });
    connect(&session, &Session::profileFailed, this, [this](const QString& why) {
        m_isProfileAsked = false;
        m_transcript.note(sanitized(why));
    });
    connect(&session, &Session::profileChanged, this, [this](const QString& who) {
        if (who == m_session.nickname() && std::exchange(m_isProfileAsked, false))
            showProfile();
    });
}

bool ChatAccount::run(const QString& command, const QString& rest)
{
    if (command == "/register"_L1)
        keepName();
    else if (command == "/key"_L1)
        keepNameByKey();
    else if (command == "/signin"_L1)
        signIn(rest);
    else if (command == "/password"_L1)
        changePassword();
    else if (command == "/profile"_L1)
        profile(rest);
    else
        return false;
    return true;
}

bool ChatAccount::isOnline()
{
    const bool isIt = m_session.state() == Session::State::Online;
    if (!isIt)
        m_transcript.note(tr("You are not connected at the moment."));
    return isIt;
}

void ChatAccount::accountChanged()
{
    const QString account = m_session.accountState() == Session::AccountState::SignedIn ? m_session.account() : QString();
    if (account.isEmpty() || account == m_told)
        return;
    m_told = account;
    // Behind what registering says, which tells more.
    QMetaObject::invokeMethod(
        this,
        [this, account] {
            if (account == m_told)
                m_transcript.note(tr("You are signed in as %1.").arg(sanitized(account)));
        },
        Qt::QueuedConnection);
}

void ChatAccount::askNewPassword(const QString& prompt, std::function<void(const QString& password)> take)
{
    const auto second = [this, take = std::move(take)](const QString& first) {
        if (first.isEmpty())
            return m_transcript.note(tr("No password was given: nothing is changed."));
        m_ask({tr("The same once more: "),
               [this, take, first](const QString& again) {
                   if (again != first)
                       return m_transcript.note(tr("The two are not the same: nothing is changed."));
                   take(first);
               },
               true});
    };
    m_ask({prompt, second, true});
}

bool ChatAccount::canKeepName()
{
    if (!isOnline())
        return false;
    if (!m_session.account().isEmpty())
        m_transcript.note(tr("You are signed in as %1 already: that name is kept for you.").arg(sanitized(m_session.account())));
    else if (!m_session.can(Session::Feature::Registration))
        m_transcript.note(tr("This chatroom keeps no names."));
    else
        return true;
    return false;
}

void ChatAccount::keepName()
{
    if (!canKeepName())
        return;
    const QString name = sanitized(m_session.nickname());
    m_transcript.note(tr("The name %1 will be kept for you: whoever wants it has to know a password. Choose one.").arg(name));
    askNewPassword(tr("Password for %1: ").arg(name), [this](const QString& password) { m_session.registerAccount(password); });
}

void ChatAccount::keepNameByKey()
{
    if (!canKeepName())
        return;
    if (!m_hasKey)
        return m_transcript.note(tr("This computer shows no key here. Start chatroom-cli with --key auto, then type /key again."));
    m_session.registerWithKey();
}

void ChatAccount::signIn(const QString& typed)
{
    if (!isOnline())
        return;
    if (!m_session.account().isEmpty())
        return m_transcript.note(tr("You are signed in as %1 already.").arg(sanitized(m_session.account())));
    if (!m_session.can(Session::Feature::SignIn))
        return m_transcript.note(tr("This chatroom has no accounts to sign in to."));
    const QString account = typed.isEmpty() ? m_session.nickname() : typed;
    m_ask({tr("Password for %1: ").arg(sanitized(account)),
           [this, account](const QString& password) {
               if (!password.isEmpty())
                   m_session.signIn(account, password);
           },
           true});
}

void ChatAccount::changePassword()
{
    if (!isOnline())
        return;
    if (m_session.account().isEmpty())
        return m_transcript.note(tr("You are not signed in. /signin does that, and /register keeps your name."));
    const QString account = sanitized(m_session.account());
    const QString prompt = m_hasKey ? tr("The old password (Enter alone: signed in by key): ") : tr("The old password: ");
    m_ask({prompt,
           [this, account](const QString& old) {
               if (old.isEmpty() && !m_hasKey)
                   return m_transcript.note(tr("No password was given: nothing is changed."));
               askNewPassword(tr("The new password: "), [this, old](const QString& next) { m_session.changePassword(old, next); });
           },
           true});
}

void ChatAccount::profile(const QString& typed)
{
    if (!isOnline())
        return;
    if (!m_session.can(Session::Feature::Profiles))
        return m_transcript.note(tr("This chatroom keeps no profiles."));
    if (typed.isEmpty())
        return showProfile();
    const QString name = typed.section(u' ', 0, 0).toLower(); // not a name
    const auto* field = std::ranges::find(kFields, name, &Field::name);
    if (field == kFields.end())
        return m_transcript.note(tr("Type it as %1").arg(u"/profile name|status|pronouns|homepage TEXT"_s));
    client::Profile changed = m_session.profile(m_session.nickname());
    const QString value = typed.section(u' ', 1).simplified();
    if (changed.*(field->value) == value)
        return showProfile();
    changed.*(field->value) = value;
    m_isProfileAsked = true;
    m_session.setProfile(changed);
}

void ChatAccount::showProfile()
{
    const client::Profile profile = m_session.profile(m_session.nickname());
    QStringList told;
    for (const Field& field : kFields) {
        if (const QString& value = profile.*(field.value); !value.isEmpty())
            told += tr(field.label).arg(sanitized(value));
    }
    m_transcript.note(told.isEmpty() ? tr("Others read nothing about you.") : tr("Others read about you: %1").arg(told.join(u"; "_s)));
}

} // namespace chatroom::cli
