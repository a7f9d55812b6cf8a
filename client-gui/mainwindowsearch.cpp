// The search in the main window: what opens it, and where its results lead.
#include "client-gui/composer/composer.h"
#include "client-gui/mainwindow.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panels/connectionbanner.h"
#include "client-gui/panels/conversationpane.h"
#include "client-gui/panels/findbar.h"
#include "client-gui/panels/searchpanel.h"

#include <QApplication>
#include <QLineEdit>

namespace chatroom::clientgui {

using client::Conversation;
using client::Session;

void MainWindow::connectSearch()
{
    connect(m_pane, &ConversationPane::searchRequested, this, [this] { openSearch(false); });
    connect(m_search, &SearchPanel::closed, this, &MainWindow::closeSearch);
    connect(m_search, &SearchPanel::hitChosen, this, &MainWindow::showHit);
    // What is loaded is searched at once, before the server answers.
    connect(m_search, &SearchPanel::foundTextChanged, this, [this](const FoundText& found) {
        MessageView& messages = m_pane->messages();
        messages.setFoundText(found);
        const bool isHere = m_search->scope() == SearchPanel::Scope::Room && m_search->edit().hasFocus();
        if (isHere && messages.lines())
            messages.showRow(messages.findRow(found, messages.lines()->rowCount() - 1, true));
    });
    connect(&m_session, &Session::lineFound, this, &MainWindow::onLineFound);
    connect(&m_session, &Session::lineLost, this, [this](Conversation* conversation, const QString& why) {
        if (conversation == current())
            sayQuietly(why);
    });
}

void MainWindow::openSearch(bool isEverywhere)
{
    if (!m_session.canSearch()) {
        m_pane->findBar().open();
        return;
    }
    QWidget* focused = QApplication::focusWidget();
    if (!focused || !m_search->isAncestorOf(focused))
        m_beforeSearch = focused;
    m_folding.setSearching(true);
    applyFolding();
    m_search->open(isEverywhere ? SearchPanel::Scope::Everywhere : SearchPanel::Scope::Room);
}

void MainWindow::closeSearch()
{
    m_folding.setSearching(false);
    applyFolding();
    if (m_beforeSearch && m_beforeSearch->isVisible())
        m_beforeSearch->setFocus();
    else
        m_pane->composer().setFocus();
}

void MainWindow::showHit(const client::SearchHit& hit)
{
    const QPointer<QWidget> focused = QApplication::focusWidget();
    Conversation* there = m_session.find(hit.conversation);
    const bool isRoom = !hit.conversation.isEmpty() && m_session.isupport().channelTypes().contains(hit.conversation.at(0).toLatin1());
    if (!there && isRoom) {
        sayQuietly(tr("You are not in %1. Join it to see the message in its place.").arg(hit.conversation));
        return;
    }
    if (!there)
        there = &m_session.openDirect(hit.conversation);
    const QString message = hit.line.messageId; // the results may be gone when the conversation is shown
    if (!m_folding.isMiddleShown())
        m_search->close();
    showConversation(there);
    if (focused && focused->isVisible())
        focused->setFocus();
    m_session.findMessage(*there, message);
}

void MainWindow::onLineFound(Conversation* conversation, client::LineId line)
{
    if (conversation != current())
        return;
    m_search->say({});
    MessageView& messages = m_pane->messages();
    if (const std::optional<int> row = conversation->lines().rowOf(line))
        messages.showRow(*row);
}

void MainWindow::sayQuietly(const QString& text)
{
    if (m_search->isVisible())
        m_search->say(text);
    else
        m_banner->say(text);
}

} // namespace chatroom::clientgui
