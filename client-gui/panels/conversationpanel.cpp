#include "client-gui/panels/conversationpanel.h"

#include "client-gui/dialogs/roomrenamedialog.h"
#include "client-gui/panels/conversationdelegate.h"
#include "client-gui/panels/selfbutton.h"
#include "client/models/conversationlistmodel.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QListView>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Conversation;
using client::Session;

namespace {

widgets::Role dotOf(const Session& session)
{
    switch (session.state()) {
    case Session::State::Online: return session.isAway() ? widgets::Role::Muted : widgets::Role::Good;
    case Session::State::Connecting:
    case Session::State::Registering:
    case Session::State::Waiting: return widgets::Role::Danger;
    case Session::State::Offline: return widgets::Role::Muted;
    }
    return widgets::Role::Muted;
}

} // namespace

QString stateText(const Session& session)
{
    switch (session.state()) {
    case Session::State::Offline: return ConversationPanel::tr("Not connected");
    case Session::State::Connecting: return ConversationPanel::tr("Connecting");
    case Session::State::Registering: return ConversationPanel::tr("Asking for the name");
    case Session::State::Waiting: return ConversationPanel::tr("Connection lost");
    case Session::State::Online: break;
    }
    if (session.isAway())
        return ConversationPanel::tr("Away");
    return session.isEncrypted() ? ConversationPanel::tr("Connected, encrypted") : ConversationPanel::tr("Connected");
}

ConversationPanel::ConversationPanel(const widgets::Theme& theme, Session& session, QMenu& selfMenu, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_session(session), m_network(new widgets::ElidedLabel(this)), m_add(new QToolButton(this)),
      m_list(new QListView(this)), m_self(new SelfButton(theme, selfMenu, this))
{
    setObjectName(u"conversationPanel"_s);
    widgets::setGround(*this, widgets::Ground::Panel);
    m_network->setObjectName(u"networkName"_s);
    m_network->setTextFormat(Qt::PlainText);
    widgets::setTextLook(*m_network, widgets::TextLook::Title);
    m_add->setObjectName(u"addRoomButton"_s);
    m_add->setAccessibleName(tr("Join or make a room"));
    m_add->setToolTip(tr("Join or make a room (Ctrl+J)"));
    m_list->setObjectName(u"conversationList"_s);
    m_list->setAccessibleName(tr("Rooms and direct messages"));
    m_list->setModel(&session.conversationModel());
    const auto shownName = [&session](const QString& nickname) {
        const QString displayName = session.profile(nickname).displayName;
        return displayName.isEmpty() ? nickname : displayName;
    };
    m_list->setItemDelegate(new ConversationDelegate(theme, shownName, m_list));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    widgets::setGround(*m_list, widgets::Ground::Panel);

    auto* head = new QHBoxLayout;
    head->addWidget(m_network, 1);
    head->addWidget(m_add);
    head->setObjectName(u"head"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_list, 1);
    column->addWidget(m_self);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (Conversation* conversation = m_session.conversationModel().conversation(index.row()); index.isValid() && conversation)
            Q_EMIT chosen(conversation);
    });
    connect(m_list, &QWidget::customContextMenuRequested, this, &ConversationPanel::showMenu);
    connect(&theme, &widgets::Theme::changed, this, &ConversationPanel::dress);
    connect(&session, &Session::stateChanged, this, &ConversationPanel::showState);
    connect(&session, &Session::nicknameChanged, this, &ConversationPanel::showState);
    connect(&session, &Session::awayChanged, this, &ConversationPanel::showState);
    connect(&session, &Session::accountChanged, this, &ConversationPanel::showState);
    connect(&session, &Session::profileChanged, this, &ConversationPanel::showState);
    connect(&session, &Session::profileChanged, m_list->viewport(), qOverload<>(&QWidget::update));
    dress();
    showState();
}

void ConversationPanel::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    auto* head = layout()->itemAt(0)->layout();
    head->setContentsMargins(metrics.groupGap(), metrics.gap(), metrics.gap(), metrics.gap());
    m_add->setIcon(widgets::icon(m_theme, widgets::Icon::Add));
    m_add->setIconSize(QSize(metrics.smallIcon(), metrics.smallIcon()));
    m_network->setMinimumHeight(metrics.control());
    setMinimumWidth(metrics.leftPanelLeast());
    setMaximumWidth(metrics.leftPanelMost());
}

void ConversationPanel::showState()
{
    m_network->setText(m_session.networkName());
    const QString nickname = m_session.nickname();
    const client::Profile profile = m_session.profile(nickname);
    m_self->show({nickname, profile.displayName.isEmpty() ? nickname : profile.displayName, m_session.account(), profile.status,
                  stateText(m_session), dotOf(m_session), m_session.isAway()});
}

void ConversationPanel::setCurrent(Conversation* conversation)
{
    const int row = conversation ? m_session.conversationModel().rowOf(conversation) : -1;
    const QModelIndex index = m_session.conversationModel().index(row, 0);
    if (m_list->currentIndex() != index)
        m_list->setCurrentIndex(index);
    if (index.isValid())
        m_list->scrollTo(index);
}

Conversation* ConversationPanel::neighbour(int direction, bool onlyUnread) const
{
    const auto& model = m_session.conversationModel();
    const int count = model.rowCount();
    if (count == 0)
        return nullptr;
    const int from = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : 0;
    for (int step = 1; step < count; ++step) {
        Conversation* found = model.conversation(((from + direction * step) % count + count) % count);
        if (!onlyUnread || found->unread() > 0)
            return found;
    }
    return nullptr;
}

void ConversationPanel::showMenu(const QPoint& at)
{
    const QModelIndex index = m_list->indexAt(at);
    Conversation* conversation = index.isValid() ? m_session.conversationModel().conversation(index.row()) : nullptr;
    if (!conversation)
        return;
    QMenu menu(this);
    menu.addAction(widgets::icon(m_theme, widgets::Icon::Check), tr("Mark as read"), conversation, &Conversation::markRead);
    if (conversation->kind() == Conversation::Kind::Room && !conversation->isJoined())
        menu.addAction(widgets::icon(m_theme, widgets::Icon::Connect), tr("Join again"), this,
                       [this, conversation] { m_session.join(conversation->name()); });
    if (canRename(m_session, *conversation))
        menu.addAction(widgets::icon(m_theme, widgets::Icon::Edit), tr("Rename\u2026"), this,
                       [this, conversation] { Q_EMIT renameRequested(conversation); });
    if (conversation->kind() != Conversation::Kind::Server) {
        const bool isRoom = conversation->kind() == Conversation::Kind::Room;
        menu.addAction(widgets::icon(m_theme, widgets::Icon::Close), isRoom ? tr("Leave this room") : tr("Close"), this,
                       [this, conversation] { Q_EMIT closeRequested(conversation); });
    }
    menu.exec(m_list->viewport()->mapToGlobal(at));
}

} // namespace chatroom::clientgui
