#include "client-gui/panels/messageactions.h"

#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/emoji/emojipicker.h"
#include "client-gui/messageview/messageview.h"
#include "client/models/linemodel.h"
#include "protocol/casefold.h"
#include "protocol/message.h"

#include <QToolButton>

namespace chatroom::clientgui {

using client::Conversation;
using client::Session;
using Feature = Session::Feature;

namespace {

constexpr qsizetype kLongestExcerpt = 200; // UTF-16 units

QRect globalRect(const QWidget& widget)
{
    return {widget.mapToGlobal(QPoint(0, 0)), widget.size()};
}

} // namespace

MessageActions::MessageActions(const widgets::Theme& theme, Settings& settings, Session& session, MessageView& messages, Composer& composer,
                               QWidget* parent)
    : QObject(parent), m_theme(theme), m_settings(settings), m_session(session), m_messages(messages), m_composer(composer),
      m_window(parent)
{
    messages.setNameCards([this](const QString& nickname, const QString& account) { return cardOf(nickname, account); });
    connect(&session, &Session::profileChanged, &messages, [&messages] { messages.refreshNames(); });
    connect(&session, &Session::stateChanged, this, &MessageActions::refresh);
    connectMessages();
    connectComposer();
    refresh();
}

void MessageActions::connectMessages()
{
    connect(&m_messages, &MessageView::replyAsked, this, &MessageActions::answer);
    connect(&m_messages, &MessageView::reactionToggled, this, [this](client::LineId line, const QString& emoji) {
        if (m_conversation)
            m_session.react(*m_conversation, line, emoji);
    });
    connect(&m_messages, &MessageView::reactionPickerAsked, this, [this](client::LineId line, const QPoint& at) {
        const QPointer<Conversation> where = m_conversation;
        pickEmoji(QRect(at, QSize(1, 1)), [this, where, line](const QString& emoji) {
            if (where)
                m_session.react(*where, line, emoji);
        });
    });
    connect(&m_messages, &MessageView::deletionAsked, this, [this](client::LineId line) {
        if (m_conversation)
            m_session.deleteMessage(*m_conversation, line);
    });
    connect(&m_messages, &MessageView::messageAsked, this, [this](const QString& messageId) {
        if (m_conversation)
            m_session.findMessage(*m_conversation, messageId);
    });
}

void MessageActions::connectComposer()
{
    connect(&m_composer, &Composer::draftChanged, this, [this](const QString& draft) {
        if (m_conversation)
            m_session.noteTyping(*m_conversation, draft);
    });
    connect(&m_composer, &Composer::emojiAsked, this, &MessageActions::pickForComposer);
}

void MessageActions::setConversation(Conversation* conversation)
{
    m_conversation = conversation;
    refresh();
}

void MessageActions::refresh()
{
    const bool isOnline = m_session.state() == Session::State::Online;
    const auto can = [&](Feature feature) { return isOnline && m_conversation && m_session.can(feature); };
    Abilities abilities;
    abilities.canReply = can(Feature::Replies);
    abilities.canReact = can(Feature::Reactions);
    if (can(Feature::Deletion)) {
        abilities.canDelete = [this, where = m_conversation](client::LineId line) { return where && m_session.canDelete(*where, line); };
    }
    m_messages.setAbilities(abilities);
    MessageLimits limits;
    limits.isMultiline = m_session.can(Feature::Multiline) || !isOnline;
    limits.bytes = m_session.multilineLimits().bytes;
    limits.lines = m_session.multilineLimits().lines;
    m_composer.setLimits(limits);
}

NameCard MessageActions::cardOf(const QString& nickname, const QString& account) const
{
    NameCard card;
    card.displayName = m_session.profile(nickname).displayName;
    card.account = account;
    card.isSelf =
        protocol::FoldedName(protocol::view(nickname.toUtf8())) == protocol::FoldedName(protocol::view(m_session.nickname().toUtf8()));
    return card;
}

QString MessageActions::shownName(const QString& nickname) const
{
    const QString displayName = m_session.profile(nickname).displayName;
    return displayName.isEmpty() ? nickname : displayName;
}

void MessageActions::answer(client::LineId line)
{
    if (!m_conversation)
        return;
    const std::optional<int> row = m_conversation->lines().rowOf(line);
    if (!row)
        return;
    const client::ChatLine& said = m_conversation->lines().line(*row);
    if (said.messageId.isEmpty() || said.isDeleted)
        return;
    m_composer.setReply({said.messageId, shownName(said.author), said.text.left(kLongestExcerpt)});
    m_composer.setFocus();
}

void MessageActions::pickEmoji(const QRect& anchor, std::function<void(const QString&)> take)
{
    if (!m_picker) {
        m_picker = new EmojiPicker(m_theme, m_settings, m_window);
        connect(m_picker, &EmojiPicker::chosen, this, [this](const QString& emoji) {
            if (const auto taken = std::exchange(m_take, {}))
                taken(emoji);
        });
    }
    m_take = std::move(take);
    m_picker->openAt(anchor);
}

void MessageActions::pickForComposer()
{
    const QWidget& button = m_composer.emojiButton();
    const QRect anchor = globalRect(button.isVisible() ? button : m_composer.edit());
    pickEmoji(anchor, [this](const QString& emoji) { m_composer.insert(emoji); });
}

} // namespace chatroom::clientgui
