// Where messages are written: the field, what it answers, the buttons, completion, what was sent before, and a draft for each
// conversation.
//
// It only says `submitted`; whoever listens sends. What cannot be sent (a wrong command) stays in the field with a line that
// says why. GUI thread. Completion is in composercompletion.cpp.
#pragma once

#include "client-gui/composer/completion.h"
#include "client-gui/composer/inputhistory.h"
#include "client-gui/composer/messagesize.h"
#include "client-gui/composer/replybar.h"

#include <QFrame>
#include <QStringList>

#include <functional>
#include <map>
#include <vector>

class QLabel;
class QToolButton;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class CompletionPopup;
class MessageEdit;
struct CompletionItem;

class Composer final : public QFrame
{
    Q_OBJECT

public:
    using Candidates = std::function<QStringList()>;

    explicit Composer(const widgets::Theme& theme, QWidget* parent = nullptr);

    // `key` names the conversation; the draft of the one before is kept.
    void setConversation(const QString& key, const QString& placeholder);
    void renameConversation(const QString& from, const QString& to);
    void forgetConversation(const QString& key);
    void setCandidates(Candidates names, Candidates rooms);
    void setLimits(const MessageLimits& limits);

    [[nodiscard]] QString text() const;
    void setText(const QString& text);
    void mention(const QString& name); // puts the name where the caret is
    void insert(const QString& text);  // instead of what is selected
    void makeCode();                   // of what is selected
    // What the draft of this conversation answers; with no message id: nothing.
    void setReply(const ReplyTarget& target);
    [[nodiscard]] ReplyTarget reply() const;
    void submit();
    void showProblem(const QString& problem); // empty: none
    [[nodiscard]] QString problem() const;
    void takeKey(QKeyEvent* event); // typed elsewhere, meant for the field

    [[nodiscard]] MessageEdit& edit() const { return *m_edit; }
    [[nodiscard]] QToolButton& emojiButton() const { return *m_emoji; }

Q_SIGNALS:
    void submitted(const QString& typed, const QString& replyTo); // a msgid; empty: answers nothing
    void draftChanged(const QString& draft);                      // by the person; empty too when it was given up, not when sent
    void emojiAsked();
    void escapePressed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Draft final
    {
        QString text;
        ReplyTarget reply;
        InputHistory history;
    };

    void prepareButtons();
    bool handleKey(QKeyEvent* event);
    bool handleEnter(Qt::KeyboardModifiers modifiers);
    bool handleControlKey(QKeyEvent* event, Qt::KeyboardModifiers modifiers);
    bool handlePopupKey(QKeyEvent* event);
    bool completeByTab(bool isBackward);
    bool browse(bool isOlder);
    void accept(const QString& inserted);
    void offer();
    void hidePopup();
    [[nodiscard]] std::vector<CompletionItem> itemsFor(const CompletionRequest& request) const;
    void onTextChanged();
    void showSize();
    void showButtons();
    void dress();

    const widgets::Theme& m_theme;
    ReplyBar* m_reply;
    MessageEdit* m_edit;
    QToolButton* m_code;
    QToolButton* m_emoji;
    QToolButton* m_send;
    QLabel* m_problem;
    QLabel* m_size;                     // near the limits
    CompletionPopup* m_popup = nullptr; // made with the first offer: only then the window is known
    CompletionRequest m_request;        // what the popup completes
    Candidates m_names, m_rooms;
    QString m_key;
    std::map<QString, Draft> m_drafts;
    MessageLimits m_limits;
    QString m_seen;            // the text as it was last
    bool m_isBrowsing = false; // what changes the text is no typing
    bool m_isQuiet = false;    // what changes it is no news to others

    struct Cycle final // repeated Tab
    {
        QStringList matches;
        qsizetype at = 0;
        int start = 0, length = 0;
    } m_cycle;
};

} // namespace chatroom::clientgui
