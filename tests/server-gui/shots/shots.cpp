// Draws every page of the server window, with nobody there and with twenty people, light and dark, small and large.
//   QT_QPA_PLATFORM=offscreen server-gui_shots FOLDER [--readme] [--rtl]
// --readme: only the picture of the README.
#include "demodata.h"
#include "dialogs/bandialog.h"
#include "dialogs/linedialog.h"
#include "mainwindow.h"
#include "pages/settingspage.h"
#include "sidebar.h"
#include "widgets/theme.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QTableView>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

#include <array>
#include <cmath>

using namespace chatroom;
using namespace chatroom::servergui;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::array<const char*, 7> kPages{"overview", "people", "names", "rooms", "log", "bans", "settings"};

Timestamp now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// Ten minutes of snapshots, so that the chart has something to draw.
void feed(server::ServerHost& host, int people)
{
    const Timestamp end = now();
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
    for (int second = 600; people > 0 && second >= 0; second -= 2) {
        server::ServerSnapshot snapshot = demoSnapshot(end - std::chrono::seconds(second), people);
        messages += static_cast<std::uint64_t>(2 + 2 * std::sin(second / 47.0) + (second % 130 < 14 ? 3 : 0));
        bytes += static_cast<std::uint64_t>(900 + 700 * std::sin(second / 31.0));
        snapshot.startedAt = end - 3h;
        snapshot.messages = messages;
        snapshot.receivedBytes = bytes;
        snapshot.sentBytes = bytes * 12;
        Q_EMIT host.snapshotArrived(snapshot);
    }
    if (people > 0)
        Q_EMIT host.eventsArrived(demoEvents(end), 0);
}

// The usual port where it is free.
int portOrAny(quint16 port)
{
    QTcpServer probe;
    return probe.listen(QHostAddress::Any, port) ? port : 0;
}

// Not by selectRow(), which chooses nothing where the layout runs from right to left.
void choose(QTableView& table, int row)
{
    table.setCurrentIndex(table.model()->index(row, 0));
}

void save(QWidget& widget, const QDir& folder, const QString& name)
{
    QTest::qWait(30);
    const QString path = folder.filePath(name + u".png"_s);
    if (!widget.grab().save(path))
        QTextStream(stderr) << "cannot write " << path << '\n';
}

void drawDialogs(const widgets::Theme& theme, const QDir& folder, const QString& tone)
{
    BanDialog ban(theme, u"a_name_that_fills_all_32_bytes__"_s, u"192.0.2.29"_s, nullptr);
    ban.setAttribute(Qt::WA_DeleteOnClose, false);
    ban.show();
    save(ban, folder, tone + u"-ban"_s);
    LineDialog line(theme,
                    {.title = u"Topic of #lobby"_s,
                     .explanation = u"Everybody in the room sees it above the messages. Leave it empty to take it away."_s,
                     .label = u"Topic"_s,
                     .text = u"Welcome. Say who you are."_s,
                     .accept = u"Set the topic"_s},
                    nullptr);
    line.setAttribute(Qt::WA_DeleteOnClose, false);
    line.show();
    save(line, folder, tone + u"-topic"_s);
}

// What is kept: its settings, the question before a room is deleted, and the strips while it cannot be kept.
void drawHistory(MainWindow& window, server::ServerHost& host, const QDir& folder, const QString& name, int people)
{
    auto* sidebar = window.findChild<Sidebar*>();
    sidebar->setCurrentRow(6);
    auto* scroll = window.findChild<QScrollArea*>(u"settingsScroll"_s);
    auto* survives = window.findChild<QComboBox*>(u"historySurvives"_s);
    scroll->verticalScrollBar()->setValue(survives->mapTo(scroll->widget(), QPoint()).y() - scroll->viewport()->height() / 3);
    survives->setCurrentIndex(1);
    window.findChild<QPushButton*>(u"apply"_s)->click();
    save(window, folder, name + u"-history"_s);
    window.findChild<QLineEdit*>(u"database"_s)->setText(u"mysql://192.0.2.7/chatroom"_s);
    save(window, folder, name + u"-history-wrong"_s);

    sidebar->setCurrentRow(3);
    for (const bool isLobby : {false, true}) {
        choose(*window.findChild<QWidget*>(u"roomsPage"_s)->findChild<QTableView*>(u"table"_s), isLobby ? 3 : 1);
        window.findChild<QAction*>(u"delete"_s)->trigger();
        auto* dialog = window.findChild<QDialog*>(u"lineDialog"_s);
        save(*dialog, folder, name + (isLobby ? u"-delete-lobby"_s : u"-delete-room"_s));
        delete dialog;
    }

    server::ServerSnapshot snapshot = demoSnapshot(now(), people);
    snapshot.storeTrouble =
        "There is no room left on the disk for the database /home/ada/.local/share/chatroom/chatroom.sqlite. Please make "
        "room; then it goes on by itself.";
    Q_EMIT host.snapshotArrived(snapshot);
    save(window, folder, name + u"-trouble"_s);
    Q_EMIT host.adminFailed(u"There is no ban on 192.0.2.7."_s);
    save(window, folder, name + u"-trouble-and-more"_s);
}

