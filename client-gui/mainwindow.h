// The window one chats in: panels, the conversation in the middle, and what connects them with the session. It only wires.
#pragma once

#include "client-gui/notifier.h"
#include "client-gui/panelfolding.h"
#include "client-gui/windowactions.h"
#include "client/models/searchmodel.h"
#include "client/session.h"

#include <QMainWindow>
#include <QMenu>
#include <QPointer>

class QSplitter;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class AccountKeeper;
class AccountMenu;
class ConnectionBanner;
class ConversationPane;
class ConversationPanel;
class PeoplePanel;
class SearchPanel;
class Settings;

class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    // All outlive this.
    MainWindow(widgets::Theme& theme, Settings& settings, client::Session& session, AccountKeeper& keeper, QWidget* parent = nullptr);
    ~MainWindow() override;

    void showConversation(client::Conversation* conversation);
    [[nodiscard]] client::Conversation* current() const;
    [[nodiscard]] ConversationPane& pane() const { return *m_pane; }
    [[nodiscard]] ConversationPanel& conversations() const { return *m_conversations; }
    [[nodiscard]] PeoplePanel& people() const { return *m_people; }
    [[nodiscard]] SearchPanel& search() const { return *m_search; }
    [[nodiscard]] ConnectionBanner& connectionBanner() const { return *m_banner; }
    [[nodiscard]] AccountMenu& account() const { return *m_account; }

Q_SIGNALS:
    void leaveRequested(); // back to the join window

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void connectActions();
    void connectPanels();
    void connectSession();
    // mainwindowsearch.cpp
    void connectSearch();
    void openSearch(bool isEverywhere);
    void closeSearch();
    void showHit(const client::SearchHit& hit);
    void onLineFound(client::Conversation* conversation, client::LineId line);
    void sayQuietly(const QString& text);
    void fillSelfMenu();
    void connectAccount(); // mainwindowaccount.cpp
    void openRoomRename(client::Conversation* room);
    void applySettings();
    void applyFolding();
    void restoreWindow();
    void saveWindow();
    void step(int direction, bool onlyUnread);
    void closeConversation(client::Conversation* conversation);
    void openSwitcher();
    void openRooms();
    void openName();
    void joinRoom(const QString& room);
    void openDirect(const QString& nickname);
    void showTitle();
    void onAdded(client::Conversation* conversation);
    void onRemoved(client::Conversation* conversation);

    widgets::Theme& m_theme;
    Settings& m_settings;
    client::Session& m_session;
    WindowActions m_actions;
    PanelFolding m_folding;
    QMenu m_selfMenu;
    AccountMenu* m_account;
    QSplitter* m_splitter;
    ConnectionBanner* m_banner;
    ConversationPanel* m_conversations;
    ConversationPane* m_pane;
    PeoplePanel* m_people;
    SearchPanel* m_search;
    QPointer<QWidget> m_beforeSearch; // where the keyboard was
    Notifier m_notifier;
    QString m_wanted; // the room that was just asked for: shown as soon as it is there
};

} // namespace chatroom::clientgui
