#include "client-gui/chatwindows.h"

#include "client-gui/account/accountkeeper.h"
#include "client-gui/account/accountmenu.h"
#include "client-gui/join/joinwindow.h"
#include "client-gui/mainwindow.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panels/connectionbanner.h"
#include "client-gui/panels/conversationpane.h"
#include "client-gui/settings.h"

#include <QDateTime>
#include <QDir>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Conversation;
using client::Session;

namespace {

const QString kLobby = u"#lobby"_s; // every Chatroom server has it

} // namespace

ChatWindows::ChatWindows(const Clock& clock, widgets::Theme& theme, Settings& settings, client::SecretStore& secrets, QObject* parent)
    : QObject(parent), m_clock(clock), m_theme(theme), m_settings(settings), m_secrets(secrets),
      m_trust(QDir(settings.dataFolder()).filePath(u"trusted-servers"_s)), m_store(settings.dataFolder()),
      m_join(std::make_unique<JoinWindow>(theme, settings))
{
    connectJoin();
}

void ChatWindows::connectJoin()
{
    connect(m_join.get(), &JoinWindow::joinRequested, this, &ChatWindows::join);
    connect(m_join.get(), &JoinWindow::nameChosen, this, [this](const QString& name) {
        m_signIn.reset();
        if (m_session)
            m_session->setNickname(name);
    });
    connect(m_join.get(), &JoinWindow::trustAnswered, this, [this](bool isTrusted) {
        if (m_session)
            m_session->answerTrust(isTrusted);
    });
    connect(m_join.get(), &JoinWindow::signInAnswered, this, [this](const QString& account, const QString& password, bool remembers) {
        m_signIn.reset();
        if (m_keeper)
            m_keeper->signIn(account, password, remembers);
    });
    connect(m_join.get(), &JoinWindow::serverForgotten, this, &ChatWindows::forgetPasswords);
    connect(m_join.get(), &JoinWindow::cancelled, this, [this] {
        if (!m_session)
            return;
        m_keeper.reset(); // the key ring may still be asked
        m_session->leave({});
    });
}

ChatWindows::~ChatWindows()
{
    m_main.reset(); // before what it looks at
    m_keeper.reset();
}

void ChatWindows::start(const QString& name, const QString& address)
{
    const TypedTarget target = splitTarget(address);
    if (!target.room.isEmpty())
        m_rooms = {target.room};
    if (!target.address.isEmpty())
        m_join->setAddress(target.address);
    if (!name.isEmpty())
        m_join->setName(name);
    m_join->show();
}

QStringList ChatWindows::roomsFor(const QString& address) const
{
    QStringList rooms = m_rooms;
    for (const RememberedServer& server : m_settings.servers()) {
        if (server.address != address)
            continue;
        for (const QString& room : server.rooms) {
            if (!rooms.contains(room, Qt::CaseInsensitive))
                rooms += room;
        }
    }
    return rooms.isEmpty() ? QStringList{kLobby} : rooms;
}

void ChatWindows::join(const JoinRequest& request)
{
    m_main.reset();
    m_keeper.reset();
    m_session.reset(); // before the next one asks for what it holds
    m_toSay.clear();
    m_signIn.reset();
    m_session = std::make_unique<Session>(m_clock, m_trust, &m_store);
    m_session->setForgetful(true);
    m_keeper = std::make_unique<AccountKeeper>(m_settings, m_secrets, *m_session);
    follow(*m_session);
    m_keeper->open(request, roomsFor(request.address.toString()));
}

