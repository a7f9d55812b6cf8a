// What the pages do: people are spoken to, removed, kept out; the log is narrowed, paused and saved; settings take effect.
#include "pages/logpage.h"
#include "pages/roomspage.h"
#include "pages/settingspage.h"
#include "windowfixture.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace chatroom;
using namespace chatroom::servergui;
using namespace chatroom::servergui::test;
using namespace Qt::Literals::StringLiterals;

class PagesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light); }
    void cleanupTestCase() { m_theme.reset(); }
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>(*m_theme);
        m_fixture->open();
        m_ada = std::make_unique<Visitor>(m_fixture->port());
        QVERIFY(m_ada->comeIn("ada"));
        m_ada->send("JOIN #lobby");
        QVERIFY(m_ada->hears("JOIN #lobby"));
    }
    void cleanup()
    {
        m_ada.reset();
        m_fixture.reset();
    }

    void nothingCanBeDoneToNobody()
    {
        for (const QString& name : {u"message"_s, u"kick"_s, u"disconnect"_s, u"ban"_s})
            QVERIFY(!action(u"peoplePage"_s, name).isEnabled());
        QVERIFY(m_fixture->choose(u"peoplePage"_s, u"ada"_s));
        for (const QString& name : {u"message"_s, u"kick"_s, u"disconnect"_s, u"ban"_s})
            QVERIFY(action(u"peoplePage"_s, name).isEnabled());
    }

    void aMessageReachesThePerson()
    {
        QVERIFY(m_fixture->choose(u"peoplePage"_s, u"ada"_s));
        action(u"peoplePage"_s, u"message"_s).trigger();
        QVERIFY(m_fixture->answer(u"lineDialog"_s, u"line"_s, u"Please come to the door"_s));
        QVERIFY(m_ada->hears("Please come to the door"));
    }

    void anEmptyMessageIsNotSent()
    {
        QVERIFY(m_fixture->choose(u"peoplePage"_s, u"ada"_s));
        action(u"peoplePage"_s, u"message"_s).trigger();
        QVERIFY(!m_fixture->answer(u"lineDialog"_s, u"line"_s, u"  "_s));
    }

    void kickFromTheMenu()
    {
        QVERIFY(m_fixture->choose(u"peoplePage"_s, u"ada"_s));
        QTRY_VERIFY(m_fixture->shown(u"peoplePage"_s).contains(u"#lobby"_s));
        auto* rooms = m_fixture->window().findChild<QMenu*>(u"kickRooms"_s);
        QVERIFY(rooms);
        Q_EMIT rooms->aboutToShow();
        QCOMPARE(rooms->actions().size(), 1);
        QCOMPARE(rooms->actions().first()->text(), u"#lobby"_s);
        rooms->actions().first()->trigger();
        QVERIFY(m_fixture->answer(u"lineDialog"_s, u"line"_s, u"calm down"_s));
        QVERIFY(m_ada->hears("KICK #lobby ada"));
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"|Kicked|"_s));
    }

    void disconnect()
    {
        QVERIFY(m_fixture->choose(u"peoplePage"_s, u"ada"_s));
        action(u"peoplePage"_s, u"disconnect"_s).trigger();
        QVERIFY(m_fixture->answer(u"lineDialog"_s, u"line"_s, u"the house closes"_s));
        QVERIFY(m_ada->hears("the house closes"));
        QVERIFY(m_ada->isGone());
        QTRY_COMPARE(m_fixture->table(u"peoplePage"_s).model()->rowCount(), 0);
    }

    void banAndLift()
    {
        QVERIFY(m_fixture->choose(u"peoplePage"_s, u"ada"_s));
        action(u"peoplePage"_s, u"ban"_s).trigger();
        auto* dialog = m_fixture->window().findChild<QDialog*>(u"banDialog"_s);
        QVERIFY(dialog);
        QCOMPARE(dialog->findChild<QLineEdit*>(u"address"_s)->text(), u"127.0.0.1"_s);
        QVERIFY(m_fixture->answer(u"banDialog"_s, u"reason"_s, u"noise"_s));
        QVERIFY(m_ada->isGone());
        QTRY_VERIFY(m_fixture->shown(u"bansPage"_s).contains(u"127.0.0.1|noise|"_s));

        Visitor again(m_fixture->port());
        QVERIFY(again.hears("banned"));
        QVERIFY(m_fixture->choose(u"bansPage"_s, u"127.0.0.1"_s));
        action(u"bansPage"_s, u"lift"_s).trigger();
        QTRY_COMPARE(m_fixture->table(u"bansPage"_s).model()->rowCount(), 0);
        Visitor forgiven(m_fixture->port());
        QVERIFY(forgiven.comeIn("ada"));
    }

    void everybodyIsNotBannedByMistake()
    {
        action(u"bansPage"_s, u"addBan"_s).trigger();
        QVERIFY(!m_fixture->answer(u"banDialog"_s, u"address"_s, u"*@*"_s));
    }

    void theTopicIsSet()
    {
        QVERIFY(m_fixture->choose(u"roomsPage"_s, u"#lobby"_s));
        action(u"roomsPage"_s, u"topic"_s).trigger();
        QVERIFY(m_fixture->answer(u"lineDialog"_s, u"line"_s, u"Say hello"_s));
        QVERIFY(m_ada->hears("TOPIC #lobby :Say hello"));
        QTRY_VERIFY(m_fixture->shown(u"roomsPage"_s).contains(u"Say hello"_s));
    }

    void whatWasSaidIsCountedInTheHistory()
    {
        m_ada->send("JOIN #kitchen");
        m_ada->send("PRIVMSG #kitchen :Who made the coffee?");
        m_ada->send("PRIVMSG #kitchen :Nobody, it seems");
        QVERIFY(m_fixture->choose(u"roomsPage"_s, u"#kitchen"_s));
        QTRY_VERIFY(history(u"#kitchen"_s).toInt() >= 2);
        QVERIFY(history(u"#kitchen"_s).toInt() > history(u"#lobby"_s).toInt());
    }

    void nothingIsCountedWhereNothingIsKept()
    {
        m_ada.reset();
        server::ServerConfig config = m_fixture->config();
        config.durability = server::Durability::None;
        m_fixture->open(config);
        QVERIFY(m_fixture->choose(u"roomsPage"_s, u"#lobby"_s));
        QCOMPARE(history(u"#lobby"_s), u"–"_s);
    }

    void aRoomIsDeletedWithItsHistory()
    {
        m_ada->send("JOIN #kitchen");
        m_ada->send("PRIVMSG #kitchen :Who made the coffee?");
        QTRY_VERIFY(history(u"#kitchen"_s).toInt() > 0);
        QVERIFY(m_fixture->choose(u"roomsPage"_s, u"#kitchen"_s));
        action(u"roomsPage"_s, u"delete"_s).trigger();
        QVERIFY(m_fixture->answer(u"lineDialog"_s, u"line"_s, u"we eat outside now"_s));
        QVERIFY(m_ada->hears("KICK #kitchen ada :we eat outside now"));
        QTRY_VERIFY(!m_fixture->shown(u"roomsPage"_s).contains(u"#kitchen"_s));
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"#kitchen was deleted with its history: we eat outside now"_s));
        m_ada->send("PING :still here");
        QVERIFY(m_ada->hears("still here"));
    }

    void theLobbyOnlyLosesItsHistory()
    {
        m_ada->send("PRIVMSG #lobby :good morning");
        QTRY_VERIFY(history(u"#lobby"_s).toInt() > 0);
        QVERIFY(m_fixture->choose(u"roomsPage"_s, u"#lobby"_s));
        action(u"roomsPage"_s, u"delete"_s).trigger();
        const auto* dialog = m_fixture->window().findChild<QDialog*>(u"lineDialog"_s);
        QVERIFY(dialog);
        QCOMPARE(dialog->findChild<QPushButton*>(u"accept"_s)->text(), u"Delete the history"_s);
        QVERIFY(m_fixture->answer(u"lineDialog"_s, u"line"_s, {}));
        QTRY_COMPARE(history(u"#lobby"_s), u"0"_s);
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"The history of #lobby was deleted|"_s));
        QVERIFY(m_fixture->shown(u"roomsPage"_s).contains(u"#lobby|1|"_s));
    }

    void enterDoesNotDeleteARoom()
    {
        m_ada->send("JOIN #kitchen");
        QVERIFY(m_fixture->choose(u"roomsPage"_s, u"#kitchen"_s));
        action(u"roomsPage"_s, u"delete"_s).trigger();
        auto* dialog = m_fixture->window().findChild<QDialog*>(u"lineDialog"_s);
        QVERIFY(dialog);
        auto* line = dialog->findChild<QLineEdit*>(u"line"_s);
        QTest::keyClicks(line, u"oh"_s);
        const QSignalSpy deleted(&m_fixture->part<RoomsPage>(u"roomsPage"_s), &RoomsPage::deleteEntered);
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(!m_fixture->window().findChild<QDialog*>(u"lineDialog"_s));
        QCOMPARE(deleted.size(), 0);
    }

    void theDeleteKeyAsksFirst()
    {
        m_fixture->part<QListWidget>(u"sidebar"_s).setCurrentRow(3);
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
        QVERIFY(m_fixture->choose(u"roomsPage"_s, u"#lobby"_s));
        m_fixture->table(u"roomsPage"_s).setFocus();
        QTest::keyClick(&m_fixture->table(u"roomsPage"_s), Qt::Key_Delete);
        QTRY_VERIFY(m_fixture->window().findChild<QDialog*>(u"lineDialog"_s));
    }

    void whatIsChosenStaysChosen()
    {
        QVERIFY(m_fixture->choose(u"peoplePage"_s, u"ada"_s));
        Visitor bob(m_fixture->port());
        QVERIFY(bob.comeIn("aaron"));
        QTRY_COMPARE(m_fixture->table(u"peoplePage"_s).model()->rowCount(), 2);
        QVERIFY(m_fixture->table(u"peoplePage"_s).currentIndex().data().toString().startsWith(u"ada"_s));
        QCOMPARE(m_fixture->table(u"peoplePage"_s).currentIndex().row(), 1);
    }

    void peopleAreFiltered()
    {
        Visitor bob(m_fixture->port());
        QVERIFY(bob.comeIn("bob"));
        QTRY_COMPARE(m_fixture->table(u"peoplePage"_s).model()->rowCount(), 2);
        m_fixture->part<QLineEdit>(u"filter"_s, u"peoplePage"_s).setText(u"BO"_s);
        QCOMPARE(m_fixture->table(u"peoplePage"_s).model()->rowCount(), 1);
        m_fixture->part<QLineEdit>(u"filter"_s, u"peoplePage"_s).setText(u"nobody"_s);
        QVERIFY(!m_fixture->table(u"peoplePage"_s).isVisibleTo(&m_fixture->window()));
    }

    void theLogIsFilteredPausedAndSaved()
    {
        m_ada->send("PRIVMSG #lobby :one");
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"#lobby: one"_s));
        m_fixture->part<QPushButton>(u"group2"_s).click();
        QVERIFY(!m_fixture->shown(u"logPage"_s).contains(u"#lobby: one"_s));
        m_fixture->part<QPushButton>(u"group2"_s).click();
        m_fixture->part<QLineEdit>(u"filter"_s, u"logPage"_s).setText(u"one"_s);
        QCOMPARE(m_fixture->table(u"logPage"_s).model()->rowCount(), 1);

        const QString file = m_fixture->path(u"log.txt"_s);
        auto& page = *m_fixture->window().findChild<LogPage*>();
        QVERIFY(page.saveTo(file).has_value());
        QFile saved(file);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        const QByteArray lines = saved.readAll();
        QCOMPARE(lines.count('\n'), 1);
        QVERIFY(lines.contains("\tMessage\tada\t"));

        m_fixture->part<QLineEdit>(u"filter"_s, u"logPage"_s).clear();
        auto& pause = m_fixture->part<QToolButton>(u"pause"_s);
        pause.click();
        m_ada->send("PRIVMSG #lobby :two");
        auto& waiting = m_fixture->part<QLabel>(u"waiting"_s);
        QTRY_VERIFY(waiting.text().contains(u'1'));
        QVERIFY(!m_fixture->shown(u"logPage"_s).contains(u"two"_s));
        pause.click();
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"two"_s));
    }

    void aLogThatCannotBeSavedSaysWhy()
    {
        const auto& page = *m_fixture->window().findChild<LogPage*>();
        const auto done = page.saveTo(m_fixture->path(u"no/such/folder/log.txt"_s));
        QVERIFY(!done.has_value());
        QVERIFY(done.error().contains(u"log.txt"_s));
    }

    void textIsHiddenAndRemembered()
    {
        m_ada->send("PRIVMSG #lobby :secret");
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"secret"_s));
        m_fixture->part<QCheckBox>(u"showText"_s).click();
        QVERIFY(!m_fixture->shown(u"logPage"_s).contains(u"secret"_s));
        m_ada.reset();
        m_fixture->open();
        QVERIFY(!m_fixture->part<QCheckBox>(u"showText"_s).isChecked());
    }

    void settingsTakeEffectAndAreSaved()
    {
        auto& network = m_fixture->part<QLineEdit>(u"network"_s);
        auto& apply = m_fixture->part<QPushButton>(u"apply"_s);
        QVERIFY(!apply.isEnabled());
        network.setText(u"The workshop"_s);
        m_fixture->part<QLineEdit>(u"password"_s).setText(u"open sesame"_s);
        m_fixture->part<QSpinBox>(u"topicLength"_s).setValue(200);
        QVERIFY(apply.isEnabled());
        apply.click();
        QCOMPARE(m_fixture->part<QLabel>(u"outcome"_s).text(), u"Applied and saved."_s);
        QVERIFY(!apply.isEnabled());
        QCOMPARE(m_fixture->saved().size(), 1);
        QCOMPARE(m_fixture->saved().first().network, QByteArray("The workshop"));
        QCOMPARE(m_fixture->saved().first().limits.topicLength, 200);
        QCOMPARE(m_fixture->part<QLabel>(u"chatroomName"_s).text(), u"The workshop"_s);

        Visitor stranger(m_fixture->port());
        stranger.send("PASS wrong");
        stranger.send("NICK stranger");
        stranger.send("USER stranger 0 * :stranger");
        QVERIFY(stranger.hears(" 464 "));
        Visitor friendly(m_fixture->port());
        friendly.send("PASS :open sesame");
        QVERIFY(friendly.comeIn("friendly"));
        m_ada->send("PRIVMSG #lobby :still here");
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"still here"_s));
    }

    void aWrongSettingIsSaidAndNotApplied()
    {
        m_fixture->part<QLineEdit>(u"serverName"_s).setText(u"nodots"_s);
        QVERIFY(m_fixture->part<QLabel>(u"serverNameProblem"_s).text().contains(u"nodots.local"_s));
        QVERIFY(!m_fixture->part<QPushButton>(u"apply"_s).isEnabled());
        m_fixture->part<QPushButton>(u"undo"_s).click();
        QCOMPARE(m_fixture->part<QLineEdit>(u"serverName"_s).text(), u"chat.local"_s);
        QVERIFY(m_fixture->part<QLabel>(u"serverNameProblem"_s).isHidden());
    }

    void aPlaceIsAddedAndRemoved()
    {
        auto& page = *m_fixture->window().findChild<SettingsPage*>();
        m_fixture->part<QPushButton>(u"addListener"_s).click();
        QCOMPARE(page.edited().listen.size(), std::size_t{2});
        QVERIFY(page.isChanged());
        page.findChildren<QToolButton*>(u"removeListener"_s).last()->click();
        QCOMPARE(page.edited().listen.size(), std::size_t{1});
        QVERIFY(!page.isChanged());
        page.findChildren<QToolButton*>(u"removeListener"_s).first()->click();
        QVERIFY(!m_fixture->part<QLabel>(u"placesProblem"_s).text().isEmpty());
        QVERIFY(!page.isValid());
    }

    void whatHasNoFieldIsKept()
    {
        server::ServerConfig config = m_fixture->config();
        config.limits.nickLength = 500;
        config.limits.sendQueueBytes = 12345;
        config.operators = {{"root", "secret"}};
        auto& page = *m_fixture->window().findChild<SettingsPage*>();
        page.setConfig(config);
        QCOMPARE(page.edited(), config);
        QVERIFY(!page.isChanged());
    }

    void aFileThatCannotBeWrittenIsSaid()
    {
        m_fixture->failSaving(u"The disk is full."_s);
        m_fixture->part<QLineEdit>(u"description"_s).setText(u"new"_s);
        m_fixture->part<QPushButton>(u"apply"_s).click();
        QVERIFY(m_fixture->part<QLabel>(u"outcome"_s).text().contains(u"The disk is full."_s));
        QCOMPARE(m_fixture->host().config().description, QByteArray("new"));
    }

private:
    // What the rooms' table says about how much of one is kept.
    QString history(const QString& room)
    {
        const QAbstractItemModel& model = *m_fixture->table(u"roomsPage"_s).model();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row, RoomsModel::Name).data().toString() == room)
                return model.index(row, RoomsModel::History).data().toString();
        }
        return {};
    }
    QAction& action(const QString& page, const QString& name) { return m_fixture->part<QAction>(name, page); }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<WindowFixture> m_fixture;
    std::unique_ptr<Visitor> m_ada;
};

QTEST_MAIN(PagesTest)
#include "tst_pages.moc"
