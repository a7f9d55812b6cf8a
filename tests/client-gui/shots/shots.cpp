// Draws the client's windows with demo conversations into PNG files: `client-gui_shots FOLDER [SCENE]`.
#include "base/clock.h"
#include "client-gui/chatwindows.h"
#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/demoserver.h"
#include "client-gui/dialogs/keysdialog.h"
#include "client-gui/dialogs/namedialog.h"
#include "client-gui/dialogs/preferencesdialog.h"
#include "client-gui/dialogs/roomsdialog.h"
#include "client-gui/dialogs/switcher.h"
#include "client-gui/join/joinwindow.h"
#include "client-gui/join/namefield.h"
#include "client-gui/mainwindow.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panels/conversationpane.h"
#include "client-gui/settings.h"
#include "client-gui/shots/historyshots.h"
#include "client-gui/shots/messageshots.h"
#include "client-gui/shots/peopleshots.h"
#include "client-gui/windowactions.h"
#include "client/secrets.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

#include <cstring>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using clientgui::ChatWindows;
using tests::DemoServer;

namespace {

QString folder;

void save(QWidget& widget, const QString& name)
{
    for (int i = 0; i < 5; ++i)
        QApplication::processEvents();
    QTest::qWait(30);
    widget.grab().save(QDir(folder).filePath(name + u".png"_s));
}

QDateTime ago(int minutes)
{
    return QDateTime::currentDateTimeUtc().addSecs(-60 * minutes);
}

void fillPeople(DemoServer& server)
{
    server.people = {"@Ann",
                     "@Bob",
                     "Carl",
                     "Dora",
                     "Emil",
                     "Fatima",
                     "Grace-Hopper-Fan-Club-President",
                     "Hana",
                     "Igor",
                     "Jun",
                     "+Kasia",
                     "Lea",
                     "Mohammed",
                     "Nora",
                     "\xD7\x93\xD7\xA0\xD7\x94",
                     "Priya",
                     "Quentin",
                     "Rosa",
                     "\xD8\xB3\xD8\xA7\xD8\xB1\xD8\xA9"};
    server.away = {"Carl", "Nora", "Igor"};
}

void fillLobby(DemoServer& server)
{
    const QByteArray room = "#lobby";
    server.saySomething("Ann", room, "Good morning, everybody", ago(1500));
    server.saySomething("Bob", room, "Morning. The printer on the second floor is fixed.", ago(1498));
    server.happen("Zoe", "JOIN #lobby", ago(130));
    server.happen("Yuri", "JOIN #lobby", ago(129));
    server.happen("Xenia", "JOIN #lobby", ago(128));
    server.happen("Will", "JOIN #lobby", ago(127));
    server.happen("Zoe", "QUIT :Connection lost", ago(120));
    server.saySomething("Ann", room, "The plan for today is at https://wiki.example/plans/2026?week=48 and I will be in the small room.",
                        ago(62));
    server.saySomething("Ann", room, "Does anybody have the key to the cupboard?", ago(61));
    server.saySomething("Dora", room, "I have it. Run `make deploy` before you leave, it needs the new certificate.", ago(40));
    server.saySomething("\xD8\xB3\xD8\xA7\xD8\xB1\xD8\xA9", room,
                        "\xD8\xB5\xD8\xA8\xD8\xA7\xD8\xAD \xD8\xA7\xD9\x84\xD8\xAE\xD9\x8A\xD8\xB1\xD8\x8C "
                        "\xD8\xA7\xD9\x84\xD8\xA7\xD8\xAC\xD8\xAA\xD9\x85\xD8\xA7\xD8\xB9 \xD9\x81\xD9\x8A Room 4 \xD8\xA8\xD8\xB9\xD8\xAF "
                        "\xD8\xA7\xD9\x84\xD8\xB8\xD9\x87\xD8\xB1",
                        ago(30));
    server.saySomething("\xD7\x93\xD7\xA0\xD7\x94", room,
                        "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD7\x9C\xD7\x9B\xD7\x95\xD7\x9C\xD7\x9D, \xD7\x90\xD7\xA0\xD7\x99 "
                        "\xD7\x91\xD7\x93\xD7\xA8\xD7\x9A",
                        ago(29));
    server.saySomething("Bob", room, "\xF0\x9F\x8E\x89\xF0\x9F\x91\x8D", ago(28));
    server.saySomething(
        "Grace-Hopper-Fan-Club-President", room,
        "This is a longer message that wraps over several lines, so that one can see how the text is set, whether the lines keep their "
        "distance, and where the column ends on a wide screen. It goes on for a while, as such messages do, and then it stops.",
        ago(27));
    server.saySomething("Emil", room,
                        "\x01"
                        "ACTION opens the window\x01",
                        ago(20));
    server.saySomething("Ann", room, "Maria: could you look at the draft when you have a minute?", ago(12));
    server.saySomething("Fatima", room, "AveryveryveryverylongwordwithoutasinglespaceinitAveryveryveryverylongwordwithoutasinglespaceinit",
                        ago(9));
}

void openMain(ChatWindows& windows, DemoServer& server)
{
    windows.start(u"Maria"_s, server.address());
    windows.joinWindow().submit();
    QTRY_VERIFY_WITH_TIMEOUT(windows.mainWindow(), 5000);
    QTRY_VERIFY_WITH_TIMEOUT(windows.session()->find(u"#lobby"_s), 5000);
    QTest::qWait(50);
}

void shootJoin(widgets::Theme& theme, const QString& suffix)
{
    const SystemClock clock;
    QTemporaryDir data;
    clientgui::Settings settings(data.path());
    {
        clientgui::JoinWindow join(theme, settings);
        join.setName(u"Maria"_s);
        join.show();
        save(join, u"join-empty-"_s + suffix);
        join.setName(u"Anna Maria"_s);
        join.setAddress(u"192.0.2.7:99999"_s);
        save(join, u"join-bad-name-"_s + suffix);
        join.setName(u"Maria"_s);
        join.setAddress(u"192.0.2.7"_s);
        join.showFailure(u"Nobody answers at 192.0.2.7 port 6697. Is the chatroom running, and is that machine on this network?"_s);
        save(join, u"join-failure-"_s + suffix);
    }
    settings.rememberServer({u"chat.example"_s, u"Maria"_s, {}, QDateTime::currentDateTimeUtc().addDays(-3)});
    settings.rememberServer({u"192.0.2.7:6667"_s, u"Maria"_s, {}, QDateTime::currentDateTimeUtc().addDays(-1)});
    settings.rememberServer({u"school.example"_s, u"Mia"_s, {}, QDateTime::currentDateTimeUtc()});
    clientgui::JoinWindow join(theme, settings);
    join.setName(u"Maria"_s);
    join.show();
    join.findChild<QAbstractButton*>(u"detailsToggle"_s)->click();
    save(join, u"join-remembered-"_s + suffix);
    join.findChild<QAbstractButton*>(u"detailsToggle"_s)->click();
    join.showProgress(u"Connecting"_s);
    save(join, u"join-progress-"_s + suffix);
    join.showNameRefused(u"Maria"_s, u"Somebody is already called Maria here."_s, u"Maria2"_s);
    save(join, u"join-name-in-use-"_s + suffix);
    const QByteArray print("f30a6b19c4d2e87755aa01c9be23f0d1447e9a0c13d58b62ffee7700a1b2c3d4");
    const QByteArray other("0b7c55d2a1904ce3f30a6b19c4d2e87755aa01c9be23f0d1447e9a0c13d58b62");
    join.askTrust(print, {});
    save(join, u"join-trust-"_s + suffix);
    join.askTrust(print, other);
    save(join, u"join-trust-changed-"_s + suffix);
}

void shootEmpty(widgets::Theme& theme, const QString& suffix)
{
    const SystemClock clock;
    QTemporaryDir data;
    clientgui::Settings settings(data.path());
    settings.setShowsComings(false);
    DemoServer server;
    server.topic.clear();
    client::MemorySecretStore secrets;
    ChatWindows windows(clock, theme, settings, secrets);
    openMain(windows, server);
    windows.mainWindow()->resize(900, 600);
    save(*windows.mainWindow(), u"main-empty-"_s + suffix);
}

void shootMain(widgets::Theme& theme, const QString& suffix)
{
    const SystemClock clock;
    QTemporaryDir data;
    clientgui::Settings settings(data.path());
    DemoServer server;
    fillPeople(server);
    server.joinedAt = ago(1501);
    server.rooms = {"#lobby 20 :Ask anything about the house", "#build 12 :What broke, and who mends it", "#lunch 7 :Where to at noon",
                    "#\xD8\xBA\xD8\xB1\xD9\x81\xD8\xA9 3 :\xD8\xA3\xD9\x87\xD9\x84\xD8\xA7", "#garden 1 :"};
    client::MemorySecretStore secrets;
    ChatWindows windows(clock, theme, settings, secrets);
    openMain(windows, server);
    clientgui::MainWindow& main = *windows.mainWindow();
    main.resize(900, 600);
    main.activateWindow();
    fillLobby(server);
    windows.session()->join(u"#build"_s);
    windows.session()->join(u"#a-room-with-a-very-long-name-indeed"_s);
    QTest::qWait(100);
    main.showConversation(windows.session()->find(u"#lobby"_s));
    server.saySomething("Bob", "#build", "The build is red", ago(5));
    server.saySomething("Jun", "#build", "Maria: it is your change, I think", ago(4));
    server.saySomething("Ann", "Maria", "Do you have a minute?", ago(3));
    server.saySomething("Lea", "#a-room-with-a-very-long-name-indeed", "Hello", ago(2));
    QTest::qWait(100);
    clientgui::Composer& composer = main.pane().composer();
    composer.setText(u"```git log --oneline -5```"_s);
    composer.submit();
    composer.setText(u"I cannot say this (refused)"_s);
    composer.submit();
    composer.setText(u"This one is on its way (never confirmed)"_s);
    composer.submit();
    QTest::qWait(150);
    save(main, u"main-900-"_s + suffix);
    main.resize(1600, 1000);
    save(main, u"main-1600-"_s + suffix);
    main.resize(520, 600);
    save(main, u"main-narrow-"_s + suffix);
    main.resize(900, 600);
    composer.setFocus();
    QTest::keyClicks(&composer.edit(), u"/t"_s);
    save(main, u"main-commands-"_s + suffix);
    composer.setText({});
    QTest::keyClicks(&composer.edit(), u":smi"_s);
    save(main, u"main-emoji-"_s + suffix);
    composer.setText(u"/frobnicate now"_s);
    composer.submit();
    main.pane().messages().verticalScrollBar()->setValue(300);
    server.saySomething("Ann", "#lobby", "One more", ago(0));
    QTest::qWait(60);
    save(main, u"main-scrolled-"_s + suffix);
    composer.setText({});
    main.pane().messages().scrollToNewest();

    theme.setFontFactor(1.5);
    main.resize(1100, 750);
    save(main, u"main-large-letters-"_s + suffix);
    theme.setFontFactor(1);
    main.resize(900, 600);
    main.pane().messages().setDensity(clientgui::Density::Compact);
    save(main, u"main-compact-"_s + suffix);
    main.pane().messages().setDensity(clientgui::Density::Comfortable);
    main.showConversation(windows.session()->find(u"Ann"_s));
    save(main, u"main-direct-"_s + suffix);
    main.showConversation(&windows.session()->server());
    save(main, u"main-server-"_s + suffix);
    main.showConversation(windows.session()->find(u"#lobby"_s));
    clientgui::KeysDialog keys(theme, clientgui::WindowActions(theme, main).keys(), &main);
    keys.show();
    save(keys, u"keys-"_s + suffix);
    keys.close();
    clientgui::NameDialog name(theme, u"Maria"_s, &main);
    name.show();
    save(name, u"name-"_s + suffix);
    name.close();

    clientgui::Switcher switcher(theme, *windows.session(), &main);
    switcher.show();
    save(switcher, u"switcher-"_s + suffix);
    clientgui::RoomsDialog rooms(theme, *windows.session(), &main);
    rooms.show();
    QTest::qWait(100);
    save(rooms, u"rooms-"_s + suffix);
    clientgui::PreferencesDialog preferences(theme, settings, &main);
    preferences.show();
    save(preferences, u"preferences-"_s + suffix);
    preferences.close();
    rooms.close();
    switcher.close();
    server.hangUp();
    QTest::qWait(150);
    composer.setText(u"Written while nobody listens"_s);
    composer.submit();
    save(main, u"main-lost-"_s + suffix);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2 && argc != 3) {
        QTextStream(stderr) << "client-gui_shots FOLDER [join|empty|main|history|messages|people]\n";
        return 2;
    }
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    folder = QString::fromLocal8Bit(argv[1]);
    QDir().mkpath(folder);
    for (const auto choice : {widgets::ThemeChoice::Light, widgets::ThemeChoice::Dark}) {
        widgets::Theme theme(application, choice);
        const QString suffix = widgets::themeChoiceName(choice);
        const auto wants = [&](const char* scene) { return argc == 2 || std::strcmp(argv[2], scene) == 0; };
        if (wants("join"))
            shootJoin(theme, suffix);
        if (wants("empty"))
            shootEmpty(theme, suffix);
        if (wants("main"))
            shootMain(theme, suffix);
        if (wants("history"))
            tests::shootHistory(theme, suffix, save);
        if (wants("messages"))
            tests::shootMessages(theme, suffix, save);
        if (wants("people"))
            tests::shootPeople(theme, suffix, save);
    }
    return 0;
}
