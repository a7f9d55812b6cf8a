#include "client-gui/shots/historyshots.h"

#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/desk.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panels/conversationpane.h"
#include "client-gui/panels/searchpanel.h"
#include "client/models/linemodel.h"

#include <QLineEdit>
#include <QScrollBar>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::tests {

namespace {

using Head = clientgui::HistoryHead::State;

QDateTime ago(int minutes)
{
    return QDateTime::currentDateTimeUtc().addSecs(-60 * minutes);
}

void fill(DemoServer& server)
{
    server.people = {"@Ann", "Bob", "Carl", "Dora", "Emil", "Grace-Hopper-Fan-Club-President"};
    server.keepsHistory = true;
    server.joinedAt = ago(40);
    DemoHistory& history = server.history;
    history.add("#lobby", "Ann", "Shall we move the meeting to Thursday? The room is taken on Wednesday.", ago(60 * 24 * 400));
    history.add("#lobby", "Bob", "Thursday is fine for me, the meeting can take an hour.", ago(60 * 24 * 399));
    history.add("#lobby", "Grace-Hopper-Fan-Club-President",
                "I wrote down what we said in the last meeting: the printer stays on the second floor, the new cupboard goes to the small "
                "room, and whoever has the key brings it along. The rest of the list is on the wiki, as always, and it is quite long.",
                ago(60 * 24 * 30));
    history.add("#lobby", "Dora",
                "Who has the key? It is in a text that is so long that the match would be out of sight, so it begins "
                "shortly before the place where somebody says meeting and goes on after it",
                ago(60 * 24 * 3));
    history.add("#lobby", "Emil", "Meeting!", ago(60 * 26));
    for (int i = 0; i < 30; ++i)
        history.add("#lobby",
                    i % 4 == 0   ? "Carl"
                    : i % 4 == 1 ? "Ann"
                                 : "Bob",
                    i % 3 == 0 ? "The build is green again, thank you" : "I will have a look at it after lunch, it cannot be much",
                    ago(300 - i * 5));
    history.add("#a-room-with-a-very-long-name-indeed", "Ann", "The meeting of the long names", ago(60 * 5));
}

// Twice: what folds away makes room.
void resize(QWidget& window, int width, int height)
{
    window.resize(width, height);
    QTest::qWait(20);
    window.resize(width, height);
}

void search(clientgui::MainWindow& main, const QString& text, bool isEverywhere)
{
    QTest::keyClick(&main, Qt::Key_F, isEverywhere ? Qt::ControlModifier | Qt::ShiftModifier : Qt::ControlModifier);
    QLineEdit& edit = main.search().edit();
    edit.clear();
    edit.setFocus();
    QTest::keyClicks(&edit, text);
    QTest::keyClick(&edit, Qt::Key_Return);
    QTest::qWait(150);
}

void shootHeads(Desk& desk, const QString& suffix, const SaveShot& save)
{
    clientgui::MainWindow& main = desk.main();
    clientgui::MessageView& messages = main.pane().messages();
    messages.verticalScrollBar()->setValue(0);
    messages.setHistory(Head::Loading, {});
    messages.verticalScrollBar()->setValue(0);
    save(main, u"history-loading-"_s + suffix);
    messages.setHistory(Head::Beginning, u"This is the beginning of #lobby"_s);
    messages.verticalScrollBar()->setValue(0);
    save(main, u"history-beginning-"_s + suffix);
    messages.setHistory(Head::Failed, u"The server did not answer within 30 seconds. Is the chatroom still running?"_s);
    messages.verticalScrollBar()->setValue(0);
    messages.setFocus();
    QTest::keyClick(&messages, Qt::Key_Tab);
    save(main, u"history-failed-"_s + suffix);
    resize(main, 380, 600);
    messages.verticalScrollBar()->setValue(0);
    save(main, u"history-failed-narrow-"_s + suffix);
    resize(main, 900, 600);
}

void shootGap(Desk& desk, DemoServer& server, const QString& suffix, const SaveShot& save)
{
    server.holdsAnswers = true; // or it would be filled at once
    client::LineModel& lines = desk.find(u"#lobby"_s)->lines();
    client::ChatLine gap;
    gap.id = client::LineId{1'000'000};
    gap.kind = client::LineKind::Gap;
    const int at = std::max(1, lines.rowCount() - 6);
    const client::LineId read = lines.line(at - 1).id;
    lines.insertBefore(lines.line(at).id, {gap});
    clientgui::MessageView& messages = desk.main().pane().messages();
    messages.setLastRead(read);
    messages.scrollToNewest();
    save(desk.main(), u"history-gap-"_s + suffix);
    resize(desk.main(), 400, 600);
    save(desk.main(), u"history-gap-narrow-"_s + suffix);
    resize(desk.main(), 900, 600);
    lines.remove(gap.id);
    server.answerHeld();
    QTest::qWait(50);
}

void shootSearch(Desk& desk, DemoServer& server, const QString& suffix, const SaveShot& save)
{
    clientgui::MainWindow& main = desk.main();
    QTest::keyClick(&main, Qt::Key_F, Qt::ControlModifier);
    save(main, u"search-idle-"_s + suffix);
    search(main, u"meeting"_s, false);
    QTest::keyClick(&main.search().edit(), Qt::Key_Down);
    QTest::keyClick(&main.search().edit(), Qt::Key_Down);
    save(main, u"search-results-"_s + suffix);
    QTest::keyClick(&main.search().edit(), Qt::Key_Return);
    QTest::qWait(150);
    save(main, u"search-jumped-"_s + suffix);
    search(main, u"meeting"_s, true);
    resize(main, 1400, 800);
    save(main, u"search-everywhere-"_s + suffix);
    resize(main, 640, 600);
    save(main, u"search-narrow-"_s + suffix);
    resize(main, 400, 600);
    save(main, u"search-very-narrow-"_s + suffix);
    resize(main, 900, 600);
    search(main, u"unicorn with a really long name that does not fit"_s, false);
    save(main, u"search-nothing-"_s + suffix);
    server.history.searchFailure = "The history cannot be read just now";
    search(main, u"meeting"_s, false);
    save(main, u"search-failed-"_s + suffix);
    server.history.searchFailure.clear();
    main.search().close();
}

} // namespace

void shootHistory(widgets::Theme& theme, const QString& suffix, const SaveShot& save)
{
    DemoServer server;
    fill(server);
    Desk desk(theme);
    if (!desk.join(u"Maria"_s, server.address()))
        qFatal("Nobody let us in");
    clientgui::MainWindow& main = desk.main();
    resize(main, 900, 600);
    (void)desk.look();
    main.showConversation(desk.find(u"#lobby"_s));
    QTest::qWait(200);
    for (int i = 0; i < 14; ++i)
        server.saySomething(i % 4 == 0 ? "Ann" : "Bob", "#lobby",
                            i % 3 == 0 ? "Has anybody seen the key to the cupboard?" : "Not since Monday, I think", ago(30 - 2 * i));
    QTest::qWait(150);
    save(main, u"history-start-"_s + suffix);
    shootHeads(desk, suffix, save);
    shootGap(desk, server, suffix, save);
    shootSearch(desk, server, suffix, save);
    server.hangUp();
    QTest::qWait(200);
    desk.type(u"Said while nobody listens"_s);
    desk.type(
        u"And one more, which is rather long so that it takes more than one line: one sees whether the clock stands where it should"_s);
    save(main, u"history-waiting-"_s + suffix);
}

} // namespace chatroom::tests
