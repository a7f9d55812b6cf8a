#include "client-gui/chatwindows.h"

#include "client-gui/join/joinwindow.h"
#include "client-gui/mainwindow.h"
#include "client-gui/panels/connectionbanner.h"
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

ChatWindows::ChatWindows(const Clock& clock, widgets::Theme& theme, Settings& settings, QObject* parent)
    : QObject(parent), m_clock(clock), m_theme(theme), m_settings(settings),
      m_trust(QDir(settings.dataFolder()).filePath(u"trusted-servers"_s)), m_store(settings.dataFolder()),
      m_join(std::make_unique<JoinWindow>(theme, settings))
{
    connect(m_join.get(), &JoinWindow::joinRequested, this, &ChatWindows::join);
    connect(m_join.get(), &JoinWindow::nameChosen, this, [this](const QString& name) {
        if (m_session)
            m_session->setNickname(name);
    });
    connect(m_join.get(), &JoinWindow::trustAnswered, this, [this](bool isTrusted) {
        if (m_session)
            m_session->answerTrust(isTrusted);
    });
    connect(m_join.get(), &JoinWindow::cancelled, this, [this] {
        if (m_session)
            m_session->leave({});
    });
}

ChatWindows::~ChatWindows()
{
    m_main.reset(); // before the session it looks at
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
    m_session.reset(); // before the next one asks for what it holds
    m_notKept.clear();
    m_session = std::make_unique<Session>(m_clock, m_trust, &m_store);
    follow(*m_session);
    m_session->open(request.address, request.identity, roomsFor(request.address.toString()));
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
    connect(&session, &Session::notKept, this, [this](const QString& why) {
        m_notKept = why;
        sayNotKept();
    });
    const auto watch = [this](Conversation* conversation) {
        connect(conversation, &Conversation::changed, this, [this](Conversation::Changes what) {
            if (what.testFlag(Conversation::Joined))
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
    m_main = std::make_unique<MainWindow>(m_theme, m_settings, *m_session);
    connect(m_main.get(), &MainWindow::leaveRequested, this, &ChatWindows::backToJoin, Qt::QueuedConnection);
    m_join->hide();
    m_main->show();
    sayNotKept();
}

// The chat goes on without it.
void ChatWindows::sayNotKept()
{
    if (m_main && !m_notKept.isEmpty())
        m_main->connectionBanner().say(std::exchange(m_notKept, {}));
}

void ChatWindows::backToJoin()
{
    rememberRooms();
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
