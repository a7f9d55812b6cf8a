// The one line that a person types in, below what was said: GNU readline in callback mode. Its C globals stay in the
// implementation; nothing else of the program knows readline.
//
// The thread that made it, one at a time in a process. Reads standard input and writes standard output, both terminals.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>

namespace chatroom::cli {

class LineEditor final : public QObject
{
    Q_OBJECT

public:
    // What could stand for `word`, which starts at character `start` of `line`. Each is whole: with what follows it (": ").
    using Completer = std::function<QStringList(const QString& line, int start, const QString& word)>;

    // The history is read from `historyFile` and added to it; empty: none is kept.
    explicit LineEditor(const QString& historyFile, QObject* parent = nullptr);
    ~LineEditor() override; // gives the terminal back as it was

    void setCompleter(Completer completer);
    // `prompt` may hold colours ("\033[...m"); all else in it must be printable.
    void setPrompt(const QString& prompt);
    // Lines above the one being typed, which stays as it is. `text` is printable but for colours and line feeds.
    void print(const QString& text);
    // Whether what is typed now goes into the history: not the answer to a question.
    void setRemembering(bool isRemembering);
    // While secret, nothing is shown of what is typed. A line that was begun before comes back afterwards.
    void setSecret(bool isSecret);
    void reopen(); // after endReached()
    [[nodiscard]] bool isEmpty() const;
    void clearLine();
    void clearScreen();
    void resize();  // the terminal has a new size
    void suspend(); // stops the program until it is continued

Q_SIGNALS:
    void lineEntered(const QString& line);
    void endReached();          // Ctrl+D on an empty line, or the terminal is gone
    void roomStepped(int step); // Alt+Up: -1, Alt+Down: +1

private:
    struct Private;
    std::unique_ptr<Private> m_d;
};

} // namespace chatroom::cli
