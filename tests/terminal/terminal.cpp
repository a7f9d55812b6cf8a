#include "terminal/terminal.h"

#include <QFile>
#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <csignal>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace chatroom::test {

namespace {

std::vector<char*> pointers(QList<QByteArray>& strings)
{
    std::vector<char*> all;
    for (QByteArray& string : strings)
        all.push_back(string.data());
    all.push_back(nullptr);
    return all;
}

} // namespace

Terminal::Terminal(int columns, int rows, QObject* parent) : QObject(parent), m_columns(columns), m_rows(rows), m_screen(columns) {}

Terminal::~Terminal()
{
    m_notifier.reset();
    if (m_child > 0 && !m_status) {
        ::kill(m_child, SIGKILL);
        ::waitpid(m_child, nullptr, 0);
    }
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool Terminal::start(const QString& program, const QStringList& arguments, const QProcessEnvironment& environment)
{
    // All that the child needs is made before the fork: behind it nothing may allocate.
    QList<QByteArray> words{QFile::encodeName(program)};
    for (const QString& argument : arguments)
        words.append(argument.toUtf8());
    QList<QByteArray> variables;
    for (const QString& variable : environment.toStringList())
        variables.append(variable.toUtf8());
    const std::vector<char*> argv = pointers(words);
    const std::vector<char*> envp = pointers(variables);
    winsize size{};
    size.ws_col = static_cast<unsigned short>(m_columns);
    size.ws_row = static_cast<unsigned short>(m_rows);

    m_child = ::forkpty(&m_descriptor, nullptr, nullptr, &size);
    if (m_child < 0)
        return false;
    if (m_child == 0) {
        ::execve(argv.front(), argv.data(), envp.data());
        ::_exit(127);
    }
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Terminal::read);
    return true;
}

void Terminal::type(const QByteArray& keys)
{
    qsizetype done = 0;
    while (done < keys.size()) {
        const auto count = ::write(m_descriptor, keys.constData() + done, static_cast<std::size_t>(keys.size() - done));
        if (count < 0 && errno != EINTR)
            return;
        done += std::max<qsizetype>(count, 0);
    }
}

void Terminal::resize(int columns, int rows)
{
    winsize size{};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows);
    ::ioctl(m_descriptor, TIOCSWINSZ, &size); // the kernel sends SIGWINCH
    m_screen.setColumns(columns);
}

void Terminal::raiseSignal(int signal)
{
    if (m_child > 0 && !m_status)
        ::kill(m_child, signal);
}

qsizetype Terminal::count(const QString& text) const
{
    return m_screen.lines().filter(text).size();
}

void Terminal::read()
{
    std::array<char, 4096> buffer; // NOLINT: filled by read
    const auto count = ::read(m_descriptor, buffer.data(), buffer.size());
    if (count <= 0) {
        m_notifier->setEnabled(false); // EIO: the program has closed the terminal
        return;
    }
    const QByteArray bytes(buffer.data(), count);
    m_bytes += bytes;
    m_screen.feed(bytes);
}

std::optional<int> Terminal::exitStatus()
{
    int status = 0;
    if (!m_status && m_child > 0 && ::waitpid(m_child, &status, WNOHANG) == m_child)
        m_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return m_status;
}

} // namespace chatroom::test
