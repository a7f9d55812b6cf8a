// The settings of kept names, profiles and limits: what they show and write, and when it takes effect.
#include "pages/settingspage.h"
#include "settingsrules.h"
#include "windowfixture.h"

#include <QApplication>
#include <QCheckBox>
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
using server::ServerConfig;

class SettingsCardsTest final : public QObject
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
        ServerConfig config = m_fixture->config();
        config.icon = "https://example.org/icon.png";
        config.isUtf8Only = false;
        config.workers = 3;
        config.accounts = {false, false, true, {"EXTERNAL", "PLAIN"}, 20'000};
        config.metadata = {false, 7, 0};
        config.limits.loginAttempts = 0;
        config.limits.kickLength = 100;
        config.limits.awayLength = 50;
        config.limits.listModes = 10;
        config.limits.monitor = 11;
        config.limits.whowas = 12;
        config.limits.multilineBytes = 5000;
        config.limits.multilineLines = 20;
        config.limits.sendQueueBytes = 5'000'000;
        page().setConfig(config);
        QVERIFY(!box(u"namesKept"_s).isChecked());
        QVERIFY(box(u"signInByEXTERNAL"_s).isChecked());
        QVERIFY(!box(u"signInBySCRAM-SHA-256"_s).isChecked());
        QCOMPARE(number(u"loginAttempts"_s).text(), u"any number"_s);
        QCOMPARE(page().edited(), config);
        QVERIFY(!page().isChanged());
    }

    void aSwitchWritesItsSetting_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<ServerConfig>("expected");
        const auto with = [this](auto change) {
            ServerConfig config = WindowFixture(*m_theme).config();
            change(config);
            return config;
        };
        QTest::newRow("keeping names") << u"namesKept"_s << with([](auto& c) { c.accounts.isRegistrationOpen = false; });
        QTest::newRow("while they come in") << u"namesBeforeComing"_s << with([](auto& c) { c.accounts.isBeforeConnectAllowed = false; });
        QTest::newRow("an e-mail address") << u"namesEmail"_s << with([](auto& c) { c.accounts.isEmailRequired = true; });
        QTest::newRow("a password") << u"signInByPLAIN"_s << with([](auto& c) { c.accounts.sasl = {"SCRAM-SHA-256", "EXTERNAL"}; });
        QTest::newRow("a proof") << u"signInBySCRAM-SHA-256"_s << with([](auto& c) { c.accounts.sasl = {"PLAIN", "EXTERNAL"}; });
        QTest::newRow("a key") << u"signInByEXTERNAL"_s << with([](auto& c) { c.accounts.sasl = {"PLAIN", "SCRAM-SHA-256"}; });
        QTest::newRow("profiles") << u"profiles"_s << with([](auto& c) { c.metadata.isEnabled = false; });
        QTest::newRow("deleting one's own") << u"historyDeleteOwn"_s << with([](auto& c) { c.history.isRedactingOwnAllowed = false; });
        QTest::newRow("old encodings") << u"utf8Only"_s << with([](auto& c) { c.isUtf8Only = false; });
        QTest::newRow("flood") << u"flood"_s << with([](auto& c) { c.limits.flood = false; });
    }
    void aSwitchWritesItsSetting()
    {
        QFETCH(const QString, name);
        QFETCH(const ServerConfig, expected);
        box(name).toggle();
        QCOMPARE(page().edited(), expected);
        box(name).toggle();
        QVERIFY(!page().isChanged());
    }

    void aNumberWritesItsSetting_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("value");
        QTest::addColumn<ServerConfig>("expected");
        const auto with = [this](auto change) {
            ServerConfig config = WindowFixture(*m_theme).config();
            change(config);
            return config;
        };
        QTest::newRow("wrong passwords") << u"loginAttempts"_s << 9 << with([](auto& c) { c.limits.loginAttempts = 9; });
        QTest::newRow("rounds") << u"hashIterations"_s << 5000 << with([](auto& c) { c.accounts.hashIterations = 5000; });
        QTest::newRow("entries") << u"profileEntries"_s << 9 << with([](auto& c) { c.metadata.maxKeys = 9; });
        QTest::newRow("kinds") << u"profileWatched"_s << 9 << with([](auto& c) { c.metadata.maxSubscriptions = 9; });
        QTest::newRow("a name") << u"nameLength"_s << 9 << with([](auto& c) { c.limits.nickLength = 9; });
        QTest::newRow("a room's name") << u"roomLength"_s << 9 << with([](auto& c) { c.limits.channelLength = 9; });
        QTest::newRow("a topic") << u"topicLength"_s << 9 << with([](auto& c) { c.limits.topicLength = 9; });
        QTest::newRow("an away message") << u"awayLength"_s << 9 << with([](auto& c) { c.limits.awayLength = 9; });
        QTest::newRow("a reason") << u"reasonLength"_s << 9 << with([](auto& c) { c.limits.kickLength = 9; });
        QTest::newRow("a message") << u"messageBytes"_s << 900 << with([](auto& c) { c.limits.multilineBytes = 900; });
        QTest::newRow("its lines") << u"messageLines"_s << 9 << with([](auto& c) { c.limits.multilineLines = 9; });
        QTest::newRow("bans") << u"roomBans"_s << 9 << with([](auto& c) { c.limits.listModes = 9; });
        QTest::newRow("people to watch") << u"watched"_s << 9 << with([](auto& c) { c.limits.monitor = 9; });
        QTest::newRow("people who left") << u"remembered"_s << 9 << with([](auto& c) { c.limits.whowas = 9; });
        QTest::newRow("slow readers") << u"sendQueue"_s << 9 << with([](auto& c) { c.limits.sendQueueBytes = 9 * 1024 * 1024; });
        QTest::newRow("threads") << u"workers"_s << 2 << with([](auto& c) { c.workers = 2; });
    }
    void aNumberWritesItsSetting()
    {
        QFETCH(const QString, name);
        QFETCH(const int, value);
        QFETCH(const ServerConfig, expected);
        number(name).setValue(value);
        QCOMPARE(page().edited(), expected);
    }

    void whereNobodyKeepsANameItDoesNotMatterHow()
    {
        box(u"namesKept"_s).setChecked(false);
        QVERIFY(!box(u"namesBeforeComing"_s).isEnabled());
        QVERIFY(!box(u"namesEmail"_s).isEnabled());
        QVERIFY(box(u"signInByPLAIN"_s).isEnabled()); // of those who kept one before
        box(u"profiles"_s).setChecked(false);
        QVERIFY(!number(u"profileEntries"_s).isEnabled());
    }

    void keepingNamesIsClosedAtOnce()
    {
        box(u"namesKept"_s).setChecked(false);
        QCOMPARE(apply(), u"Applied and saved."_s);
        Visitor ada(m_fixture->port());
        QVERIFY(ada.comeIn("ada"));
        ada.send("CAP REQ standard-replies");
        ada.send("REGISTER * * :a good one");
        QVERIFY(ada.hears("FAIL REGISTER TEMPORARILY_UNAVAILABLE"));
    }

    void aLongerMessageIsTakenAtOnce()
    {
        number(u"messageLines"_s).setValue(17);
        QCOMPARE(apply(), u"Applied and saved."_s);
        Visitor ada(m_fixture->port());
        ada.send("CAP LS 302");
        QVERIFY(ada.hears("max-lines=17"));
    }

    void whatWaitsForTheNextStartIsSaid_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("profiles") << u"profiles"_s;
        QTest::newRow("threads") << u"workers"_s;
    }
    void whatWaitsForTheNextStartIsSaid()
    {
        QFETCH(const QString, name);
        if (name == u"workers"_s)
            number(name).setValue(2);
        else
            box(name).toggle();
        const QString outcome = apply();
        QVERIFY2(outcome.contains(u"stopped and started again"_s), qPrintable(outcome));
    }

    void thePictureNeedsAnAddress_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("none") << QString() << true;
        QTest::newRow("one on the web") << u"https://example.org/icon-{size}.png"_s << true;
        QTest::newRow("a file") << u"file:///home/ada/icon.png"_s << false;
        QTest::newRow("a space") << u"https://example.org/my icon.png"_s << false;
        QTest::newRow("too long") << u"https://example.org/"_s + QString(300, u'x') << false;
    }
    void thePictureNeedsAnAddress()
    {
        QFETCH(const QString, url);
        QFETCH(const bool, isGood);
        QCOMPARE(SettingsRules::iconProblem(url).isEmpty(), isGood);
        m_fixture->part<QLineEdit>(u"networkIcon"_s).setText(url);
        QCOMPARE(page().isValid(), isGood);
        QCOMPARE(page().edited().icon, url.toUtf8());
    }

private:
    SettingsPage& page() { return *m_fixture->window().findChild<SettingsPage*>(); }
    QCheckBox& box(const QString& name) { return m_fixture->part<QCheckBox>(name, u"settingsPage"_s); }
    QSpinBox& number(const QString& name) { return m_fixture->part<QSpinBox>(name, u"settingsPage"_s); }
    // What the page says after it.
    QString apply()
    {
        m_fixture->part<QPushButton>(u"apply"_s).click();
        return m_fixture->part<QLabel>(u"outcome"_s).text();
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(SettingsCardsTest)
#include "tst_settingscards.moc"
