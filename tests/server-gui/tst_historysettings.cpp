// The card "History" of the settings: what it shows and writes, and what it says about when that takes effect.
#include "pages/settingspage.h"
#include "windowfixture.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

#include <memory>

using namespace chatroom;
using namespace chatroom::servergui;
using namespace chatroom::servergui::test;
using namespace Qt::Literals::StringLiterals;
using server::Durability;

class HistorySettingsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light); }
    void cleanupTestCase() { m_theme.reset(); }
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>(*m_theme);
        m_fixture->open();
    }
    void cleanup() { m_fixture.reset(); }

    void whatTheFileSaysIsShownAndKept()
    {
        server::ServerConfig config = m_fixture->config();
        config.durability = Durability::Process;
        config.history.isPersistent = false;
        config.history.maxAgeDays = 30;
        config.history.maxMessages = 2'000'000'000;
        config.storage.url = u"postgresql://chatroom:secret@192.0.2.7:5433/chatroom?sslmode=require"_s;
        page().setConfig(config);
        QCOMPARE(survives().currentText(), u"The end of the program – faster"_s);
        QCOMPARE(days().value(), 30);
        QVERIFY(isKept().isChecked());
        QCOMPARE(page().edited(), config);
        QVERIFY(!page().isChanged());
    }

    void whatIsChosenIsWritten()
    {
        survives().setCurrentIndex(survives().findText(u"Nothing is kept"_s));
        isKept().setChecked(false);
        m_fixture->part<QCheckBox>(u"historyPersistent"_s).setChecked(false);
        m_fixture->part<QCheckBox>(u"historyDeleteOwn"_s).setChecked(false);
        days().setValue(7);
        m_fixture->part<QSpinBox>(u"historyMessages"_s).setValue(5000);
        database().setText(u" postgresql://192.0.2.7/chatroom "_s);
        const server::ServerConfig edited = page().edited();
        QCOMPARE(edited.durability, Durability::None);
        QVERIFY(!edited.history.isEnabled);
        QVERIFY(!edited.history.isPersistent);
        QVERIFY(!edited.history.isRedactingOwnAllowed);
        QCOMPARE(edited.history.maxAgeDays, 7);
        QCOMPARE(edited.history.maxMessages, 5000);
        QCOMPARE(edited.storage.url, u"postgresql://192.0.2.7/chatroom"_s);
    }

    void nothingMeansEverything()
    {
        QCOMPARE(days().text(), u"never"_s);
        QCOMPARE(m_fixture->part<QSpinBox>(u"historyMessages"_s).text(), u"all"_s);
        QCOMPARE(database().placeholderText(), u"A file in the data folder"_s);
    }

    void whereNothingIsKeptItDoesNotMatterHow()
    {
        survives().setCurrentIndex(survives().findText(u"Nothing is kept"_s));
        QVERIFY(survives().isEnabled());
        QVERIFY(!days().isEnabled());
        QVERIFY(!m_fixture->part<QCheckBox>(u"historyPersistent"_s).isEnabled());
        QVERIFY(database().isEnabled()); // kept names are kept in any case
        survives().setCurrentIndex(0);
        QVERIFY(days().isEnabled());
        isKept().setChecked(false);
        QVERIFY(!survives().isEnabled());
        QVERIFY(!days().isEnabled());
    }

    void theAddressOfTheDatabaseIsHidden()
    {
        QCOMPARE(database().echoMode(), QLineEdit::Password);
        QVERIFY(!database().actions().isEmpty());
        database().actions().first()->trigger();
        QCOMPARE(database().echoMode(), QLineEdit::Normal);
    }

    void aWrongAddressIsSaidAndNotApplied()
    {
        database().setText(u"mysql://192.0.2.7/chatroom"_s);
        QVERIFY(m_fixture->part<QLabel>(u"databaseProblem"_s).text().contains(u"postgresql://"_s));
        QVERIFY(!m_fixture->part<QPushButton>(u"apply"_s).isEnabled());
    }

    void howLongItIsKeptTakesEffectAtOnce()
    {
        days().setValue(30);
        QCOMPARE(apply(), u"Applied and saved."_s);
        QCOMPARE(m_fixture->saved().last().history.maxAgeDays, 30);
    }

    void whatWaitsForTheNextStartIsSaid_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("whether it is kept") << 0;
        QTest::newRow("how safely it is kept") << 1;
        QTest::newRow("where it is kept") << 2;
        QTest::newRow("whether it outlives the program") << 3;
    }
    void whatWaitsForTheNextStartIsSaid()
    {
        QFETCH(int, what);
        if (what == 0)
            isKept().setChecked(false);
        else if (what == 1)
            survives().setCurrentIndex(1);
        else if (what == 2)
            database().setText(u"postgresql://192.0.2.7/chatroom"_s);
        else
            m_fixture->part<QCheckBox>(u"historyPersistent"_s).setChecked(false);
        const QString outcome = apply();
        QVERIFY2(outcome.startsWith(u"Applied and saved. "_s) && outcome.contains(u"stopped and started again"_s), qPrintable(outcome));
        QCOMPARE(m_fixture->saved().size(), 1);
    }

    void itIsSaidUntilTheNextStart()
    {
        survives().setCurrentIndex(1);
        QVERIFY(apply().contains(u"started again"_s));
        days().setValue(30);
        QVERIFY(apply().contains(u"started again"_s));
        m_fixture->part<QPushButton>(u"startStop"_s).click();
        m_fixture->part<QPushButton>(u"startStop"_s).click();
        QVERIFY(m_fixture->host().isRunning());
        days().setValue(60);
        QCOMPARE(apply(), u"Applied and saved."_s);
    }

    void whatIsTakenBackWaitsForNothing()
    {
        survives().setCurrentIndex(1);
        QVERIFY(apply().contains(u"started again"_s));
        survives().setCurrentIndex(0);
        QCOMPARE(apply(), u"Applied and saved."_s);
    }

    void aStoppedChatroomHasNothingToWaitFor()
    {
        m_fixture->part<QPushButton>(u"startStop"_s).click();
        survives().setCurrentIndex(1);
        QCOMPARE(apply(), u"Applied and saved."_s);
    }

private:
    SettingsPage& page() { return *m_fixture->window().findChild<SettingsPage*>(); }
    QCheckBox& isKept() { return m_fixture->part<QCheckBox>(u"historyKept"_s); }
    QComboBox& survives() { return m_fixture->part<QComboBox>(u"historySurvives"_s); }
    QSpinBox& days() { return m_fixture->part<QSpinBox>(u"historyDays"_s); }
    QLineEdit& database() { return m_fixture->part<QLineEdit>(u"database"_s); }
    // What the page says after it.
    QString apply()
    {
        m_fixture->part<QPushButton>(u"apply"_s).click();
        return m_fixture->part<QLabel>(u"outcome"_s).text();
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(HistorySettingsTest)
#include "tst_historysettings.moc"
