// chatroom-server: the server window.
#include "mainwindow.h"
#include "server/io/serverhost.h"
#include "server/serverconfigfile.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QTextStream>

#include <optional>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;

namespace {

constexpr int kBadStart = 2;

QString translated(const char* text)
{
    return QCoreApplication::translate("chatroom::servergui::main", text);
}

int fail(const QString& what)
{
    QTextStream(stderr) << "chatroom-server: " << what << '\n';
    return kBadStart;
}

struct Start final
{
    QString dataFolder;
    QString configFile; // read where it exists, written by the settings page
    QStringList listen; // instead of the file's listeners
    std::optional<widgets::ThemeChoice> theme;
};

Result<Start, QString> parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(translated("Opens a chatroom on this computer and shows its window."));
    const QCommandLineOption config(u"config"_s, translated("Read and keep the settings in this file."), u"FILE"_s);
    const QCommandLineOption data(u"data"_s, translated("Keep certificate and settings in this folder."), u"DIR"_s);
    const QCommandLineOption listen(u"listen"_s, translated("Listen here, without encryption; may be given several times."),
                                    u"ADDRESS:PORT"_s);
    const QCommandLineOption theme(u"theme"_s, translated("light, dark or system."), u"THEME"_s);
    parser.addOptions({config, data, listen, theme});
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(arguments);
    if (!parser.positionalArguments().isEmpty())
        return Unexpected{translated("unexpected argument \"%1\"").arg(parser.positionalArguments().constFirst())};
    Start start;
    // The same folder as chatroomd's, so that the window and the service are one server.
    const QString usual = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/chatroom"_s;
    start.dataFolder = parser.isSet(data) ? QDir(parser.value(data)).absolutePath() : usual;
    start.configFile = parser.isSet(config) ? parser.value(config) : QDir(start.dataFolder).filePath(u"chatroomd.toml"_s);
    start.listen = parser.values(listen);
    start.theme = widgets::themeChoiceFromName(parser.value(theme));
    if (parser.isSet(theme) && !start.theme)
        return Unexpected{translated("the theme is light, dark or system")};
    if (parser.isSet(config) && !QFile::exists(start.configFile))
        return Unexpected{translated("%1 does not exist").arg(start.configFile)};
    return start;
}

Result<server::ServerConfig, QString> load(const Start& start)
{
    server::ServerConfig config;
    if (QFile::exists(start.configFile)) {
        auto read = server::readConfig(start.configFile);
        if (!read)
            return Unexpected{read.error().toString()};
        config = std::move(*read);
    }
    if (!start.listen.isEmpty())
        config.listen.clear();
    for (const QString& address : start.listen) {
        server::ListenConfig listener;
        listener.address = address;
        config.listen.push_back(listener);
    }
    return config;
}

Result<void, QString> save(const Start& start, const server::ServerConfig& config)
{
    QDir().mkpath(QFileInfo(start.configFile).absolutePath());
    if (const auto written = server::writeConfig(config, start.configFile); !written)
        return Unexpected{translated("The settings could not be saved: %1").arg(written.error().toString())};
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    server::useLeanEventLoops();
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"chatroom-server"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(CHATROOM_VERSION));
    QGuiApplication::setApplicationDisplayName(translated("Chatroom server"));
    QGuiApplication::setDesktopFileName(u"chatroom-server"_s);
    QApplication::setWindowIcon(widgets::serverProgramIcon());

    const auto start = parse(QCoreApplication::arguments());
    if (!start)
        return fail(start.error());
    const auto config = load(*start);
    if (!config)
        return fail(config.error());

    QSettings settings(QDir(start->dataFolder).filePath(u"server-window.ini"_s), QSettings::IniFormat);
    const QString kept = settings.value(u"theme"_s).toString();
    widgets::Theme theme(application, start->theme.value_or(widgets::themeChoiceFromName(kept).value_or(widgets::ThemeChoice::System)));
    server::ServerHost host(start->dataFolder);
    servergui::MainWindow window(
        theme, host, settings,
        {*config, [&](const server::ServerConfig& changed) { return save(*start, changed); }, [&] { return load(*start); }});
    window.show();
    window.start();
    return QApplication::exec();
}
