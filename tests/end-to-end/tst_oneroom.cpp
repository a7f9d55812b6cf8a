// The main job from end to end: a server window, two client windows, a client in a terminal and irssi in one room.
#include "client-gui/join/joinwindow.h"
#include "client-gui/mainwindow.h"
#include "client-gui/panels/connectionbanner.h"
#include "client/models/peoplemodel.h"
#include "end-to-end/office.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kPatience = 20000; // milliseconds; only a failure waits so long

// The terminal client's messages, "Ann: hello", in the order in which its screen has them.
QStringList said(const Terminal& terminal)
{
    static const QRegularExpression token(uR"((\w+)-says-(\d+))"_s);
    QStringList found;
    for (const QString& line : terminal.screen().lines()) {
        if (const auto match = token.match(line); match.hasMatch())
            found.append(match.captured(0));
    }
    return found;
}

QStringList tokens(const QStringList& messages)
{
    static const QRegularExpression token(uR"(\w+-says-\d+)"_s);
    QStringList found;
    for (const QString& message : messages) {
        if (const auto match = token.match(message); match.hasMatch())
            found.append(match.captured(0));
    }
    return found;
}

} // namespace

class OneRoomTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light);
        m_server = std::make_unique<ServerWindow>(*m_theme);
        QVERIFY(m_server->open());
    }
    void cleanup()
    {
        m_server.reset();
        m_theme.reset();
    }

    void aBadNameIsExplainedAndABetterOneOffered()
    {
        WindowPerson person(*m_theme, u"Ann"_s);
        auto& join = person.windows().joinWindow();
        auto* name = join.findChild<QLineEdit*>(u"nameEdit"_s);
        auto* button = join.findChild<QPushButton*>(u"joinButton"_s);
        join.setAddress(u"irc://127.0.0.1:%1"_s.arg(m_server->port()));
        name->setText(u"7up bar"_s);
        QVERIFY(!button->isEnabled());
        QVERIFY(!join.findChild<QLabel*>(u"nameReason"_s)->text().isEmpty());
        QTest::mouseClick(join.findChild<QAbstractButton*>(u"nameSuggestion"_s), Qt::LeftButton);
        QVERIFY(name->text() != u"7up bar"_s);
        QVERIFY(button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(person.isInside(), kPatience);
        QTRY_VERIFY(m_server->shown(u"peoplePage"_s).contains(name->text()));
    }

    void aNameInUseOffersAnother()
    {
        WindowPerson first(*m_theme, u"Ann"_s);
        first.join(m_server->port());
        QTRY_VERIFY_WITH_TIMEOUT(first.isInside(), kPatience);
        WindowPerson second(*m_theme, u"ann"_s);
        second.join(m_server->port());
        auto* offer = second.windows().joinWindow().findChild<QAbstractButton*>(u"nameSuggestion"_s);
        QTRY_VERIFY_WITH_TIMEOUT(offer->isVisible(), kPatience);
        QTest::mouseClick(offer, Qt::LeftButton);
        QTest::mouseClick(second.windows().joinWindow().findChild<QPushButton*>(u"joinButton"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(second.isInside(), kPatience);
        QVERIFY(second.windows().session()->nickname() != u"ann"_s);
    }

    void whatOneSaysTheOtherReadsAndTheServerWindowShowsBothAndTheClosing()
    {
        WindowPerson ann(*m_theme, u"Ann"_s);
        auto bob = std::make_unique<WindowPerson>(*m_theme, u"Bob"_s);
        ann.join(m_server->port());
        bob->join(m_server->port());
        QTRY_VERIFY_WITH_TIMEOUT(ann.isInside() && bob->isInside(), kPatience);
        ann.say(u"good morning"_s);
        QTRY_COMPARE_WITH_TIMEOUT(bob->heard(), QStringList{u"Ann: good morning"_s}, kPatience);
        bob->say(u"and to you"_s);
        const QStringList both{u"Ann: good morning"_s, u"Bob: and to you"_s};
        QTRY_COMPARE_WITH_TIMEOUT(ann.heard(), both, kPatience);
        QCOMPARE(bob->heard(), both);
        const auto log = [this] { return m_server->shown(u"logPage"_s); };
        QTRY_VERIFY(log().contains(u"good morning"_s) && log().contains(u"and to you"_s));
        QTRY_VERIFY(m_server->shown(u"peoplePage"_s).contains(u"Ann"_s) && m_server->shown(u"peoplePage"_s).contains(u"Bob"_s));
        bob->windows().session()->leave(u"lunch"_s);
        bob.reset();
        QTRY_VERIFY(log().contains(u"lunch"_s));
        QTRY_VERIFY(!m_server->shown(u"peoplePage"_s).contains(u"Bob"_s));
    }

    void whoIsKickedIsTold()
    {
        WindowPerson ann(*m_theme, u"Ann"_s);
        ann.join(m_server->port());
        QTRY_VERIFY_WITH_TIMEOUT(ann.isInside(), kPatience);
        m_server->host().kick("Ann", "#lobby", "time for lunch");
        QTRY_VERIFY_WITH_TIMEOUT(!ann.isInside(), kPatience);
        QVERIFY(ann.windows().session()->find(u"#lobby"_s) != nullptr);
    }

    void aServerThatComesBackIsFoundAgain()
    {
        WindowPerson ann(*m_theme, u"Ann"_s);
        ann.join(m_server->port());
        QTRY_VERIFY_WITH_TIMEOUT(ann.isInside(), kPatience);
        const std::uint16_t port = m_server->port();
        const auto* banner = ann.windows().mainWindow()->connectionBanner().findChild<QWidget*>(u"banner"_s);
        QVERIFY(!banner->isVisible());
        m_server->close();
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kPatience);
        QVERIFY(m_server->open(port));
        ann.windows().session()->retryNow();
        QTRY_VERIFY_WITH_TIMEOUT(ann.isInside(), kPatience);
        QVERIFY(!banner->isVisible());
    }

    void fourKindsOfClientsReadTheSameInTheSameOrder()
    {
        if (!IrssiPerson::isInstalled()) {
            if (qEnvironmentVariableIsSet("CHATROOM_REQUIRE_IRSSI"))
                QFAIL("irssi is not installed, and this run may not do without it");
            QSKIP("irssi is not installed");
        }
        WindowPerson ann(*m_theme, u"Ann"_s);
        WindowPerson bob(*m_theme, u"Bob"_s);
        ann.join(m_server->port());
        bob.join(m_server->port());
        QTRY_VERIFY_WITH_TIMEOUT(ann.isInside() && bob.isInside(), kPatience);
        QTemporaryDir home;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, home.path());
        environment.insert(u"XDG_DATA_HOME"_s, home.path());
        environment.insert(u"TERM"_s, u"xterm"_s);
        environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        Terminal cli;
        QVERIFY(
            cli.start(QStringLiteral(CHATROOM_CLI_PROGRAM), {u"--no-tls"_s, u"Cleo@127.0.0.1:%1"_s.arg(m_server->port())}, environment));
        IrssiPerson iris(u"iris"_s);
        QVERIFY(iris.start(m_server->port()));
        const auto room = [&] { return ann.windows().session()->find(u"#lobby"_s)->people().rowCount(); };
        QTRY_COMPARE_WITH_TIMEOUT(room(), 4, kPatience);
        // Others see somebody in the room before that client itself knows it: what is typed earlier goes elsewhere.
        QTRY_VERIFY_WITH_TIMEOUT(cli.screen().cursorLine().contains(u"#lobby>"_s), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(iris.log().contains(u"has joined #lobby"_s), kPatience);
        iris.type(u"/window goto #lobby"_s);

        for (int round = 1; round <= 5; ++round) {
            ann.say(u"Ann-says-%1"_s.arg(round));
            bob.say(u"Bob-says-%1"_s.arg(round));
            cli.type("Cleo-says-" + QByteArray::number(round) + '\r');
            iris.type(u"iris-says-%1"_s.arg(round));
        }
        QTRY_COMPARE_WITH_TIMEOUT(ann.heard().size(), 20, kPatience);
        const QStringList order = tokens(ann.heard());
        QTRY_COMPARE_WITH_TIMEOUT(tokens(bob.heard()), order, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(said(cli), order, kPatience);
        // irssi shows its own words when they are typed, not when the server has them; those of others come in order.
        const auto others = [](QStringList all) { return all.filter(QRegularExpression(u"^(?!iris)"_s)); };
        QTRY_COMPARE_WITH_TIMEOUT(others(tokens(iris.heard())), others(order), kPatience);
        QCOMPARE(tokens(iris.heard()).size(), 20);
        QCOMPARE(QSet<QString>(order.begin(), order.end()).size(), 20);
    }

    void irssiSeesTopicsNamesAndLeaving()
    {
        if (!IrssiPerson::isInstalled()) {
            if (qEnvironmentVariableIsSet("CHATROOM_REQUIRE_IRSSI"))
                QFAIL("irssi is not installed, and this run may not do without it");
            QSKIP("irssi is not installed");
        }
        auto ann = std::make_unique<WindowPerson>(*m_theme, u"Ann"_s);
        ann->join(m_server->port());
        QTRY_VERIFY_WITH_TIMEOUT(ann->isInside(), kPatience);
        IrssiPerson iris(u"iris"_s);
        QVERIFY(iris.start(m_server->port()));
        client::Session& session = *ann->windows().session();
        QTRY_COMPARE_WITH_TIMEOUT(session.find(u"#lobby"_s)->people().rowCount(), 2, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(iris.log().contains(u"has joined #lobby"_s), kPatience);
        m_server->host().setTopic("#lobby", "lunch at noon");
        QTRY_VERIFY_WITH_TIMEOUT(iris.log().contains(u"lunch at noon"_s), kPatience);
        ann->say(u"/nick Anna"_s);
        QTRY_VERIFY_WITH_TIMEOUT(iris.log().contains(u"Ann is now known as Anna"_s), kPatience);
        iris.type(u"/nick irene"_s);
        QTRY_VERIFY_WITH_TIMEOUT(session.find(u"#lobby"_s)->people().rowOf(u"irene"_s) >= 0, kPatience);
        ann->say(u"/part bye"_s);
        QTRY_VERIFY_WITH_TIMEOUT(iris.log().contains(u"Anna"_s) && iris.log().contains(u"has left #lobby"_s), kPatience);
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<ServerWindow> m_server;
};

QTEST_MAIN(OneRoomTest)
#include "tst_oneroom.moc"
