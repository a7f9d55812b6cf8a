#include "client-gui/panels/roomheader.h"

#include "client/models/peoplemodel.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Conversation;

namespace {

constexpr int kLongestTopic = 390; // UTF-16 units; the server cuts by bytes

} // namespace

RoomHeader::RoomHeader(const widgets::Theme& theme, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_row(new QHBoxLayout(this)), m_left(new QToolButton(this)), m_name(new QLabel(this)),
      m_topic(new widgets::ElidedLabel(this)), m_topicEdit(new QLineEdit(this)), m_search(new QToolButton(this)),
      m_right(new QToolButton(this))
{
    setObjectName(u"roomHeader"_s);
    widgets::setGround(*this, widgets::Ground::Surface);
    m_name->setObjectName(u"roomName"_s);
    m_name->setTextFormat(Qt::PlainText);
    widgets::setTextLook(*m_name, widgets::TextLook::Title);
    m_topic->setObjectName(u"roomTopic"_s);
    m_topic->setTextFormat(Qt::PlainText);
    widgets::setTextLook(*m_topic, widgets::TextLook::Body, widgets::Tone::Muted);
    m_topic->installEventFilter(this);
    m_topicEdit->setObjectName(u"topicEdit"_s);
    m_topicEdit->setAccessibleName(tr("Topic"));
    m_topicEdit->setMaxLength(kLongestTopic);
    m_topicEdit->installEventFilter(this);
    m_topicEdit->hide();
    m_left->setObjectName(u"leftPanelButton"_s);
    m_left->setToolTip(tr("Show or hide the rooms (Ctrl+Shift+L)"));
    m_left->setAccessibleName(tr("Rooms"));
    m_search->setObjectName(u"searchButton"_s);
    m_search->setToolTip(tr("Search in this room (Ctrl+F)"));
    m_search->setAccessibleName(tr("Search"));
    m_right->setObjectName(u"rightPanelButton"_s);
    m_right->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_right->setToolTip(tr("Show or hide the people (Ctrl+Shift+P)"));
    m_row->addWidget(m_left);
    m_row->addWidget(m_name);
    m_row->addWidget(m_topic, 1);
    m_row->addWidget(m_topicEdit, 1);
    m_row->addWidget(m_search);
    m_row->addWidget(m_right);
    connect(m_left, &QToolButton::clicked, this, &RoomHeader::leftToggled);
    connect(m_right, &QToolButton::clicked, this, &RoomHeader::rightToggled);
    connect(m_search, &QToolButton::clicked, this, &RoomHeader::searchRequested);
    connect(m_topicEdit, &QLineEdit::returnPressed, this, [this] { endEdit(true); });
    connect(&theme, &widgets::Theme::changed, this, &RoomHeader::dress);
    dress();
}

void RoomHeader::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    m_row->setContentsMargins(metrics.gap(), metrics.gap(), metrics.gap(), metrics.gap());
    m_row->setSpacing(metrics.gap());
    m_left->setIcon(widgets::icon(m_theme, widgets::Icon::LeftPanel, widgets::Role::Muted));
    m_search->setIcon(widgets::icon(m_theme, widgets::Icon::Search, widgets::Role::Muted));
    m_right->setIcon(widgets::icon(m_theme, widgets::Icon::People, widgets::Role::Muted));
    for (QToolButton* button : {m_left, m_search, m_right}) {
        button->setIconSize(QSize(metrics.smallIcon(), metrics.smallIcon()));
        button->setMinimumHeight(metrics.control());
    }
    refresh();
}

void RoomHeader::setConversation(Conversation* conversation)
{
    if (m_conversation)
        disconnect(m_conversation, nullptr, this, nullptr);
    if (m_conversation && m_conversation->kind() == Conversation::Kind::Room)
        disconnect(&m_conversation->people(), nullptr, this, nullptr);
    endEdit(false);
    m_conversation = conversation;
    if (conversation) {
        connect(conversation, &Conversation::changed, this, &RoomHeader::refresh);
        if (conversation->kind() == Conversation::Kind::Room) {
            connect(&conversation->people(), &QAbstractItemModel::rowsInserted, this, &RoomHeader::refresh);
            connect(&conversation->people(), &QAbstractItemModel::rowsRemoved, this, &RoomHeader::refresh);
            connect(&conversation->people(), &QAbstractItemModel::modelReset, this, &RoomHeader::refresh);
        }
    }
    refresh();
}

void RoomHeader::setPanels(bool isLeftShown, bool isRightShown)
{
    m_left->setProperty("isShown", isLeftShown);
    m_right->setAccessibleDescription(isRightShown ? tr("Shown") : tr("Hidden"));
    m_left->setAccessibleDescription(isLeftShown ? tr("Shown") : tr("Hidden"));
}

void RoomHeader::refresh()
{
    const bool isRoom = m_conversation && m_conversation->kind() == Conversation::Kind::Room;
    m_name->setText(m_conversation ? m_conversation->name() : QString());
    m_right->setVisible(isRoom);
    if (!isRoom) {
        const bool isPerson = m_conversation && m_conversation->kind() == Conversation::Kind::Direct;
        const DirectText text = isPerson && m_directTexts ? m_directTexts(*m_conversation) : DirectText{m_name->text(), {}};
        m_name->setText(text.name);
        m_topic->setText(text.beside);
        m_topic->setToolTip({});
        m_topic->setCursor(Qt::ArrowCursor);
        m_topic->setAccessibleName(m_topic->text());
        return;
    }
    const int people = m_conversation->people().rowCount();
    const bool isKnown = m_conversation->isJoined();
    m_right->setText(isKnown ? QString::number(people) : QString());
    const QString count = people == 1 ? tr("1 person") : tr("%1 people").arg(people);
    m_right->setAccessibleName(isKnown ? count : tr("People"));
    const bool canEdit = m_conversation->canSetTopic();
    const QString topic = m_conversation->topic();
    m_topic->setText(!topic.isEmpty() ? topic : canEdit ? tr("Say what this room is about") : QString());
    m_topic->setCursor(canEdit ? Qt::PointingHandCursor : Qt::ArrowCursor);
    m_topic->setAccessibleName(tr("Topic: %1").arg(topic));
}

void RoomHeader::setDirectTexts(const DirectTexts& texts)
{
    m_directTexts = texts;
    refresh();
}

void RoomHeader::editTopic()
{
    if (!m_conversation || !m_conversation->canSetTopic())
        return;
    m_topicEdit->setText(m_conversation->topic());
    m_topic->hide();
    m_topicEdit->show();
    m_topicEdit->selectAll();
    m_topicEdit->setFocus();
}

void RoomHeader::endEdit(bool isTaken)
{
    if (m_topicEdit->isHidden())
        return;
    const QString topic = m_topicEdit->text().trimmed();
    m_topicEdit->hide();
    m_topic->show();
    if (isTaken && m_conversation && topic != m_conversation->topic())
        Q_EMIT topicChosen(topic);
}

bool RoomHeader::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_topic && event->type() == QEvent::MouseButtonRelease) {
        editTopic();
        return true;
    }
    if (watched != m_topicEdit)
        return QFrame::eventFilter(watched, event);
    const bool isEscape = event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (isEscape || event->type() == QEvent::FocusOut)
        endEdit(false);
    return isEscape;
}

} // namespace chatroom::clientgui
