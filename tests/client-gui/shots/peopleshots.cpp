#include "client-gui/shots/peopleshots.h"

#include "client-gui/account/accountmenu.h"
#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/desk.h"
#include "client-gui/dialogs/roomrenamedialog.h"
#include "client-gui/emoji/emojipicker.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panels/conversationpane.h"
#include "client-gui/panels/peoplepanel.h"
#include "client/models/peoplemodel.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QHelpEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QTest>
#include <QToolButton>
#include <QToolTip>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::tests {

namespace {

QDateTime ago(int minutes)
{
    return QDateTime::currentDateTimeUtc().addSecs(-60 * minutes);
}

void fill(DemoServer& server)
{
    server.people = {"@Ann", "Bob", "Carl", "Dora", "Emil", "Grace-Hopper-Fan-Club-President", "Helper", "Igor", "Jun", "Lea"};
    server.away = {"Carl", "Igor"};
    server.accounts.offersAccounts = true;
    server.accounts.offersProfiles = true;
    server.more = " draft/multiline=max-bytes=40000,max-lines=500 draft/message-redaction draft/channel-rename account-tag";
    server.moreSupport = " MONITOR=100";
    server.joinedAt = ago(60);
}

void tell(DemoServer& server, const QByteArray& who, const QByteArray& key, const QByteArray& value)
{
    server.say(":demo METADATA " + who + ' ' + key + " * :" + value);
}

void tellPeople(DemoServer& server)
{
    tell(server, "Ann", "display-name", "Ann Marie Lindqvist");
    tell(server, "Ann", "status", "In the small room until noon");
    tell(server, "Ann", "pronouns", "she/her");
    tell(server, "Ann", "homepage", "https://ann.example");
    tell(server, "Bob", "status", "At lunch");
    tell(server, "Dora", "display-name", "Dora");
    tell(server, "Dora", "status", "Working from home today, write to me here and I will answer as soon as I can");
    tell(server, "Jun", "display-name", "\xE7\xB4\x94");
    tell(server, "Lea", "display-name", "A Really Long Shown Name That Does Not Fit In Any Panel");
    server.say(":Ann!ann@192.0.2.7 ACCOUNT ann");
    server.say("@bot :Helper!helper@192.0.2.7 PRIVMSG #lobby :The build is green again");
}

void resize(QWidget& window, int width, int height)
{
    window.resize(width, height);
    QTest::qWait(20);
    window.resize(width, height);
}

void answer(Desk& desk, int fromEnd)
{
    client::LineModel& lines = desk.find(u"#lobby"_s)->lines();
    Q_EMIT desk.main().pane().messages().replyAsked(lines.line(lines.rowCount() - fromEnd).id);
}

void shootWriting(Desk& desk, DemoServer& server, const QString& suffix, const SaveShot& save)
{
    clientgui::MainWindow& main = desk.main();
    clientgui::Composer& composer = main.pane().composer();
    server.say("@+typing=active :Bob!bob@192.0.2.7 TAGMSG #lobby");
    QTest::qWait(50);
    answer(desk, 2);
    composer.setText(u"Try this:\n```\nfor file in *.log; do\n    gzip \"$file\"\ndone\n```"_s);
    save(main, u"people-writing-"_s + suffix);
    resize(main, 380, 560);
    server.say("@+typing=active :Ann!ann@192.0.2.7 TAGMSG #lobby");
    QTest::qWait(50);
    save(main, u"people-writing-narrow-"_s + suffix);
    resize(main, 900, 600);
    composer.setText(QString(36'500, u'x'));
    save(main, u"people-near-limit-"_s + suffix);
    composer.setText(QString(41'000, u'x'));
    save(main, u"people-over-limit-"_s + suffix);
    composer.setText({});
    composer.setReply({});
}

void shootPicker(Desk& desk, const QString& suffix, const SaveShot& save)
{
    QTest::mouseClick(&desk.main().pane().composer().emojiButton(), Qt::LeftButton);
    auto* picker = desk.main().findChild<clientgui::EmojiPicker*>();
    save(*picker, u"people-emoji-"_s + suffix);
    picker->findChild<QToolButton*>(u"emojiGroup3"_s)->click();
    QTest::keyClick(&picker->edit(), Qt::Key_Down);
    QTest::keyClick(&picker->edit(), Qt::Key_Right);
    save(*picker, u"people-emoji-group-"_s + suffix);
    QTest::keyClicks(&picker->edit(), u"cele"_s);
    save(*picker, u"people-emoji-search-"_s + suffix);
    picker->edit().setText(u"xylophone lessons"_s);
    save(*picker, u"people-emoji-nothing-"_s + suffix);
    picker->close();
}

void shootDialog(Desk& desk, const QString& name, const SaveShot& save, const std::function<void()>& open,
                 const std::function<void(QDialog&)>& fill = {})
{
    open();
    QTest::qWait(50);
    const QList<QDialog*> dialogs = desk.main().findChildren<QDialog*>();
    if (dialogs.isEmpty())
        return;
    if (fill)
        fill(*dialogs.back());
    save(*dialogs.back(), name);
    dialogs.back()->close();
    QTest::qWait(30);
}

void setField(QDialog& dialog, const QString& name, const QString& text)
{
    dialog.findChild<QLineEdit*>(name)->setText(text);
}

void shootAccount(Desk& desk, DemoServer& server, const QString& suffix, const SaveShot& save)
{
    clientgui::AccountMenu& account = desk.main().account();
    auto* menu = desk.main().findChild<QMenu*>(u"selfMenu"_s);
    if (!menu) {
        for (QWidget* top : QApplication::topLevelWidgets()) {
            if (top->objectName() == u"selfMenu")
                menu = qobject_cast<QMenu*>(top);
        }
    }
    const auto shootMenu = [&](const QString& name) {
        menu->popup(QPoint(10, 10));
        save(*menu, name);
        menu->close();
    };
    shootMenu(u"people-menu-"_s + suffix);
    const auto keep = [&] { account.keepName(); };
    shootDialog(desk, u"people-keep-"_s + suffix, save, keep);
    shootDialog(desk, u"people-keep-weak-"_s + suffix, save, keep,
                [](QDialog& dialog) { setField(dialog, u"newPassword"_s, u"maria123"_s); });
    shootDialog(desk, u"people-keep-strong-"_s + suffix, save, keep, [](QDialog& dialog) {
        setField(dialog, u"newPassword"_s, u"lamp-otter-violin-7"_s);
        dialog.findChild<QAction*>(u"newPasswordEye"_s)->trigger();
    });
    server.accounts.refusesPassword = "WEAK_PASSWORD Too short";
    shootDialog(desk, u"people-keep-refused-"_s + suffix, save, keep, [](QDialog& dialog) {
        setField(dialog, u"newPassword"_s, u"lamp-otter"_s);
        dialog.findChild<QAbstractButton*>(u"accountTake"_s)->click();
        QTest::qWait(100);
    });
    server.accounts.refusesPassword.clear();
    shootDialog(desk, u"people-sign-in-"_s + suffix, save, [&] { account.signIn(); });
    shootDialog(desk, u"people-sign-in-refused-"_s + suffix, save,
                [&] { account.ask(u"Maria"_s, u"The password for Maria is another one."_s); });
    account.keepName();
    QTest::qWait(50);
    auto* dialog = desk.main().findChild<QDialog*>(u"keepNameDialog"_s);
    setField(*dialog, u"newPassword"_s, u"lamp-otter-violin-7"_s);
    dialog->findChild<QAbstractButton*>(u"accountTake"_s)->click();
    QTest::qWait(150);
    save(desk.main(), u"people-kept-"_s + suffix);
    shootMenu(u"people-menu-signed-in-"_s + suffix);
    shootDialog(desk, u"people-change-password-"_s + suffix, save, [&] { account.changePassword(); });
    shootDialog(desk, u"people-delete-account-"_s + suffix, save, [&] { account.deleteAccount(); });
}

void shootProfiles(Desk& desk, const QString& suffix, const SaveShot& save)
{
    clientgui::AccountMenu& account = desk.main().account();
    shootDialog(
        desk, u"people-profile-"_s + suffix, save, [&] { account.editProfile(); },
        [](QDialog& dialog) {
            setField(dialog, u"profileName"_s, u"Maria Sk\u0142odowska"_s);
            setField(dialog, u"profileStatus"_s, u"In the laboratory"_s);
            setField(dialog, u"profilePronouns"_s, u"she/her"_s);
        });
    shootDialog(
        desk, u"people-profile-wrong-"_s + suffix, save, [&] { account.editProfile(); },
        [](QDialog& dialog) {
            setField(dialog, u"profileName"_s, u"A Really Long Shown Name That Does Not Fit In Any Panel At All"_s);
            setField(dialog, u"profileStatus"_s, u"And a status that goes on for much longer than anybody would ever want to read it"_s);
            setField(dialog, u"profileHomepage"_s, u"my page"_s);
        });
    shootDialog(desk, u"people-status-"_s + suffix, save, [&] { account.editStatus(); });
    clientgui::RoomRenameDialog rename(desk.theme(), u"#lobby"_s, &desk.main());
    rename.show();
    rename.findChild<QLineEdit*>(u"roomNewName"_s)->setText(u"the garden"_s);
    save(rename, u"people-rename-"_s + suffix);
}

void shootCard(Desk& desk, const QString& suffix, const SaveShot& save)
{
    QListView& list = desk.main().people().list();
    const QRect row = list.visualRect(list.model()->index(0, 0));
    QHelpEvent help(QEvent::ToolTip, row.center(), list.viewport()->mapToGlobal(row.center()));
    QApplication::sendEvent(list.viewport(), &help);
    QTest::qWait(50);
    for (QWidget* top : QApplication::topLevelWidgets()) {
        if (top->inherits("QTipLabel") && top->isVisible())
            save(*top, u"people-card-"_s + suffix);
    }
    QToolTip::hideText();
}

void shootJoin(widgets::Theme& theme, const QString& suffix, const SaveShot& save)
{
    DemoServer server;
    fill(server);
    server.accounts.passwords["Maria"] = "lamp-otter-violin-7";
    Desk desk(theme);
    desk.windows().start(u"Maria"_s, server.address());
    clientgui::JoinWindow& join = desk.joinWindow();
    join.findChild<QToolButton*>(u"passwordToggle"_s)->click();
    save(join, u"people-join-password-"_s + suffix);
    join.findChild<QToolButton*>(u"passwordToggle"_s)->click();
    join.submit();
    QTest::qWait(200);
    save(join, u"people-join-sign-in-"_s + suffix);
    join.findChild<QLineEdit*>(u"signInPassword"_s)->setText(u"wrong"_s);
    join.findChild<QAbstractButton*>(u"signInTake"_s)->click();
    QTest::qWait(200);
    save(join, u"people-join-sign-in-wrong-"_s + suffix);
    join.findChild<QAbstractButton*>(u"signInOther"_s)->click();
    save(join, u"people-join-other-name-"_s + suffix);
}

} // namespace

void shootPeople(widgets::Theme& theme, const QString& suffix, const SaveShot& save)
{
    shootJoin(theme, suffix, save);
    DemoServer server;
    fill(server);
    Desk desk(theme);
    if (!desk.join(u"Maria"_s, server.address()))
        qFatal("Nobody let us in");
    clientgui::MainWindow& main = desk.main();
    resize(main, 900, 600);
    (void)desk.look();
    main.showConversation(desk.find(u"#lobby"_s));
    server.saySomething("Ann", "#lobby", "Who has the logs of last week? They fill the disk.", ago(30));
    server.saySomething("Grace-Hopper-Fan-Club-President", "#lobby",
                        "I have them, and they are large. How do I make them smaller without losing anything, and how long does it take?",
                        ago(20));
    tellPeople(server);
    QTest::qWait(150);
    save(main, u"people-main-"_s + suffix);
    shootCard(desk, suffix, save);
    shootWriting(desk, server, suffix, save);
    shootPicker(desk, suffix, save);
    shootAccount(desk, server, suffix, save);
    shootProfiles(desk, suffix, save);
    main.showConversation(&desk.session().openDirect(u"Ann"_s));
    server.say(":demo 731 Maria :Ann");
    QTest::qWait(100);
    save(main, u"people-not-here-"_s + suffix);
}

} // namespace chatroom::tests
