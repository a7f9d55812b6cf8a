// What the main window has about one's account, and about the names of rooms.
#include "client-gui/account/accountmenu.h"
#include "client-gui/dialogs/roomrenamedialog.h"
#include "client-gui/mainwindow.h"
#include "client-gui/panels/connectionbanner.h"
#include "client-gui/panels/conversationpanel.h"
#include "client-gui/panels/selfbutton.h"

#include <QAction>

namespace chatroom::clientgui {

using client::Conversation;
using client::Session;

void MainWindow::connectAccount()
{
    connect(m_account, &AccountMenu::said, this, &MainWindow::sayQuietly);
    connect(m_account, &AccountMenu::saidGood, m_banner, &ConnectionBanner::sayGood);
    connect(m_account, &AccountMenu::signedOut, this, &MainWindow::leaveRequested);
    SelfButton& self = m_conversations->selfButton();
    connect(&self, &SelfButton::keepNameAsked, m_account, &AccountMenu::keepName);
    const auto offer = [this, &self] { self.setCanKeepName(m_account->canKeepName()); };
    connect(m_account, &AccountMenu::changed, this, offer);
    offer();
    connect(m_conversations, &ConversationPanel::renameRequested, this, &MainWindow::openRoomRename);
    connect(&m_actions[ActionId::RenameRoom], &QAction::triggered, this, [this] { openRoomRename(current()); });
}

void MainWindow::openRoomRename(Conversation* room)
{
    if (!room || !canRename(m_session, *room))
        return;
    auto* dialog = new RoomRenameDialog(m_theme, room->name(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RoomRenameDialog::nameChosen, room,
            [this, room](const QString& name, const QString& reason) { m_session.renameRoom(*room, name, reason); });
    dialog->open();
}

} // namespace chatroom::clientgui
