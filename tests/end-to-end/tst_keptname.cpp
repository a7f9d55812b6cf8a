// A name that is somebody's, with the real windows and the real server: kept by one password, taken for others, the same person on two
// computers, and helped by the server's window when the password is lost.
#include "client-gui/account/accountmenu.h"
#include "client-gui/join/joinwindow.h"
#include "client-gui/mainwindow.h"
#include "client/conversation.h"
#include "client/models/linemodel.h"
#include "end-to-end/office.h"

#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;
using client::Session;

namespace {

constexpr int kPatience = 20000; // milliseconds; only a failure waits so long

bool isSignedIn(WindowPerson& person)
{
    const Session* session = person.windows().session();
    return session && session->accountState() == Session::AccountState::SignedIn;
}

// By the menu's dialog. False when there is none.
bool keepName(WindowPerson& person, const QString& password)
{
    person.windows().mainWindow()->account().keepName();
    QDialog* dialog = nullptr;
    const auto isThere = [&] {
        dialog = person.windows().mainWindow()->findChild<QDialog*>(u"keepNameDialog"_s);
        return dialog && dialog->isVisible();
    };
    if (!QTest::qWaitFor(isThere, kPatience))
        return false;
    auto* edit = dialog->findChild<QLineEdit*>(u"newPassword"_s);
    QTest::keyClicks(edit, password);
    QTest::keyClick(edit, Qt::Key_Return);
    return QTest::qWaitFor([&] { return isSignedIn(person); }, kPatience);
}

// The join window asks for the password of a name that is somebody's.
bool signInAtTheDoor(WindowPerson& person, const QString& password)
{
    auto& join = person.windows().joinWindow();
    auto* edit = join.findChild<QLineEdit*>(u"signInPassword"_s);
    if (!QTest::qWaitFor([&] { return edit->isVisible(); }, kPatience))
        return false;
    edit->setText(password);
    QTest::keyClick(edit, Qt::Key_Return);
    return true;
}

} // namespace

class KeptNameTest final : public QObject
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

    void aKeptNameIsTakenForOthersAndOnePersonOnTwoComputers()
    {
        WindowPerson desk(*m_theme, u"Ann"_s);
        desk.join(m_server->port());
        QTRY_VERIFY_WITH_TIMEOUT(desk.isInside(), kPatience);
        QVERIFY(keepName(desk, u"lamp otter violin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_server->shown(u"namesPage"_s).contains(u"Ann"_s), kPatience);

        WindowPerson laptop(*m_theme, u"Ann"_s);
        laptop.join(m_server->port());
        QVERIFY(signInAtTheDoor(laptop, u"not this one"_s));
        QVERIFY(signInAtTheDoor(laptop, u"lamp otter violin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(laptop.isInside() && isSignedIn(laptop), kPatience);
        QCOMPARE(laptop.windows().session()->nickname(), u"Ann"_s);

        WindowPerson bob(*m_theme, u"Bob"_s);
        bob.join(m_server->port());
        QTRY_VERIFY_WITH_TIMEOUT(bob.isInside(), kPatience);
        laptop.say(u"from the laptop"_s);
        QTRY_COMPARE_WITH_TIMEOUT(desk.heard(), QStringList{u"Ann: from the laptop"_s}, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(bob.heard(), QStringList{u"Ann: from the laptop"_s}, kPatience);
        Session& mine = *desk.windows().session();
        mine.send(mine.openDirect(u"Bob"_s), u"just us"_s);
        QTRY_COMPARE_WITH_TIMEOUT(bob.heard(u"Ann"_s), QStringList{u"Ann: just us"_s}, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(laptop.heard(u"Bob"_s), QStringList{u"Ann: just us"_s}, kPatience);
    }

    void messagesWaitForWhoIsNotThere()
    {
        WindowPerson ann(*m_theme, u"Ann"_s);
        ann.join(m_server->port());
        QTRY_VERIFY_WITH_TIMEOUT(ann.isInside(), kPatience);
        QVERIFY(keepName(ann, u"lamp otter violin"_s));
        WindowPerson bob(*m_theme, u"Bob"_s);
        bob.join(m_server->port());
        QTRY_VERIFY_WITH_TIMEOUT(bob.isInside(), kPatience);
        QVERIFY(keepName(bob, u"green door handle"_s));
        bob.windows().session()->leave(u"lunch"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!m_server->shown(u"peoplePage"_s).contains(u"Bob"_s), kPatience);

        Session& mine = *ann.windows().session();
        mine.send(mine.openDirect(u"Bob"_s), u"when you are back"_s);
        const auto isUnseen = [&] {
            client::LineModel& lines = mine.find(u"Bob"_s)->lines();
            return lines.rowCount() > 0 && lines.line(lines.rowCount() - 1).isUnseen;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isUnseen(), kPatience);

        WindowPerson back(*m_theme, u"Bob"_s);
        back.join(m_server->port());
        QVERIFY(signInAtTheDoor(back, u"green door handle"_s));
        QTRY_COMPARE_WITH_TIMEOUT(back.heard(u"Ann"_s), QStringList{u"Ann: when you are back"_s}, kPatience);
    }

    void aLostPasswordIsReplacedAtTheServer()
    {
        WindowPerson ann(*m_theme, u"Ann"_s);
        ann.join(m_server->port());
        QTRY_VERIFY_WITH_TIMEOUT(ann.isInside(), kPatience);
        QVERIFY(keepName(ann, u"lamp otter violin"_s));
        ann.windows().session()->leave(u"home"_s);
        QSignalSpy reset(&m_server->host(), &server::ServerHost::passwordReset);
        m_server->host().resetPassword("Ann");
        QTRY_COMPARE_WITH_TIMEOUT(reset.count(), 1, kPatience);
        const QString given = QString::fromUtf8(reset.first().at(1).toByteArray());
        QVERIFY(!given.isEmpty());

        WindowPerson again(*m_theme, u"Ann"_s);
        again.join(m_server->port());
        QVERIFY(signInAtTheDoor(again, u"lamp otter violin"_s));
        QVERIFY(signInAtTheDoor(again, given));
        QTRY_VERIFY_WITH_TIMEOUT(again.isInside() && isSignedIn(again), kPatience);
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<ServerWindow> m_server;
};

QTEST_MAIN(KeptNameTest)
#include "tst_keptname.moc"
