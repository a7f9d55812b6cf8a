// chatroom: the client window.
#include "base/clock.h"
#include "client-gui/chatwindows.h"
#include "client-gui/keyring.h"
#include "client-gui/settings.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QStandardPaths>
#include <QTextStream>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::main", text);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"chatroom"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(CHATROOM_VERSION));
    QGuiApplication::setApplicationDisplayName(translated("Chatroom"));
    QGuiApplication::setDesktopFileName(u"chatroom"_s);
    QApplication::setWindowIcon(widgets::clientProgramIcon());

    QCommandLineParser parser;
    parser.setApplicationDescription(translated("Joins a chatroom and shows its window."));
    parser.addHelpOption();
    parser.addVersionOption();
    // Not "name": on X11 Qt takes that one for itself.
    const QCommandLineOption nameOption(u"as"_s, translated("The name to join with."), u"name"_s);
    const QCommandLineOption themeOption(u"theme"_s, translated("light, dark or system."), u"theme"_s);
    const QCommandLineOption dataOption(u"data"_s, translated("The folder for settings."), u"folder"_s);
    parser.addOptions({nameOption, themeOption, dataOption});
    parser.addPositionalArgument(u"address"_s, translated("For example 192.0.2.7, 127.0.0.1:6667 or irc://host:6667/#room."),
                                 u"[ADDRESS]"_s);
    parser.process(application);

    const auto chosenTheme = widgets::themeChoiceFromName(parser.value(themeOption));
    const bool isWrong = (parser.isSet(themeOption) && !chosenTheme) || parser.positionalArguments().size() > 1;
    if (isWrong) {
        QTextStream(stderr) << translated("The theme is light, dark or system, and there is one address at most.") << '\n'
                            << parser.helpText();
        return 2;
    }
    const QString folder =
        parser.isSet(dataOption) ? parser.value(dataOption) : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    clientgui::Settings settings(folder);
    widgets::Theme theme(application, chosenTheme.value_or(settings.theme()));
    theme.setFontFactor(settings.fontFactor());
    const SystemClock clock;
    clientgui::Keyring keyring;
    clientgui::ChatWindows windows(clock, theme, settings, keyring);
    windows.start(parser.value(nameOption), parser.positionalArguments().value(0));
    return QApplication::exec();
}
