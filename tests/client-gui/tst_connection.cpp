// What one is told while the connection is lost, and when one is back.
#include "client-gui/desk.h"
#include "client-gui/panels/connectionbanner.h"
#include "widgets/banner.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using client::Session;
using tests::DemoServer;
using tests::Desk;
using widgets::Banner;

class ConnectionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light); }
    void cleanupTestCase() { m_theme.reset(); }
    void init()
    {
        m_server = std::make_unique<DemoServer>();
        m_server->people = {"@Bob"};
        m_desk = std::make_unique<Desk>(*m_theme);
        QVERIFY(m_desk->join(u"Ann"_s, m_server->address()));
        QVERIFY(!banner().isVisible());
    }
    void cleanup()
    {
        m_desk.reset();
        m_server.reset();
    }

    void bannerSaysWhy_data()
    {
        QTest::addColumn<QByteArrayList>("said");
        QTest::addColumn<QString>("why");
        QTest::newRow("the server stops") << QByteArrayList{"ERROR :Closing link: (127.0.0.1) [The chatroom was stopped]"}
                                          << u"The server stopped."_s;
        QTest::newRow("an operator does it") << QByteArrayList{":Bob!b@h KILL Ann :enough",
                                                               "ERROR :Closing link: (127.0.0.1) [Killed (Bob (enough))]"}
                                             << u"You were disconnected by an operator: enough."_s;
        QTest::newRow("no word at all") << QByteArrayList{} << u"closed the connection."_s;
    }
    void bannerSaysWhy()
    {
        QFETCH(const QByteArrayList, said);
        QFETCH(const QString, why);
        for (const QByteArray& line : said)
            m_server->say(line);
        m_server->close();
        QTRY_VERIFY(banner().isVisible());
        QVERIFY2(banner().text().contains(why), qPrintable(banner().text()));
        QVERIFY2(banner().text().contains(u"Trying again in "_s), qPrintable(banner().text()));
        QCOMPARE(banner().kind(), Banner::Kind::Warning);
        QVERIFY(retry().isVisible());
        for (const QLabel* label : banner().findChildren<QLabel*>())
            QVERIFY(label->text().isEmpty() || label->textFormat() == Qt::PlainText);
        retry().click();
        QTRY_COMPARE(m_desk->session().state(), Session::State::Online);
        QVERIFY(!banner().isVisible());
    }

    void reasonStaysWhileNobodyAnswers()
    {
        m_server->say("ERROR :Closing link: (127.0.0.1) [The chatroom was stopped]");
        m_server->close();
        QTRY_COMPARE(m_desk->session().state(), Session::State::Waiting);
        m_server->hangUp();
        retry().click();
        QTRY_COMPARE(m_desk->session().state(), Session::State::Waiting);
        QVERIFY2(banner().text().startsWith(u"The server stopped."_s), qPrintable(banner().text()));
    }

    void bannedIsToldAndNotTriedAgain()
    {
        m_server->banned = "You are banned: be kind";
        m_server->say("ERROR :Closing link: (127.0.0.1) [You are banned: be kind]");
        m_server->close();
        QTRY_VERIFY(banner().isVisible());
        QVERIFY2(banner().text().contains(u"You are banned: be kind."_s), qPrintable(banner().text()));
        retry().click();
        QTRY_COMPARE(m_desk->session().state(), Session::State::Offline);
        QTRY_COMPARE(banner().kind(), Banner::Kind::Error);
        QVERIFY2(banner().text().contains(u"be kind"_s), qPrintable(banner().text()));
        QVERIFY(!retry().isVisible());
    }

    void nameThatSomebodyTookIsReplacedAndSaid()
    {
        m_server->takenNames = {"Ann"};
        m_server->drop();
        QTRY_VERIFY(retry().isVisible());
        retry().click();
        QTRY_COMPARE(m_desk->session().state(), Session::State::Online);
        QCOMPARE(m_desk->session().nickname(), u"Ann2"_s);
        QTRY_VERIFY(m_desk->find(u"#lobby"_s)->isJoined());
    }

    void messageThatWasOnItsWayIsInDoubt()
    {
        m_desk->type(u"did it arrive (never confirmed)"_s);
        QTRY_VERIFY(m_server->got("did it arrive"));
        QCOMPARE(m_desk->last(u"#lobby"_s).state, client::DeliveryState::Pending);
        m_server->drop();
        QTRY_COMPARE(m_desk->last(u"#lobby"_s).state, client::DeliveryState::Failed);
        QVERIFY(m_desk->last(u"#lobby"_s).detail.endsWith(u'.'));
    }

    void peopleAreNotCountedWhileNobodyIsThere()
    {
        auto& count = m_desk->part<QToolButton>(u"rightPanelButton"_s);
        QTRY_COMPARE(count.text(), u"2"_s);
        m_server->hangUp();
        QTRY_VERIFY(banner().isVisible());
        QCOMPARE(count.text(), QString());
    }

    void roomThatCannotBeEnteredIsSaidAndDismissed()
    {
        m_server->refusedRooms = {"#secret"};
        m_desk->type(u"/join #secret"_s);
        QTRY_VERIFY(banner().isVisible());
        QVERIFY2(banner().text().startsWith(u"#secret: "_s), qPrintable(banner().text()));
        QVERIFY(!retry().isVisible());
        auto* cross = banner().findChild<QToolButton*>();
        QVERIFY(cross && cross->isVisible());
        cross->click();
        QVERIFY(!banner().isVisible());
    }

private:
    [[nodiscard]] Banner& banner() { return m_desk->main().connectionBanner().banner(); }
    [[nodiscard]] QPushButton& retry() { return *banner().findChild<QPushButton*>(u"retryButton"_s); }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<DemoServer> m_server;
    std::unique_ptr<Desk> m_desk;
};

QTEST_MAIN(ConnectionTest)
#include "tst_connection.moc"
