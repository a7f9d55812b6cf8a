#include "client-gui/mainwindow.h"

#include "client-gui/account/accountmenu.h"
#include "client-gui/composer/composer.h"
#include "client-gui/dialogs/keysdialog.h"
#include "client-gui/dialogs/namedialog.h"
#include "client-gui/dialogs/preferencesdialog.h"
#include "client-gui/dialogs/roomsdialog.h"
#include "client-gui/dialogs/switcher.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panels/connectionbanner.h"
#include "client-gui/panels/conversationpane.h"
#include "client-gui/panels/conversationpanel.h"
#include "client-gui/panels/peoplepanel.h"
#include "client-gui/panels/roomheader.h"
#include "client-gui/panels/searchpanel.h"
#include "client-gui/settings.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Conversation;
using client::Session;

MainWindow::MainWindow(widgets::Theme& theme, Settings& settings, Session& session, AccountKeeper& keeper, QWidget* parent)
    : QMainWindow(parent), m_theme(theme), m_settings(settings), m_session(session), m_actions(theme, *this),
      m_folding(theme.metrics().px(760), theme.metrics().px(560)), m_account(new AccountMenu(theme, session, keeper, *this)),
      m_splitter(new QSplitter(this)), m_banner(new ConnectionBanner(theme, session, this)),
      m_conversations(new ConversationPanel(theme, session, m_selfMenu, this)),
      m_pane(new ConversationPane(theme, settings, session, this)), m_people(new PeoplePanel(theme, session, this)),
      m_search(new SearchPanel(theme, session, this)), m_notifier(session, *this)
{
    setObjectName(u"mainWindow"_s);
    setWindowIcon(widgets::clientProgramIcon());
    m_splitter->setObjectName(u"panels"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_conversations);
    m_splitter->addWidget(m_pane);
    m_splitter->addWidget(m_people);
    m_splitter->addWidget(m_search);
    m_splitter->setStretchFactor(1, 1);
    m_pane->setMinimumWidth(theme.metrics().px(240));
    auto* center = new QWidget(this);
    auto* column = new QVBoxLayout(center);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_splitter, 1);
    setCentralWidget(center);
    fillSelfMenu();
    connectActions();
    connectPanels();
    connectSession();
    connectSearch();
    connectAccount();
    applySettings();
    restoreWindow();
    const QList<Conversation*> there = session.conversations();
    showConversation(there.size() > 1 ? there[1] : &session.server());
}

MainWindow::~MainWindow() = default;

Conversation* MainWindow::current() const
{
    return m_pane->conversation();
}

void MainWindow::fillSelfMenu()
{
    m_selfMenu.setObjectName(u"selfMenu"_s);
    m_account->addTo(m_selfMenu);
    for (const ActionId id : {ActionId::Away, ActionId::ChangeName})
        m_selfMenu.addAction(&m_actions[id]);
    m_selfMenu.addSeparator();
    for (const ActionId id : {ActionId::Preferences, ActionId::Keys})
        m_selfMenu.addAction(&m_actions[id]);
    m_selfMenu.addSeparator();
    for (const ActionId id : {ActionId::Leave, ActionId::Quit})
        m_selfMenu.addAction(&m_actions[id]);
}

