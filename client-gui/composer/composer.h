// Where messages are written: the field, the button, completion, what was sent before, and a draft for each conversation.
//
// It only says `submitted`; whoever listens sends. What cannot be sent (a wrong command) stays in the field with a line that
// says why. GUI thread.
#pragma once

#include "client-gui/composer/completion.h"
#include "client-gui/composer/inputhistory.h"

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
    void forgetConversation(const QString& key);
    void setCandidates(Candidates names, Candidates rooms);

    [[nodiscard]] QString text() const;
    void setText(const QString& text);
    void mention(const QString& name); // puts the name where the caret is
    void submit();
    void showProblem(const QString& problem); // empty: none
    [[nodiscard]] QString problem() const;
    void takeKey(QKeyEvent* event); // typed elsewhere, meant for the field

    [[nodiscard]] MessageEdit& edit() const { return *m_edit; }

Q_SIGNALS:
    void submitted(const QString& typed);
    void escapePressed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Draft final
    {
        QString text;
        InputHistory history;
    };

    bool handleKey(QKeyEvent* event);
    bool handlePopupKey(QKeyEvent* event);
    bool completeByTab(bool isBackward);
    bool browse(bool isOlder);
    void accept(const QString& inserted);
    void offer();
    void hidePopup();
    [[nodiscard]] std::vector<CompletionItem> itemsFor(const CompletionRequest& request) const;
    void onTextChanged();
    void dress();

    const widgets::Theme& m_theme;
    MessageEdit* m_edit;
    QToolButton* m_send;
    QLabel* m_problem;
    CompletionPopup* m_popup = nullptr; // made with the first offer: only then the window is known
    CompletionRequest m_request;        // what the popup completes
    Candidates m_names, m_rooms;
    QString m_key;
    std::map<QString, Draft> m_drafts;
    bool m_isBrowsing = false;

    struct Cycle final // repeated Tab
    {
        QStringList matches;
        qsizetype at = 0;
        int start = 0, length = 0;
    } m_cycle;
};

} // namespace chatroom::clientgui
