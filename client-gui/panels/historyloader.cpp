#include "client-gui/panels/historyloader.h"

#include "client-gui/messageview/messageview.h"

namespace chatroom::clientgui {

using client::Conversation;

HistoryLoader::HistoryLoader(client::Session& session, MessageView& view, QObject* parent)
    : QObject(parent), m_session(session), m_view(view)
{
    const auto load = [this] {
        if (m_conversation)
            m_session.loadOlder(*m_conversation);
    };
    connect(&view, &MessageView::olderNeeded, this, load);
    connect(&view, &MessageView::olderRequested, this, load);
    connect(&view, &MessageView::gapNeeded, this, [this](client::LineId gap, bool fromBelow) {
        if (m_conversation)
            m_session.fillGap(*m_conversation, gap, fromBelow);
    });
    connect(&view, &MessageView::readingChanged, this, [this](client::LineId line) {
        if (m_conversation)
            m_conversation->setReading(line);
    });
    // What could not be had while there was no connection.
    connect(&session, &client::Session::stateChanged, this, [this](client::Session::State state) {
        if (state == client::Session::State::Online)
            m_view.lookAround();
    });
}

void HistoryLoader::setConversation(Conversation* conversation)
{
    if (m_conversation) {
        disconnect(m_conversation, nullptr, this, nullptr);
        m_conversation->setReading({});
    }
    m_conversation = conversation;
    if (conversation) {
        connect(conversation, &Conversation::changed, this, [this](Conversation::Changes what) {
            if (what.testFlag(Conversation::History) || what.testFlag(Conversation::Name))
                showHistory();
        });
    }
    showHistory();
}

void HistoryLoader::showHistory()
{
    using Head = HistoryHead::State;
    if (!m_conversation) {
        m_view.setHistory(Head::None, {});
        return;
    }
    const QString name = m_conversation->name();
    switch (m_conversation->historyState()) {
    case Conversation::HistoryState::None: m_view.setHistory(Head::None, {}); return;
    case Conversation::HistoryState::More: m_view.setHistory(Head::More, {}); return;
    case Conversation::HistoryState::Loading: m_view.setHistory(Head::Loading, {}); return;
    case Conversation::HistoryState::Failed: m_view.setHistory(Head::Failed, m_conversation->historyError()); return;
    case Conversation::HistoryState::Complete:
        m_view.setHistory(Head::Beginning, m_conversation->kind() == Conversation::Kind::Direct
                                               ? tr("This is the beginning of your conversation with %1").arg(name)
                                               : tr("This is the beginning of %1").arg(name));
        return;
    }
}

} // namespace chatroom::clientgui
