// `chatroom-cli NAME@HOST`: what was said above, one line to type in below.
#pragma once

#include "chatsearch.h"
#include "completion.h"
#include "lineeditor.h"
#include "run.h"
#include "signalwatch.h"
#include "terminaltext.h"
#include "transcript.h"

#include <QElapsedTimer>
#include <QPointer>

#include <functional>
#include <memory>

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
    void trustNeeded(const QByteArray& fingerprint, const QByteArray& known) override;
    void conversationAdded(client::Conversation& conversation) override;

private:
    using Answer = std::function<void(const QString&)>;

    void connectEditor();
    void handleSignal(SignalWatch::What what);
    void interrupt();
    void handleLine(const QString& line);
    [[nodiscard]] bool handleOwnCommand(const QString& line);
    // `ifLeft`: how the run ends when the person leaves instead of answering.
    void ask(const QString& prompt, ExitStatus ifLeft, Answer answer);

    void showHistory(const QString& typed);
    void showHelp(const QString& about);
    void noteUnsent();
    void note(const QString& text);
    void printRooms();
    void printDirectory();

    void switchTo(client::Conversation& conversation);
    void switchBy(const QString& typed);
    void step(int by);
    [[nodiscard]] QList<client::Conversation*> places();
    void conversationRemoved(client::Conversation* conversation);
    void updatePrompt();
    [[nodiscard]] QStringList completed(const QString& line, int start, const QString& word);

    Palette m_palette;
    std::unique_ptr<LineEditor> m_editor;
    Transcript m_transcript;
    ChatSearch m_search;
    QPointer<client::Conversation> m_current;
    Answer m_answer; // to the question that the prompt asks; null: none
    QString m_question;
    ExitStatus m_ifLeft = ExitStatus::Ok;
    QElapsedTimer m_sinceInterrupt;
    QString m_name; // that was told
    bool m_isListAsked = false;
    bool m_isLost = false;
};

} // namespace chatroom::cli
