#include "client-gui/panels/conversationpane.h"

#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panels/findbar.h"
#include "client-gui/panels/historyloader.h"
#include "client-gui/panels/messageactions.h"
#include "client-gui/panels/roomheader.h"
#include "client-gui/panels/typingline.h"
#include "client/models/peoplemodel.h"
#include "widgets/stylesheet.h"

#include <QDesktopServices>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Conversation;

namespace {

QFrame* hairline(QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setObjectName(u"hairline"_s);
    line->setFixedHeight(1);
    line->setProperty("ground", u"line"_s);
    return line;
}

// Whether a person is here, and what they say of themselves.
QString personText(const client::Session& session, const Conversation& conversation)
{
    QStringList parts;
    const bool isKept = session.can(client::Session::Feature::SignIn) && session.hasHistory();
    if (!conversation.isPersonHere())
        parts +=
            isKept ? ConversationPane::tr("Not here at the moment; your messages wait") : ConversationPane::tr("Not here at the moment");
    else if (conversation.isPersonAway())
        parts += ConversationPane::tr("Away");
    const QString status = session.profile(conversation.name()).status.simplified();
    if (!status.isEmpty())
        parts += status;
    return parts.join(u" \u00b7 "_s);
}

} // namespace

ConversationPane::ConversationPane(const widgets::Theme& theme, Settings& settings, client::Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_header(new RoomHeader(theme, this)), m_messages(new MessageView(theme, this)),
      m_find(new FindBar(theme, *m_messages, this)), m_composer(new Composer(theme, this)),
      m_history(new HistoryLoader(session, *m_messages, this)),
      m_actions(new MessageActions(theme, settings, session, *m_messages, *m_composer, this)),
      m_typing(new TypingLine(
          theme, [this](const QString& nickname) { return m_actions->shownName(nickname); }, this))
{
    setObjectName(u"conversationPane"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_find);
    column->addWidget(hairline(this));
    column->addWidget(m_messages, 1);
    column->addWidget(m_typing);
    column->addWidget(m_composer);
    prepareCandidates();
    connect(m_composer, &Composer::submitted, this, &ConversationPane::submit);
    connect(m_composer, &Composer::escapePressed, this, &ConversationPane::markRead);
    connect(m_find, &FindBar::closed, m_composer, qOverload<>(&QWidget::setFocus));
    m_header->setDirectTexts([this](const Conversation& conversation) {
        return RoomHeader::DirectText{m_actions->shownName(conversation.name()), personText(m_session, conversation)};
    });
    connect(&m_session, &client::Session::profileChanged, m_header, &RoomHeader::refresh);
    connect(m_header, &RoomHeader::searchRequested, this, &ConversationPane::searchRequested);
    connect(m_header, &RoomHeader::topicChosen, this, [this](const QString& topic) {
        if (m_conversation)
            m_session.setTopic(*m_conversation, topic);
    });
    connect(m_messages, &MessageView::typedInto, m_composer, &Composer::takeKey);
    connect(m_messages, &MessageView::personActivated, this, &ConversationPane::personActivated);
    connect(m_messages, &MessageView::linkActivated, this,
            [](const QString& target) { QDesktopServices::openUrl(QUrl(target, QUrl::StrictMode)); });
    connect(m_messages, &MessageView::retryRequested, this, [this](client::LineId line) {
        if (m_conversation)
            m_session.resend(*m_conversation, line);
    });
}

void ConversationPane::prepareCandidates()
{
    m_composer->setCandidates(
        [this] {
            QStringList names;
            if (!m_conversation)
                return names;
            if (m_conversation->kind() == Conversation::Kind::Direct)
                return QStringList{m_conversation->name()};
            const client::PeopleModel& people = m_conversation->people();
            for (int row = 0; row < people.rowCount(); ++row) {
                if (!people.person(row).isSelf)
                    names += people.person(row).nickname;
            }
            names.sort(Qt::CaseInsensitive);
            return names;
        },
        [this] {
            QStringList rooms;
            for (const Conversation* room : m_session.conversations()) {
                if (room->kind() == Conversation::Kind::Room)
                    rooms += room->name();
            }
            return rooms;
        });
}

void ConversationPane::setConversation(Conversation* conversation)
{
    if (conversation == m_conversation)
        return;
    m_messages->commitDeletions(); // while we still know where
    if (m_find->isVisible())
        m_find->close();
    if (m_conversation)
        disconnect(m_conversation, nullptr, this, nullptr);
    m_conversation = conversation;
    m_lastRead = conversation ? conversation->lastRead() : client::LineId{};
    if (conversation)
        connect(conversation, &Conversation::changed, this, &ConversationPane::onChanged);
    const bool hasNew = conversation && conversation->unread() > 0;
    m_header->setConversation(conversation);
    m_messages->setLines(conversation ? &conversation->lines() : nullptr, hasNew ? conversation->lastRead() : client::LineId{});
    m_history->setConversation(conversation);
    m_actions->setConversation(conversation);
    m_typing->setConversation(conversation);
    m_name = conversation ? conversation->name() : QString();
    m_composer->setEnabled(conversation != nullptr);
    m_composer->setConversation(m_name, placeholder());
    m_session.setActive(m_isWatched ? conversation : nullptr);
}

QString ConversationPane::placeholder() const
{
    if (!m_conversation)
        return {};
    switch (m_conversation->kind()) {
    case Conversation::Kind::Server: return tr("Type / for the commands");
    case Conversation::Kind::Room: return tr("Message %1").arg(m_conversation->name());
    case Conversation::Kind::Direct: return tr("Message %1").arg(m_actions->shownName(m_conversation->name()));
    }
    return {};
}

void ConversationPane::setWatched(bool isWatched)
{
    if (isWatched == m_isWatched)
        return;
    m_isWatched = isWatched;
    watch();
}

void ConversationPane::watch()
{
    if (m_isWatched && m_conversation && m_conversation->unread() > 0)
        m_messages->setLastRead(m_conversation->lastRead());
    m_session.setActive(m_isWatched ? m_conversation.data() : nullptr);
}

// While one looks on the line becomes another only when the connection was lost, or is there for the first time.
void ConversationPane::onChanged()
{
    if (m_conversation->name() != m_name)
        onRenamed();
    m_composer->edit().setPlaceholderText(placeholder());
    const client::LineId lastRead = m_conversation->lastRead();
    if (lastRead == m_lastRead)
        return;
    m_lastRead = lastRead;
    if (!m_isWatched)
        return;
    m_messages->setLastRead(lastRead);
    if (m_messages->isAtNewest())
        m_messages->showNew();
}

void ConversationPane::onRenamed()
{
    m_composer->renameConversation(m_name, m_conversation->name());
    m_name = m_conversation->name();
    m_composer->setConversation(m_name, placeholder());
}

void ConversationPane::markRead()
{
    if (!m_conversation)
        return;
    m_conversation->markRead();
    m_messages->setLastRead({});
    m_messages->scrollToNewest();
}

void ConversationPane::submit(const QString& typed, const QString& replyTo)
{
    if (!m_conversation)
        return;
    m_messages->scrollToNewest();
    if (replyTo.isEmpty())
        m_session.submit(*m_conversation, typed);
    else
        m_session.send(*m_conversation, typed.startsWith(u"//"_s) ? typed.sliced(1) : typed, replyTo);
}

} // namespace chatroom::clientgui