void ChatWindows::follow(Session& session)
{
    connect(&session, &Session::stateChanged, this, &ChatWindows::onState);
    connect(&session, &Session::nameRefused, this, [this](const QString& name, const QString& why, const QString& suggestion) {
        if (!m_main)
            m_join->showNameRefused(name, why, suggestion);
    });
    connect(&session, &Session::trustNeeded, this, [this](const QByteArray& fingerprint, const QByteArray& known) {
        m_join->askTrust(fingerprint, known);
        if (m_main)
            m_join->show(); // after a lost connection: the question has one place
    });
    connect(&session, &Session::failed, this, [this](const network::Failure& failure) {
        if (m_main)
            return;
        m_session->leave({});
        m_join->showFailure(failure.what);
    });
    connect(&session, &Session::signInNeeded, this, [this](const QString& account, const QString& why) {
        if (m_main)
            return; // it asks by itself
        m_signIn = {account, why};
        m_join->askSignIn(account, why);
    });
    const auto sayLaterOn = [this](const QString& what) {
        m_toSay += what;
        sayLater();
    };
    connect(&session, &Session::notKept, this, sayLaterOn);
    connect(m_keeper.get(), &AccountKeeper::said, this, [this, sayLaterOn](const QString& what) {
        if (!m_main)
            sayLaterOn(what);
    });
    const auto watch = [this](Conversation* conversation) {
        connect(conversation, &Conversation::changed, this, [this](Conversation::Changes what) {
            if (what & (Conversation::Joined | Conversation::Name))
                rememberRooms();
        });
        rememberRooms();
    };
    connect(&session, &Session::conversationAdded, this, watch);
    connect(&session, &Session::conversationRemoved, this, &ChatWindows::rememberRooms, Qt::QueuedConnection);
}

void ChatWindows::onState(Session::State state)
{
    switch (state) {
    case Session::State::Connecting:
        if (!m_main)
            m_join->showProgress(JoinWindow::tr("Connecting"));
        return;
    case Session::State::Registering:
        if (!m_main)
            m_join->showProgress(JoinWindow::tr("Asking for the name"));
        return;
    case Session::State::Online: enter(); return;
    case Session::State::Offline:
    case Session::State::Waiting: return;
    }
}

void ChatWindows::enter()
{
    const QString name = m_session->nickname();
    const QString address = m_session->address().toString();
    m_settings.setNickname(name);
    if (m_main) {
        m_join->hide();
        return;
    }
    m_settings.rememberServer({address, name, roomsFor(address), QDateTime::currentDateTimeUtc()});
    m_main = std::make_unique<MainWindow>(m_theme, m_settings, *m_session, *m_keeper);
    connect(m_main.get(), &MainWindow::leaveRequested, this, &ChatWindows::backToJoin, Qt::QueuedConnection);
    m_join->hide();
    m_main->show();
    sayLater();
    // Let in under the name all the same.
    const bool isRefused = m_signIn && m_session->accountState() == Session::AccountState::Failed;
    if (isRefused)
        m_main->account().ask(m_signIn->first, m_signIn->second);
    m_signIn.reset();
}

// The chat goes on without it.
void ChatWindows::sayLater()
{
    if (m_main && !m_toSay.isEmpty())
        m_main->connectionBanner().say(std::exchange(m_toSay, {}).join(u' '));
}

void ChatWindows::forgetPasswords(const QString& address)
{
    const auto server = network::ServerAddress::parse(address);
    for (const KeptAccount& each : m_settings.accounts()) {
        if (each.address != address)
            continue;
        if (server && each.hasPassword)
            m_secrets.remove(client::secretServer(server->host, server->port), each.account, this,
                             [](const Result<void, client::SecretError>&) {});
        m_settings.forgetAccount(each.address, each.account);
    }
}

void ChatWindows::backToJoin()
{
    rememberRooms();
    m_main->pane().messages().commitDeletions(); // while there is a server to tell
    m_session->leave({});
    m_main->close();
    m_join->reset();
    m_join->show();
    m_main.reset();
}

void ChatWindows::rememberRooms()
{
    if (!m_session || m_session->state() != Session::State::Online)
        return;
    QStringList rooms;
    for (const Conversation* conversation : m_session->conversations()) {
        if (conversation->kind() == Conversation::Kind::Room && conversation->isJoined())
            rooms += conversation->name();
    }
    if (!rooms.isEmpty())
        m_settings.rememberRooms(m_session->address().toString(), rooms);
}

} // namespace chatroom::clientgui