void MainWindow::connectActions()
{
    const auto on = [this](ActionId id, auto act) { connect(&m_actions[id], &QAction::triggered, this, act); };
    on(ActionId::GoTo, [this] { openSwitcher(); });
    on(ActionId::JoinRoom, [this] { openRooms(); });
    on(ActionId::Previous, [this] { step(-1, false); });
    on(ActionId::Next, [this] { step(1, false); });
    on(ActionId::PreviousUnread, [this] { step(-1, true); });
    on(ActionId::NextUnread, [this] { step(1, true); });
    on(ActionId::Search, [this] { openSearch(false); });
    on(ActionId::SearchEverywhere, [this] { openSearch(true); });
    on(ActionId::EditTopic, [this] { m_pane->header().editTopic(); });
    on(ActionId::CloseRoom, [this] { closeConversation(current()); });
    on(ActionId::FocusMessages, [this] {
        const bool isWriting = m_pane->composer().isAncestorOf(QApplication::focusWidget());
        isWriting ? m_pane->messages().setFocus() : m_pane->composer().setFocus();
    });
    const auto foldLeft = [this] {
        m_folding.toggleLeft();
        applyFolding();
    };
    const auto foldRight = [this] {
        m_folding.toggleRight();
        applyFolding();
    };
    on(ActionId::FoldRooms, foldLeft);
    on(ActionId::FoldPeople, foldRight);
    connect(&m_pane->header(), &RoomHeader::leftToggled, this, foldLeft);
    connect(&m_pane->header(), &RoomHeader::rightToggled, this, foldRight);
    on(ActionId::SelfMenu,
       [this] { m_selfMenu.popup(m_conversations->mapToGlobal(QPoint(0, m_conversations->height() - m_selfMenu.sizeHint().height()))); });
    on(ActionId::Away, [this](bool isAway) { m_session.setAway(isAway ? tr("Away") : QString()); });
    on(ActionId::ChangeName, [this] { openName(); });
    on(ActionId::Preferences, [this] {
        auto* dialog = new PreferencesDialog(m_theme, m_settings, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &PreferencesDialog::changed, this, &MainWindow::applySettings);
        dialog->open();
    });
    on(ActionId::Keys, [this] {
        auto* dialog = new KeysDialog(m_theme, m_actions.keys(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    on(ActionId::Leave, [this] { Q_EMIT leaveRequested(); });
    on(ActionId::Quit, [] { QApplication::quit(); });
}

void MainWindow::connectPanels()
{
    connect(m_conversations, &ConversationPanel::chosen, this, &MainWindow::showConversation);
    connect(m_conversations, &ConversationPanel::closeRequested, this, &MainWindow::closeConversation);
    connect(&m_conversations->addButton(), &QToolButton::clicked, this, &MainWindow::openRooms);
    connect(m_pane, &ConversationPane::personActivated, this, &MainWindow::openDirect);
    connect(m_people, &PeoplePanel::messageRequested, this, &MainWindow::openDirect);
    connect(m_people, &PeoplePanel::mentionRequested, &m_pane->composer(), &Composer::mention);
    connect(m_people, &PeoplePanel::commandRequested, this, [this](const QString& command) {
        if (current())
            m_session.submit(*current(), command);
    });
    connect(m_people, &PeoplePanel::commandOffered, this, [this](const QString& command) {
        m_pane->composer().setText(command);
        m_pane->composer().setFocus();
    });
    connect(&m_notifier, &Notifier::conversationChosen, this, &MainWindow::showConversation);
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::conversationAdded, this, &MainWindow::onAdded);
    connect(&m_session, &Session::conversationRemoved, this, &MainWindow::onRemoved);
    connect(&m_session, &Session::conversationAsked, this, &MainWindow::showConversation);
    connect(&m_session, &Session::awayChanged, this, [this](bool isAway) { m_actions[ActionId::Away].setChecked(isAway); });
    connect(&m_session, &Session::nicknameChanged, this, [this](const QString& name) { m_settings.setNickname(name); });
    connect(&m_session, &Session::invited, this,
            [this](const QString& room, const QString& by) { m_banner->say(tr("%1 invites you to %2. Ctrl+J joins it.").arg(by, room)); });
    connect(&m_session, &Session::nameRefused, this, [this](const QString& name, const QString& why, const QString& suggestion) {
        // Back after a lost connection and somebody has the name: go on as near to it as can be.
        if (m_session.state() == Session::State::Registering)
            m_session.setNickname(suggestion);
        m_banner->say(tr("%1: %2").arg(name, why));
    });
}

void MainWindow::onAdded(Conversation* conversation)
{
    const bool isFirstRoom = conversation->kind() == Conversation::Kind::Room && current() == &m_session.server();
    const bool isWanted = !m_wanted.isEmpty() && conversation->name().compare(m_wanted, Qt::CaseInsensitive) == 0;
    if (!isFirstRoom && !isWanted)
        return;
    m_wanted.clear();
    showConversation(conversation);
}

void MainWindow::onRemoved(Conversation* conversation)
{
    m_pane->composer().forgetConversation(conversation->name());
    if (conversation != current())
        return;
    Conversation* next = nullptr;
    for (Conversation* other : m_session.conversations()) {
        if (other != conversation && (!next || next->kind() == Conversation::Kind::Server))
            next = other;
    }
    showConversation(next);
}

void MainWindow::applySettings()
{
    MessageView& messages = m_pane->messages();
    messages.setDensity(m_settings.density());
    messages.setShowsComings(m_settings.showsComings());
    m_notifier.setRules(m_settings.notifications());
}

void MainWindow::showConversation(Conversation* conversation)
{
    if (conversation == current() && conversation)
        return;
    m_pane->setConversation(conversation);
    m_conversations->setCurrent(conversation);
    const bool isRoom = conversation && conversation->kind() == Conversation::Kind::Room;
    m_people->setConversation(isRoom ? conversation : nullptr);
    m_search->setConversation(conversation);
    m_actions[ActionId::CloseRoom].setEnabled(conversation && conversation->kind() != Conversation::Kind::Server);
    applyFolding();
    showTitle();
    m_pane->composer().setFocus();
}

void MainWindow::showTitle()
{
    const QString network = m_session.networkName();
    setWindowTitle(current() ? tr("%1 - %2").arg(current()->name(), network) : network);
}

void MainWindow::applyFolding()
{
    m_folding.setWidth(width());
    const bool isRoom = current() && current()->kind() == Conversation::Kind::Room;
    m_search->setAlone(!m_folding.isMiddleShown());
    m_search->setVisible(m_folding.isSearching());
    m_conversations->setVisible(m_folding.isLeftShown());
    m_pane->setVisible(m_folding.isMiddleShown());
    m_people->setVisible(isRoom && m_folding.isRightShown());
    m_pane->header().setPanels(m_folding.isLeftShown(), m_folding.isRightShown());
}

void MainWindow::restoreWindow()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    resize(metrics.px(1100), metrics.px(720));
    restoreGeometry(m_settings.windowState(u"main"_s));
    const bool hasSizes = m_splitter->restoreState(m_settings.windowState(u"panels"_s));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    if (!hasSizes)
        m_splitter->setSizes({metrics.leftPanel(), metrics.px(680), metrics.rightPanel(), metrics.px(300)});
    const QByteArray folding = m_settings.windowState(u"folding"_s);
    if (folding.size() == 2)
        m_folding.setWanted(folding[0] == '1', folding[1] == '1');
    applyFolding();
}

void MainWindow::saveWindow()
{
    m_settings.setWindowState(u"main"_s, saveGeometry());
    m_settings.setWindowState(u"panels"_s, m_splitter->saveState());
    m_settings.setWindowState(u"folding"_s, QByteArray(m_folding.wantsLeft() ? "1" : "0") + (m_folding.wantsRight() ? "1" : "0"));
}

void MainWindow::step(int direction, bool onlyUnread)
{
    if (Conversation* next = m_conversations->neighbour(direction, onlyUnread))
        showConversation(next);
}

void MainWindow::closeConversation(Conversation* conversation)
{
    if (conversation && conversation->kind() != Conversation::Kind::Server)
        m_session.close(*conversation);
}

void MainWindow::openSwitcher()
{
    auto* dialog = new Switcher(m_theme, m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &Switcher::conversationChosen, this, &MainWindow::showConversation);
    connect(dialog, &Switcher::personChosen, this, &MainWindow::openDirect);
    connect(dialog, &Switcher::roomChosen, this, &MainWindow::joinRoom);
    dialog->open();
}

void MainWindow::openRooms()
{
    auto* dialog = new RoomsDialog(m_theme, m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RoomsDialog::roomChosen, this, &MainWindow::joinRoom);
    dialog->open();
}

void MainWindow::openName()
{
    auto* dialog = new NameDialog(m_theme, m_session.nickname(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NameDialog::nameChosen, &m_session, &Session::setNickname);
    dialog->open();
}

void MainWindow::joinRoom(const QString& room)
{
    Conversation* there = m_session.find(room);
    if (there)
        showConversation(there);
    if (there && there->isJoined())
        return;
    m_wanted = room;
    m_session.join(room);
}

void MainWindow::openDirect(const QString& nickname)
{
    if (nickname != m_session.nickname())
        showConversation(&m_session.openDirect(nickname));
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::ActivationChange)
        m_pane->setWatched(isActiveWindow());
    QMainWindow::changeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    applyFolding();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveWindow();
    QMainWindow::closeEvent(event);
}

} // namespace chatroom::clientgui
