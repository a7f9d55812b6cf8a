// The client for a terminal and for scripts.

#include "chatrun.h"
#include "help.h"
#include "historyrun.h"
#include "listruns.h"
#include "messagerun.h"
#include "searchrun.h"
#include "sendrun.h"
#include "signalwatch.h"
#include "tailrun.h"

#include <QCoreApplication>
#include <QProcessEnvironment>

#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <langinfo.h>
#include <unistd.h>

namespace {

using namespace chatroom::cli;
using namespace Qt::Literals::StringLiterals;

// Chatroom speaks UTF-8, and readline asks the locale what a character is.
void useUtf8()
{
    std::setlocale(LC_ALL, "");
    if (std::strcmp(::nl_langinfo(CODESET), "UTF-8") != 0)
        qputenv("LC_ALL", "C.UTF-8");
}

int say(std::FILE* stream, const QString& text, ExitStatus status)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
    return static_cast<int>(status);
}

int complain(const QString& what, ExitStatus status)
{
    return say(stderr, u"chatroom-cli: %1\n"_s.arg(what), status);
}

QString loginName()
{
    const QString user = qEnvironmentVariable("USER");
    return user.isEmpty() ? qEnvironmentVariable("LOGNAME") : user;
}

bool isTerminal()
{
    return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0;
}

Palette paletteOfTerminal()
{
    const bool isPlain = !qEnvironmentVariableIsEmpty("NO_COLOR") || qEnvironmentVariable("TERM") == "dumb"_L1;
    return Palette(!isPlain && ::isatty(STDOUT_FILENO) != 0);
}

std::unique_ptr<Run> makeRun(const Options& options, SignalWatch& watch)
{
    switch (options.mode) {
    case Mode::Send: return std::make_unique<SendRun>(options);
    case Mode::Tail: return std::make_unique<TailRun>(options);
    case Mode::History: return std::make_unique<HistoryRun>(options);
    case Mode::Search: return std::make_unique<SearchRun>(options);
    case Mode::Rooms: return std::make_unique<RoomsRun>(options);
    case Mode::People: return std::make_unique<PeopleRun>(options);
    case Mode::React:
    case Mode::Delete: return std::make_unique<MessageRun>(options);
    case Mode::Chat:
    case Mode::ShowHelp:
    case Mode::ShowVersion: break;
    }
    return std::make_unique<ChatRun>(options, watch, paletteOfTerminal());
}

int execute(const Options& options)
{
    auto passwords = readPasswords(options, QProcessEnvironment::systemEnvironment()); // before the terminal is readline's
    if (!passwords)
        return complain(passwords.error(), ExitStatus::WrongUsage);
    SignalWatch watch;
    std::unique_ptr<Run> run = makeRun(options, watch);
    run->setPasswords(std::move(*passwords));
    Ending ending;
    QObject::connect(
        run.get(), &Run::ended, run.get(),
        [&ending](const Ending& how) {
            ending = how;
            QCoreApplication::quit();
        },
        Qt::QueuedConnection);
    if (options.mode != Mode::Chat) {
        QObject::connect(&watch, &SignalWatch::received, run.get(), [&run](SignalWatch::What what) {
            if (what == SignalWatch::What::Suspend)
                std::raise(SIGSTOP);
            if (what == SignalWatch::What::Interrupt || what == SignalWatch::What::Terminate)
                run->stop();
        });
    }
    QMetaObject::invokeMethod(run.get(), &Run::start, Qt::QueuedConnection);
    QCoreApplication::exec();
    run.reset(); // gives the terminal back before the last word
    return ending.what.isEmpty() ? static_cast<int>(ending.status) : complain(ending.what, ending.status);
}

} // namespace

int main(int argc, char* argv[])
{
    useUtf8();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"chatroom"_s); // with the window: one data folder
    const auto options =
        parseOptions(QCoreApplication::arguments(), QProcessEnvironment::systemEnvironment(), loginName(), QDateTime::currentDateTimeUtc());
    if (!options)
        return complain(options.error().what + u'\n'
                            + QCoreApplication::translate("chatroom-cli", "chatroom-cli --help tells how it is used."),
                        ExitStatus::WrongUsage);
    if (options->mode == Mode::ShowHelp)
        return say(stdout, helpText(), ExitStatus::Ok);
    if (options->mode == Mode::ShowVersion)
        return say(stdout, u"chatroom-cli " CHATROOM_VERSION "\n"_s, ExitStatus::Ok);
    if (options->mode == Mode::Chat && !isTerminal())
        return complain(QCoreApplication::translate(
                            "chatroom-cli", "There is no terminal to chat in. In scripts use chatroom-cli send and chatroom-cli tail."),
                        ExitStatus::WrongUsage);
    return execute(*options);
}
