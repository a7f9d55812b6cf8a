// `chatroom-cli NAME@HOST`: what was said above, one line to type in below.
#pragma once

#include "chataccount.h"
#include "chatmessages.h"
#include "chatsearch.h"
#include "completion.h"
#include "composition.h"
#include "lineeditor.h"
#include "question.h"
#include "run.h"
#include "signalwatch.h"
#include "terminaltext.h"
#include "transcript.h"

#include <QElapsedTimer>
#include <QPointer>

#include <memory>
#include <optional>

namespace chatroom::cli {

class ChatRun final : public Run
{
    Q_OBJECT

public:
    // `watch` outlives this.
    ChatRun(Options options, SignalWatch& watch, Palette palette, QObject* parent = nullptr);
    ~ChatRun() override;

protected:
    void entered() override;
    void lost() override;
    void nameRefused(const QString& name, const QString& why, const QString& suggestion) override;
    void signInNeeded(const QString& account, const QString& why, const std::optional<NameRefusal>& refusal) override;
    void signInMissing() override;
    void trustNeeded(const QByteArray& fingerprint, const QByteArray& known) override;
    void conversationAdded(client::Conversation& conversation) override;

private:
    void connectEditor();
    void handleSignal(SignalWatch::What what);
    void reachEnd();
    void interrupt();
    void handleLine(const QString& line);
    void showBegun(const QString& line, bool wasOpen);
    [[nodiscard]] bool handleOwnCommand(const QString& line);

    void ask(Question question);
    void takeAnswer(const QString& answer);
    void leaveQuestion();
    void forgetQuestion();
    void askName(const QString& suggestion);
    [[nodiscard]] QString signInPrompt(const QString& account) const;

    void showHistory(const QString& typed);
    void showHelp(const QString& about);
    void noteUnsent();
    void note(const QString& text);
    void printRooms();
    void askDirectory();
    void printDirectory();

    void switchTo(client::Conversation& conversation);
    void switchBy(const QString& typed);
    void step(int by);
    [[nodiscard]] QList<client::Conversation*> places();
    void conversationRemoved(client::Conversation* conversation);
    [[nodiscard]] QString typingPart();
    void updatePrompt();
    [[nodiscard]] QStringList completed(const QString& line, int start, const QString& word);

    Palette m_palette;
    std::unique_ptr<LineEditor> m_editor;
    Transcript m_transcript;
    ChatSearch m_search;
    ChatMessages m_messages;
    ChatAccount m_account;
    QPointer<client::Conversation> m_current;
    std::optional<Question> m_question; // that the prompt asks
    Composition m_composition;
    std::optional<NameRefusal> m_nameRefusal; // to a stranger, while the account's password is asked for
    QString m_signInAccount;
    QString m_typing; // who types, as the prompt shows it
    QElapsedTimer m_sinceInterrupt;
    QString m_name; // that was told
    bool m_isListAsked = false;
    bool m_isLost = false;
};

} // namespace chatroom::cli
