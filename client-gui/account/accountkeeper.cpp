#include "client-gui/account/accountkeeper.h"

#include "network/tlsidentity.h"
#include "protocol/casefold.h"
#include "protocol/message.h"

#include <QDir>
#include <QUrl>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::SecretError;
using client::Session;

namespace {

bool isSameName(const QString& one, const QString& other)
{
    const auto folded = [](const QString& name) { return protocol::FoldedName(protocol::view(name.toUtf8())); };
    return folded(one) == folded(other);
}

} // namespace

AccountKeeper::AccountKeeper(Settings& settings, client::SecretStore& secrets, Session& session, QObject* parent)
    : QObject(parent), m_settings(settings), m_secrets(secrets), m_session(session)
{
    connect(&session, &Session::accountChanged, this, &AccountKeeper::onAccountChanged);
    connect(&session, &Session::accountRegistered, this, [this](const QString& account) {
        const bool byKey = std::exchange(m_isKeyAsked, false);
        m_settings.keepAccount({address(), account, m_session.nickname(), byKey, false});
        if (!byKey && !m_password.isEmpty())
            write(account, std::exchange(m_password, {}));
    });
    connect(&session, &Session::accountFailed, this, [this] {
        m_password.clear();
        m_next.clear();
        m_isKeyAsked = false;
    });
    connect(&session, &Session::passwordChanged, this, [this] {
        const QString next = std::exchange(m_next, {});
        const std::optional<KeptAccount> kept = keptAs(m_session.account());
        if (kept && (kept->hasPassword || kept->usesKey) && !next.isEmpty())
            write(kept->account, next);
    });
    connect(&session, &Session::accountDeleted, this, &AccountKeeper::forget);
    connect(&session, &Session::nicknameChanged, this, [this](const QString& nickname) {
        std::optional<KeptAccount> kept = keptAs(m_session.account());
        if (!kept)
            return;
        kept->nickname = nickname;
        m_settings.keepAccount(*kept);
    });
}

QString AccountKeeper::address() const
{
    return m_address.toString();
}

QString AccountKeeper::ring() const
{
    return client::secretServer(m_address.host, m_address.port);
}

std::optional<KeptAccount> AccountKeeper::keptFor(const QString& nickname) const
{
    const std::vector<KeptAccount> all = m_settings.accounts();
    const auto found = std::ranges::find_if(all, [&](const KeptAccount& each) {
        return each.address == address() && (isSameName(each.account, nickname) || isSameName(each.nickname, nickname));
    });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

std::optional<KeptAccount> AccountKeeper::keptAs(const QString& account) const
{
    const std::vector<KeptAccount> all = m_settings.accounts();
    const auto found =
        std::ranges::find_if(all, [&](const KeptAccount& each) { return each.address == address() && isSameName(each.account, account); });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

// A key for each server: two of them cannot tell that the same person comes.
void AccountKeeper::useOwnKey(const network::ServerAddress& address)
{
    m_hasKey = false;
    if (!address.tls)
        return;
    const QString place = QString::fromLatin1(QUrl::toPercentEncoding(ring()));
    const QString folder = QDir(m_settings.dataFolder()).filePath(u"own-keys/"_s + place);
    if (!QDir().mkpath(folder))
        return;
    const auto identity = network::ownIdentity(folder, u"Chatroom"_s);
    if (!identity)
        return;
    m_hasKey = true;
    m_session.setOwnKey(identity->certificateFile, identity->keyFile);
}

void AccountKeeper::open(const JoinRequest& request, const QStringList& rooms)
{
    m_address = request.address;
    m_password.clear();
    useOwnKey(request.address);
    client::Identity identity = request.identity;
    if (!identity.accountPassword.isEmpty()) {
        if (request.remembers)
            m_password = identity.accountPassword;
        m_session.open(m_address, identity, rooms);
        return;
    }
    const std::optional<KeptAccount> kept = keptFor(identity.nickname);
    if (!kept) {
        m_session.open(m_address, identity, rooms);
        return;
    }
    identity.account = kept->account;
    identity.useKey = kept->usesKey;
    if (!kept->hasPassword) {
        m_session.open(m_address, identity, rooms);
        return;
    }
    m_secrets.read(ring(), kept->account, this, [this, identity, rooms](const Result<QString, SecretError>& password) mutable {
        if (password)
            identity.accountPassword = *password;
        else
            sayNotKept(password.error().what);
        m_session.open(m_address, identity, rooms);
    });
}

bool AccountKeeper::canUseKey() const
{
    return m_hasKey && m_session.isEncrypted();
}

bool AccountKeeper::isKeyUsed() const
{
    const std::optional<KeptAccount> kept = keptAs(m_session.account());
    return kept && kept->usesKey;
}

void AccountKeeper::keepName(const QString& password, bool remembers)
{
    m_password = remembers ? password : QString();
    m_session.registerAccount(password);
}

void AccountKeeper::keepNameByKey()
{
    m_isKeyAsked = true;
    m_session.registerWithKey();
}

void AccountKeeper::signIn(const QString& account, const QString& password, bool remembers)
{
    m_password = remembers ? password : QString();
    m_session.signIn(account, password);
}

void AccountKeeper::changePassword(const QString& old, const QString& next)
{
    m_next = next;
    m_session.changePassword(old, next);
}

void AccountKeeper::deleteAccount(const QString& password)
{
    m_session.deleteAccount(password);
}

// Signed in: what was typed was right.
void AccountKeeper::onAccountChanged()
{
    if (m_session.accountState() == Session::AccountState::Failed)
        m_password.clear();
    if (m_session.accountState() != Session::AccountState::SignedIn)
        return;
    const QString account = m_session.account();
    std::optional<KeptAccount> kept = keptAs(account);
    if (m_isKeyAsked)
        return; // accountRegistered follows
    if (!kept)
        kept = KeptAccount{address(), account, {}, false, false};
    kept->nickname = m_session.nickname();
    m_settings.keepAccount(*kept);
    if (!m_password.isEmpty())
        write(account, std::exchange(m_password, {}));
}

void AccountKeeper::write(const QString& account, const QString& password)
{
    m_secrets.write(ring(), account, password, this, [this, account](const Result<void, SecretError>& result) {
        std::optional<KeptAccount> kept = keptAs(account);
        if (!kept)
            return;
        kept->hasPassword = result.has_value();
        m_settings.keepAccount(*kept);
        if (!result)
            sayNotKept(result.error().what);
    });
}

void AccountKeeper::sayNotKept(const QString& why)
{
    if (!std::exchange(m_isSaid, true))
        Q_EMIT said(tr("%1 You will be asked for your password each time.").arg(why));
}

void AccountKeeper::forget()
{
    for (const KeptAccount& each : m_settings.accounts()) {
        const bool isIt = each.address == address() && isSameName(each.nickname, m_session.nickname());
        if (!isIt && !isSameName(each.account, m_session.account()))
            continue;
        if (each.hasPassword)
            m_secrets.remove(ring(), each.account, this, [](const Result<void, SecretError>&) {});
        m_settings.forgetAccount(each.address, each.account);
    }
}

} // namespace chatroom::clientgui
