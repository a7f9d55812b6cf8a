// Draws the client's windows for the README: an ordinary morning in an office. `client-gui_pictures FOLDER`.
#include "base/clock.h"
#include "client-gui/chatwindows.h"
#include "client-gui/demoserver.h"
#include "client-gui/join/joinwindow.h"
#include "client-gui/mainwindow.h"
#include "client-gui/settings.h"
#include "client/secrets.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using clientgui::ChatWindows;
using tests::DemoServer;

namespace {

bool save(QWidget& widget, const QDir& folder, const QString& name)
{
    QTest::qWait(50);
    const QString path = folder.filePath(name + u".png"_s);
    if (widget.grab().save(path))
        return true;
    QTextStream(stderr) << "cannot write " << path << '\n';
    return false;
}

// Half past nine, whenever the picture is made.
QDateTime at(int minutes, int days = 0)
{
    return QDateTime(QDate::currentDate().addDays(days), QTime(9, 0)).addSecs(60 * minutes).toUTC();
}

// With an id and tags of its own: answers and reactions name what they are about.
void tell(DemoServer& server, const QByteArray& who, const QByteArray& tags, const QByteArray& rest, const QDateTime& time)
{
    server.say("@time=" + time.toString(Qt::ISODateWithMs).toLatin1() + ';' + tags + " :" + who + "!user@192.0.2.7 " + rest);
}

void react(DemoServer& server, const QByteArray& who, const QByteArray& emoji, const QByteArray& about, const QDateTime& time)
{
    tell(server, who, "+draft/reply=" + about + ";+reply=" + about + ";+draft/react=" + emoji, "TAGMSG #lobby", time);
}

void fill(DemoServer& server)
{
    const QByteArray room = "#lobby";
    server.saySomething("Hana", room, "The new projector is in the big room. Remote is in the drawer.", at(440, -1));
    server.saySomething("Priya", room, "Finally! Does it have sound?", at(443, -1));
    server.saySomething("Tom", room, "It has. Tried it, it is lovely \xF0\x9F\x91\x8D", at(446, -1));
    server.happen("Priya", "JOIN #lobby", at(2));
    server.saySomething("Priya", room, "Good morning", at(3));
    server.saySomething("Tom", room, "Morning! Coffee machine is descaled, enjoy.", at(4));
    server.saySomething("Tom", room, "\xE2\x98\x95\xF0\x9F\x8E\x89", at(4));
    tell(server, "Hana", "msgid=stand-up", "PRIVMSG #lobby :Stand-up at 9:30 in the small room today, the big one is booked.", at(11));
    for (const char* who : {"Priya", "Tom", "Lea"})
        react(server, who, "\xF0\x9F\x91\x8D", "stand-up", at(12));
    react(server, "Mia", "\xF0\x9F\x91\x8D", "stand-up", at(12));
    react(server, "Jun", "\xF0\x9F\x98\x85", "stand-up", at(12));
    tell(server, "Ben", "msgid=late;+draft/reply=stand-up;+reply=stand-up",
         "PRIVMSG #lobby :I will be five minutes late, the tram stands still", at(13));
    server.saySomething("Priya", room, "The notes from yesterday: https://wiki.example/notes/monday", at(18));
    server.saySomething("Ben", room, "If the build complains, run `make clean` once, that was it for me.", at(21));
    server.saySomething("Hana", room, "Mia: could you bring the adapter?", at(24));
}

bool drawMain(widgets::Theme& theme, const QDir& folder, const QString& name)
{
    const SystemClock clock;
    QTemporaryDir data;
    clientgui::Settings settings(data.path());
    DemoServer server;
    server.topic = "Welcome. Stand-up at half past nine";
    server.people = {"@Hana", "Ben", "Carla", "Emil", "Jun", "Lea", "Nora", "Omar", "Priya", "Rosa", "Tom"};
    server.away = {"Carla", "Omar"};
    server.joinedAt = at(430, -1);
    server.answersAt = at(25);
    client::MemorySecretStore secrets;
    ChatWindows windows(clock, theme, settings, secrets);
    windows.start(u"Mia"_s, server.address());
    windows.joinWindow().submit();
    if (!QTest::qWaitFor([&] { return windows.mainWindow() && windows.session()->find(u"#lobby"_s); }))
        return false;
    clientgui::MainWindow& main = *windows.mainWindow();
    main.resize(1200, 750);
    server.topic = {};
    for (const QString& room : {u"#build"_s, u"#lunch"_s})
        windows.session()->join(room);
    if (!QTest::qWaitFor([&] { return windows.session()->find(u"#lunch"_s) != nullptr; }))
        return false;
    main.showConversation(windows.session()->find(u"#lobby"_s));
    QTest::qWait(100); // the rooms come to rest
    fill(server);
    server.saySomething("Emil", "#lunch", "Noodles or the market?", at(20));
    server.saySomething("Rosa", "#lunch", "Market, the sun is out", at(22));
    server.saySomething("Tom", "Mia", "Do you have a minute later?", at(23));
    if (!QTest::qWaitFor([&] { return windows.session()->find(u"Tom"_s) != nullptr; }))
        return false;
    windows.session()->send(*windows.session()->find(u"#lobby"_s), u"On its way, it is in my bag"_s);
    QTest::qWait(200);
    return save(main, folder, name);
}

bool drawJoin(widgets::Theme& theme, const QDir& folder, const QString& name)
{
    QTemporaryDir data;
    clientgui::Settings settings(data.path());
    settings.rememberServer({u"school.example"_s, u"Mia"_s, {}, QDateTime::currentDateTimeUtc().addDays(-3)});
    settings.rememberServer({u"192.168.1.20"_s, u"Mia"_s, {}, QDateTime::currentDateTimeUtc()});
    clientgui::JoinWindow join(theme, settings);
    join.setName(u"Mia"_s);
    join.show();
    return save(join, folder, name);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    const QDir folder(application.arguments().value(1, u"."_s));
    if (!folder.mkpath(u"."_s))
        return 1;
    widgets::Theme theme(application, widgets::ThemeChoice::Light);
    if (!drawJoin(theme, folder, u"join-light"_s) || !drawMain(theme, folder, u"client-light"_s))
        return 1;
    theme.setChoice(widgets::ThemeChoice::Dark);
    return drawMain(theme, folder, u"client-dark"_s) ? 0 : 1;
}
