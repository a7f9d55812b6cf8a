// The search of all that was ever said: a field, where to search, and the results, newest first. In place of the people.
//
// It asks the session, which asks the server. Up, Down and Enter work from the field; Esc closes.
#pragma once

#include "client-gui/messageview/foundtext.h"
#include "client/models/searchmodel.h"
#include "client/session.h"

#include <QFrame>
#include <QPointer>
#include <QTimer>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace chatroom::widgets {
class EmptyState;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::clientgui {

class SearchDelegate;

class SearchPanel final : public QFrame
{
    Q_OBJECT

public:
    enum class Scope : std::uint8_t { Room, Everywhere };

    SearchPanel(const widgets::Theme& theme, client::Session& session, QWidget* parent = nullptr);

    // Shows it, with the field ready to type in.
    void open(Scope scope);
    void close();
    void setConversation(client::Conversation* conversation); // what "This room" means
    // Alone in the window, with all its width.
    void setAlone(bool isAlone);
    [[nodiscard]] Scope scope() const;
    // What became of the result that was chosen, where that is not to be seen in the messages; empty: all is well.
    void say(const QString& text);
    [[nodiscard]] QLineEdit& edit() const { return *m_edit; }
    [[nodiscard]] QListView& list() const { return *m_list; }
    [[nodiscard]] QString status() const;

Q_SIGNALS:
    void closed();
    void hitChosen(const chatroom::client::SearchHit& hit);
    void foundTextChanged(const chatroom::clientgui::FoundText& found);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void build();
    void dress();
    void listen();
    void onTyped();
    void searchNow();
    void showState();
    void lookForMore();
    void step(int rows);
    void choose(const QModelIndex& index);
    void setScope(Scope scope);
    void nameScopes();
    [[nodiscard]] client::SearchRequest request() const;

    const widgets::Theme& m_theme;
    client::Session& m_session;
    client::SearchModel& m_results;
    QPointer<client::Conversation> m_conversation;
    QLabel* m_title;
    QToolButton* m_close;
    QLineEdit* m_edit;
    QPushButton* m_here;
    QPushButton* m_everywhere;
    QLabel* m_status;
    QStackedWidget* m_pages;
    widgets::EmptyState* m_hints;   // nothing is asked for yet
    widgets::EmptyState* m_nothing; // asked, and nothing came
    widgets::EmptyState* m_failed;
    QListView* m_list;
    SearchDelegate* m_delegate;
    QTimer m_typing;
    QTimer m_more;
    bool m_isAlone = false;
    QString m_asked; // what was typed when the results were asked for; empty: none are shown
};

} // namespace chatroom::clientgui
