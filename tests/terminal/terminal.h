// A program in a pseudo-terminal, typed at and looked at by a test.
#pragma once

#include "terminal/screen.h"

#include <QByteArray>
#include <QObject>
#include <QProcessEnvironment>
#include <QStringList>

#include <memory>
#include <optional>

class QSocketNotifier;

namespace chatroom::test {

class Terminal final : public QObject
{
    Q_OBJECT

public:
    explicit Terminal(int columns = 80, int rows = 24, QObject* parent = nullptr);
    ~Terminal() override; // kills the program if it still runs

    // False: no pseudo-terminal to be had.
    bool start(const QString& program, const QStringList& arguments, const QProcessEnvironment& environment);
    void type(const QByteArray& keys);
    void resize(int columns, int rows);
    void raiseSignal(int signal);

    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; } // all that it wrote
    [[nodiscard]] const Screen& screen() const { return m_screen; }
    // How often a line of the screen contains `text`.
    [[nodiscard]] qsizetype count(const QString& text) const;
    [[nodiscard]] bool shows(const QString& text) const { return count(text) > 0; }
    // Exit status when it has ended; 128 and the signal's number when one killed it.
    [[nodiscard]] std::optional<int> exitStatus();

private:
    void read();

    int m_columns;
    int m_rows;
    int m_descriptor = -1;
    int m_child = -1;
    std::optional<int> m_status;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_bytes;
    Screen m_screen;
};

} // namespace chatroom::test