// What is asked before a kept name loses its password or its owner, and the new password.
void drawNames(MainWindow& window, server::ServerHost& host, const QDir& folder, const QString& name)
{
    auto* page = window.findChild<QWidget*>(u"namesPage"_s);
    window.findChild<Sidebar*>()->setCurrentRow(2);
    for (const auto& [action, shot] : {std::pair{u"resetPassword"_s, u"-names-reset"_s}, std::pair{u"deleteName"_s, u"-names-delete"_s}}) {
        choose(*page->findChild<QTableView*>(u"table"_s), 1);
        page->findChild<QAction*>(action)->trigger();
        auto* dialog = window.findChild<QDialog*>(u"confirmDialog"_s);
        save(*dialog, folder, name + shot);
        delete dialog;
    }
    for (const auto& [account, shot] : {std::pair{QByteArray("ada"), u"-names-password"_s},
                                        std::pair{QByteArray("a_name_that_fills_all_32_bytes__"), u"-names-password-long"_s}}) {
        Q_EMIT host.passwordReset(account, "k3mw-7xqp-2vhn");
        auto* dialog = window.findChild<QDialog*>(u"newPasswordDialog"_s);
        save(*dialog, folder, name + shot);
        delete dialog;
    }
}

// The settings from top to bottom.
void drawSettings(MainWindow& window, const QDir& folder, const QString& name)
{
    window.findChild<Sidebar*>()->setCurrentRow(6);
    auto* bar = window.findChild<QScrollArea*>(u"settingsScroll"_s)->verticalScrollBar();
    for (int part = 0, at = 0; part < 9; ++part, at += bar->pageStep() * 9 / 10) {
        bar->setValue(at);
        save(window, folder, name + u"-settings-%1"_s.arg(part));
        if (at >= bar->maximum())
            break;
    }
}

void drawWindow(widgets::Theme& theme, const QDir& folder, const QString& tone, QSize size, int people)
{
    const QTemporaryDir data;
    QSettings settings(data.filePath(u"window.ini"_s), QSettings::IniFormat);
    server::ServerHost host(data.path());
    server::ServerConfig config;
    config.network = "The office";
    config.listen = {{u"[::]:%1"_s.arg(portOrAny(6697)), true, {}, {}, false},
                     {u"127.0.0.1:%1"_s.arg(portOrAny(6667)), false, {}, {}, false}};
    MainWindow window(theme, host, settings, {config, {}, {}});
    window.resize(size);
    window.show();
    host.setSnapshotInterval(0ms); // what the server itself counts would come between
    window.start();
    auto* sidebar = window.findChild<Sidebar*>();
    feed(host, people);
    for (int page = 0; page < static_cast<int>(kPages.size()); ++page) {
        sidebar->setCurrentRow(page);
        if (auto* table = window.findChild<QWidget*>(QString::fromLatin1(kPages[static_cast<std::size_t>(page)]) + u"Page"_s)
                              ->findChild<QTableView*>(u"table"_s))
            choose(*table, 1);
        save(window, folder,
             u"%1-%2x%3-%4-%5"_s.arg(tone)
                 .arg(size.width())
                 .arg(size.height())
                 .arg(QString::fromLatin1(kPages[static_cast<std::size_t>(page)]), people == 0 ? u"empty"_s : u"full"_s));
    }
    if (people > 0) {
        const QString name = u"%1-%2x%3"_s.arg(tone).arg(size.width()).arg(size.height());
        drawNames(window, host, folder, name);
        drawSettings(window, folder, name);
    }
    if (people > 0)
        drawHistory(window, host, folder, u"%1-%2x%3"_s.arg(tone).arg(size.width()).arg(size.height()), people);
    if (people == 0) {
        window.stop();
        sidebar->setCurrentRow(0);
        save(window, folder, u"%1-%2x%3-stopped"_s.arg(tone).arg(size.width()).arg(size.height()));
    }
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QDir folder(application.arguments().value(1, u"."_s));
    if (!folder.mkpath(u"."_s))
        return 1;
    if (application.arguments().contains(u"--rtl"_s))
        QApplication::setLayoutDirection(Qt::RightToLeft);
    widgets::Theme theme(application, widgets::ThemeChoice::Light);
    if (application.arguments().contains(u"--readme"_s)) {
        drawWindow(theme, folder, u"light"_s, QSize(1200, 750), 22);
        return 0;
    }
    for (const auto choice : {widgets::ThemeChoice::Light, widgets::ThemeChoice::Dark}) {
        theme.setChoice(choice);
        const QString tone = widgets::themeChoiceName(choice);
        for (const QSize size : {QSize(720, 480), QSize(900, 600), QSize(1600, 1000)}) {
            for (const int people : {0, 22})
                drawWindow(theme, folder, tone, size, people);
        }
        drawDialogs(theme, folder, tone);
    }
    return 0;
}
