#include "passwords.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype kLongest = 1024; // bytes

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom-cli", text);
}

// The terminal of this process, whatever standard input is; without echo, key by key, until it goes.
class QuietTerminal final
{
public:
    QuietTerminal() : m_descriptor(::open("/dev/tty", O_RDWR | O_CLOEXEC)) // NOLINT: variadic
    {
        if (m_descriptor < 0 || ::tcgetattr(m_descriptor, &m_before) != 0)
            return;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
        m_isQuiet = ::tcsetattr(m_descriptor, TCSAFLUSH, &quiet) == 0;
    }
    ~QuietTerminal()
    {
        if (m_isQuiet)
            ::tcsetattr(m_descriptor, TCSAFLUSH, &m_before);
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Q_DISABLE_COPY_MOVE(QuietTerminal)

    [[nodiscard]] bool isQuiet() const { return m_isQuiet; }

    void write(const QByteArray& bytes) const
    {
        [[maybe_unused]] const auto count = ::write(m_descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
    }

    // A key; 0: the terminal is gone.
    [[nodiscard]] char read() const
    {
        char key = 0;
        while (::read(m_descriptor, &key, 1) < 0 && errno == EINTR) {
        }
        return key;
    }

private:
    int m_descriptor;
    termios m_before{};
    bool m_isQuiet = false;
};

// Of UTF-8 the whole character.
void eraseLast(QByteArray& line)
{
    while (!line.isEmpty() && (static_cast<unsigned char>(line.back()) & 0xC0U) == 0x80U)
        line.chop(1);
    line.chop(1);
}

} // namespace

Result<QString, QString> readPasswordFile(const QString& file)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        return Unexpected(tr("The password file %1 cannot be read: %2.").arg(file, source.errorString()));
    const QString password = QString::fromUtf8(source.readLine(kLongest)).trimmed();
    if (password.isEmpty())
        return Unexpected(tr("The password file %1 has no first line.").arg(file));
    return password;
}

Result<QString, QString> askForPassword(const QString& prompt)
{
    constexpr char kCtrlC = 3, kCtrlD = 4, kBackspace = 8, kClear = 21, kDelete = 127;
    const QuietTerminal terminal;
    if (!terminal.isQuiet())
        return Unexpected(tr("There is no terminal to ask for the password. Give --password-file FILE or CHATROOM_PASSWORD."));
    terminal.write(prompt.toUtf8());
    QByteArray line;
    for (char key = terminal.read(); key != '\r' && key != '\n'; key = terminal.read()) {
        if (key == '\0' || key == kCtrlC || (key == kCtrlD && line.isEmpty())) {
            terminal.write("\n");
            return Unexpected(tr("No password was given."));
        }
        if (key == kBackspace || key == kDelete)
            eraseLast(line);
        else if (key == kClear)
            line.clear();
        else if (line.size() < kLongest)
            line += key;
    }
    terminal.write("\n");
    if (line.trimmed().isEmpty())
        return Unexpected(tr("No password was given."));
    return QString::fromUtf8(line.trimmed());
}

Result<Passwords, QString> readPasswords(const Options& options, const QProcessEnvironment& environment)
{
    Passwords passwords;
    const auto read = [](const QString& file, const QString& prompt, QString& into) -> Result<void, QString> {
        const auto password = file == u'-' ? askForPassword(prompt) : readPasswordFile(file);
        if (!password)
            return Unexpected(password.error());
        into = *password;
        return {};
    };
    const bool isOfAccount = !options.account.isEmpty();
    const QString ofChatroom = isOfAccount                      ? options.chatroomPasswordFile
                               : options.passwordFile.isEmpty() ? options.chatroomPasswordFile
                                                                : options.passwordFile;
    if (!ofChatroom.isEmpty()) {
        if (const auto done = read(ofChatroom, tr("Password of the chatroom: "), passwords.chatroom); !done)
            return Unexpected(done.error());
    }
    if (!isOfAccount)
        return passwords;
    QString file = options.passwordFile;
    if (file.isEmpty())
        passwords.account = environment.value(u"CHATROOM_PASSWORD"_s);
    if (!file.isEmpty() || !passwords.account.isEmpty() || !options.key.isEmpty()) {
        if (file.isEmpty())
            return passwords;
    } else if (options.mode == Mode::Chat) {
        file = u"-"_s; // there is somebody to ask
    } else {
        return Unexpected(tr("Say how to sign in as %1: --password-file FILE (- asks on the terminal), CHATROOM_PASSWORD or --key auto.")
                              .arg(options.account));
    }
    if (const auto done = read(file, tr("Password for %1: ").arg(options.account), passwords.account); !done)
        return Unexpected(done.error());
    return passwords;
}

} // namespace chatroom::cli
