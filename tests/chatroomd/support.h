// chatroomd as a process in a home of its own.
#pragma once

#include "server-io/support.h"

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

namespace chatroom::test {

class Service final : public QObject
{
    Q_OBJECT

public:
    Service();
    ~Service() override;
    [[nodiscard]] QString path(const QString& name) const { return m_home.filePath(name); }
    // A file below the home; its name.
    QString write(const QString& name, const QByteArray& contents);
    void setVariable(const QString& name, const QString& value);
    // A command in front of the program, which becomes the program: "nsenter --target 42 --mount".
    void setWrapper(const QStringList& wrapper) { m_wrapper = wrapper; }

    // How many files and connections the next process may have open.
    void setDescriptorLimit(int limit);

    // On a free port of loopback, unless the arguments say where; true as soon as it says that it listens.
    [[nodiscard]] bool start(const QStringList& arguments = {});
    // The same without waiting.
    void begin(const QStringList& arguments = {});
    // Runs to its end; the exit status, -1 when it does not end.
    [[nodiscard]] int run(const QStringList& arguments, const QByteArray& input = {});
    void signal(int number) const;
    [[nodiscard]] const QProcessEnvironment& environment() const { return m_environment; }
    [[nodiscard]] static QString program();
    // The exit status; -1 when it does not end in time, -2 after a crash.
    [[nodiscard]] int end();
    [[nodiscard]] bool isRunning() const { return m_process.state() == QProcess::Running; }

    // Where it said that it listens; 0: it did not.
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] QByteArrayList log() const { return m_out.split('\n').mid(0, m_out.count('\n')); }
    // Waits for a line of the log with all these parts in this order.
    [[nodiscard]] bool logs(const QByteArrayList& parts);
    [[nodiscard]] qsizetype count(const QByteArray& part) const { return m_out.count(part); }
    [[nodiscard]] const QByteArray& out() const { return m_out; }
    [[nodiscard]] const QByteArray& err() const { return m_err; }

private:
    void launch(const QStringList& arguments);

    QTemporaryDir m_home;
    QProcessEnvironment m_environment;
    QStringList m_wrapper;
    QProcess m_process;
    QByteArray m_out, m_err;
};

} // namespace chatroom::test
