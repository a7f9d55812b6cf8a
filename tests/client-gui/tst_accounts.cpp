// Keeping a name, signing in and out, and what this computer remembers of it; profiles; names of rooms.
#include "client-gui/account/accountmenu.h"
#include "client-gui/account/passwordstrength.h"
#include "client-gui/desk.h"
#include "client-gui/panels/connectionbanner.h"
#include "client-gui/panels/personcard.h"
#include "client-gui/panels/selfbutton.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::clientgui;
using client::Session;
using tests::DemoServer;
using tests::Desk;

namespace {

// A key ring that is not there.
class NoKeyring final : public client::SecretStore
{
public:
    void read(const QString&, const QString&, QObject* context, Read done) override
    {
        QMetaObject::invokeMethod(
            context, [done] { done(Unexpected(error())); }, Qt::QueuedConnection);
    }
    void write(const QString&, const QString&, const QString&, QObject* context, Done done) override
    {
        QMetaObject::invokeMethod(
            context, [done] { done(Unexpected(error())); }, Qt::QueuedConnection);
    }
    void remove(const QString&, const QString&, QObject*, Done) override {}

private:
    static client::SecretError error() { return {u"This computer has no key ring."_s}; }
};

} // namespace

class AccountsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light); }
    void cleanupTestCase() { m_theme.reset(); }
    void init()
    {
        m_server = std::make_unique<DemoServer>();
        m_server->people = {"@Ann", "Bob"};
        m_server->accounts.offersAccounts = true;
        m_server->accounts.offersProfiles = true;
        m_desk = std::make_unique<Desk>(*m_theme);
    }
    void cleanup()
    {
        m_desk.reset();
        m_server.reset();
    }

    void nothingIsSeenOfWhatTheServerCannot()
    {
        m_server->accounts.offersAccounts = m_server->accounts.offersProfiles = false;
        QVERIFY(enter());
        for (const QString& name : {u"keepName"_s, u"signIn"_s, u"editProfile"_s, u"editStatus"_s})
            QVERIFY2(!action(name).isVisible(), qPrintable(name));
        QVERIFY(!m_desk->part<QToolButton>(u"keepNameButton"_s).isVisible());
    }

    void nameIsKeptAndSignedInByItselfTheNextTime()
    {
        QVERIFY(enter());
        QVERIFY(action(u"keepName"_s).isVisible());
        QTest::mouseClick(&m_desk->part<QToolButton>(u"keepNameButton"_s), Qt::LeftButton);
        QDialog& dialog = wait(u"keepNameDialog"_s);
        auto& take = *dialog.findChild<QPushButton*>(u"accountTake"_s);
        QVERIFY(!take.isEnabled());
        QTest::keyClicks(dialog.findChild<QLineEdit*>(u"newPassword"_s), u"lamp-otter-violin"_s);
        QVERIFY(take.isEnabled());
        QVERIFY(dialog.findChild<QCheckBox*>(u"rememberBox"_s)->isChecked());
        QTest::keyClick(dialog.findChild<QLineEdit*>(u"newPassword"_s), Qt::Key_Return);
        QTRY_COMPARE(m_desk->session().accountState(), Session::AccountState::SignedIn);
        QTRY_VERIFY(m_desk->main().connectionBanner().banner().isVisible());
        QCOMPARE(m_server->accounts.passwords["Ann"], QByteArray("lamp-otter-violin"));
        QVERIFY(!action(u"keepName"_s).isVisible());
        QTRY_VERIFY(!m_desk->settings().accounts().empty() && m_desk->settings().accounts().front().hasPassword);

        m_server->accounts.used.clear();
        m_desk->restart();
        QVERIFY(enter());
        QTRY_COMPARE(m_desk->session().account(), u"Ann"_s);
        QVERIFY(m_server->accounts.used.contains("lamp-otter-violin"));
        QFile file(QDir(m_desk->settings().dataFolder()).filePath(u"chatroom.ini"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("lamp-otter"));
    }

    void refusedPasswordIsSaidInTheDialog()
    {
        QVERIFY(enter());
        m_server->accounts.refusesPassword = "WEAK_PASSWORD Too short";
        m_desk->main().account().keepName();
        QDialog& dialog = wait(u"keepNameDialog"_s);
        dialog.findChild<QLineEdit*>(u"newPassword"_s)->setText(u"1234"_s);
        dialog.findChild<QPushButton*>(u"accountTake"_s)->click();
        auto& hint = *dialog.findChild<QLabel*>(u"newPasswordHint"_s);
        QTRY_VERIFY(hint.text().contains(u"too easy to guess"_s));
        QVERIFY(dialog.isVisible());
        QVERIFY(dialog.findChild<QPushButton*>(u"accountTake"_s)->isEnabled());
    }

    void passwordIsShownByTheEye()
    {
        QVERIFY(enter());
        m_desk->main().account().keepName();
        QDialog& dialog = wait(u"keepNameDialog"_s);
        auto& edit = *dialog.findChild<QLineEdit*>(u"newPassword"_s);
        QCOMPARE(edit.echoMode(), QLineEdit::Password);
        dialog.findChild<QAction*>(u"newPasswordEye"_s)->trigger();
        QCOMPARE(edit.echoMode(), QLineEdit::Normal);
    }

    void nameOfSomebodyAsksForThePassword()
    {
        m_server->accounts.passwords["Ann"] = "secret-1";
        m_desk->windows().start(u"Ann"_s, m_server->address());
        JoinWindow& join = m_desk->joinWindow();
        join.submit();
        QTRY_VERIFY(part(join, u"signInForm"_s).isVisible());
        auto& edit = *join.findChild<QLineEdit*>(u"signInPassword"_s);
        edit.setText(u"wrong"_s);
        QTest::keyClick(&edit, Qt::Key_Return);
        QTRY_VERIFY(part(join, u"signInForm"_s).isVisible() && join.findChild<QLabel*>(u"signInWhy"_s)->text().contains(u"another one"_s));
        edit.setText(u"secret-1"_s);
        QTest::keyClick(&edit, Qt::Key_Return);
        QTRY_VERIFY(m_desk->windows().mainWindow());
        QCOMPARE(m_desk->session().nickname(), u"Ann"_s);
        QCOMPARE(m_desk->session().account(), u"Ann"_s);
    }

    void nameOfSomebodyCanBeAnother_data()
    {
        QTest::addColumn<bool>("isTried"); // a wrong password before
        QTest::newRow("at once") << false;
        QTest::newRow("after a wrong password") << true;
    }
    void nameOfSomebodyCanBeAnother()
    {
        QFETCH(const bool, isTried);
        m_server->accounts.passwords["Ann"] = "secret-1";
        m_desk->windows().start(u"Ann"_s, m_server->address());
        JoinWindow& join = m_desk->joinWindow();
        join.submit();
        QTRY_VERIFY(part(join, u"signInForm"_s).isVisible());
        if (isTried) {
            join.findChild<QLineEdit*>(u"signInPassword"_s)->setText(u"wrong"_s);
            join.findChild<QPushButton*>(u"signInTake"_s)->click();
            QTRY_VERIFY(part(join, u"signInForm"_s).isVisible());
        }
        join.findChild<QPushButton*>(u"signInOther"_s)->click();
        QVERIFY(part(join, u"nameEdit"_s).isVisible() && part(join, u"nameEdit"_s).isEnabled());
        join.findChild<QLineEdit*>(u"nameEdit"_s)->setText(u"Anna"_s);
        QTest::keyClick(join.findChild<QLineEdit*>(u"nameEdit"_s), Qt::Key_Return);
        QTRY_VERIFY(m_desk->windows().mainWindow());
        QCOMPARE(m_desk->session().nickname(), u"Anna"_s);
    }

    void passwordIsGivenWhenOneJoins()
    {
        m_server->accounts.passwords["Ann"] = "secret-1";
        m_desk->windows().start(u"Ann"_s, m_server->address());
        JoinWindow& join = m_desk->joinWindow();
        auto& edit = *join.findChild<QLineEdit*>(u"accountPassword"_s);
        QVERIFY(!edit.isVisible());
        join.findChild<QToolButton*>(u"passwordToggle"_s)->click();
        QVERIFY(edit.isVisible());
        QTest::keyClicks(&edit, u"secret-1"_s);
        QTest::keyClick(&edit, Qt::Key_Return);
        QTRY_VERIFY(m_desk->windows().mainWindow());
        QCOMPARE(m_desk->session().account(), u"Ann"_s);
        QTRY_VERIFY(!m_desk->settings().accounts().empty() && m_desk->settings().accounts().front().hasPassword);
    }

    void noKeyringIsSaidAndNothingIsKept()
    {
        m_server->accounts.passwords["Ann"] = "secret-1";
        QTemporaryDir folder;
        Settings settings(folder.path());
        NoKeyring keyring;
        const SystemClock clock;
        ChatWindows windows(clock, *m_theme, settings, keyring);
        windows.start(u"Ann"_s, m_server->address());
        windows.joinWindow().findChild<QToolButton*>(u"passwordToggle"_s)->click();
        windows.joinWindow().findChild<QLineEdit*>(u"accountPassword"_s)->setText(u"secret-1"_s);
        windows.joinWindow().submit();
        QTRY_VERIFY(windows.mainWindow());
        widgets::Banner& banner = windows.mainWindow()->connectionBanner().banner();
        QTRY_VERIFY(banner.isVisible() && banner.text().contains(u"no key ring"_s));
        QVERIFY(banner.text().contains(u"asked for your password each time"_s));
        QVERIFY(!settings.accounts().front().hasPassword);
    }

    void passwordIsChangedAndKept()
    {
        QVERIFY(enterSignedIn());
        action(u"changePassword"_s).trigger();
        QDialog& dialog = wait(u"changePasswordDialog"_s);
        dialog.findChild<QLineEdit*>(u"oldPassword"_s)->setText(u"wrong"_s);
        dialog.findChild<QLineEdit*>(u"newPassword"_s)->setText(u"otter-violin-lamp"_s);
        dialog.findChild<QPushButton*>(u"accountTake"_s)->click();
        QTRY_VERIFY(dialog.findChild<QLabel*>(u"oldPasswordHint"_s)->text().contains(u"another one"_s));
        dialog.findChild<QLineEdit*>(u"oldPassword"_s)->setText(u"secret-1"_s);
        dialog.findChild<QPushButton*>(u"accountTake"_s)->click();
        QTRY_COMPARE(m_server->accounts.passwords["Ann"], QByteArray("otter-violin-lamp"));
        QTRY_VERIFY(!m_desk->main().findChild<QDialog*>());
        m_server->accounts.used.clear();
        m_desk->restart();
        QVERIFY(enter());
        QTRY_VERIFY(m_server->accounts.used.contains("otter-violin-lamp"));
    }

    void accountIsDeletedAndForgotten()
    {
        QVERIFY(enterSignedIn());
        action(u"deleteAccount"_s).trigger();
        QDialog& dialog = wait(u"deleteAccountDialog"_s);
        QVERIFY(!dialog.findChild<QPushButton*>(u"accountTake"_s)->isEnabled());
        dialog.findChild<QLineEdit*>(u"oldPassword"_s)->setText(u"secret-1"_s);
        dialog.findChild<QPushButton*>(u"accountTake"_s)->click();
        QTRY_VERIFY(!m_server->accounts.passwords.contains("Ann"));
        QTRY_VERIFY(m_desk->settings().accounts().empty());
        QTRY_VERIFY(action(u"keepName"_s).isVisible());
    }

    void signingOutForgetsThePasswordAndLeaves()
    {
        QVERIFY(enterSignedIn());
        action(u"signOut"_s).trigger();
        QTRY_VERIFY(!m_desk->windows().mainWindow());
        QVERIFY(m_desk->joinWindow().isVisible());
        QVERIFY(m_desk->settings().accounts().empty());
        m_server->accounts.used.clear();
        m_desk->joinWindow().submit();
        QTRY_VERIFY(part(m_desk->joinWindow(), u"signInForm"_s).isVisible());
        QVERIFY(m_server->accounts.used.isEmpty());
    }

    void anotherNameIsNotSignedInAsTheKeptOne()
    {
        QVERIFY(enterSignedIn());
        m_server->accounts.used.clear();
        m_desk->restart();
        QVERIFY(m_desk->join(u"Bobby"_s, m_server->address()));
        QCOMPARE(m_desk->session().account(), QString());
        QVERIFY(m_server->accounts.used.isEmpty());
    }

    void profileIsSetAndSeen()
    {
        QVERIFY(enter());
        action(u"editProfile"_s).trigger();
        QDialog& dialog = wait(u"profileDialog"_s);
        dialog.findChild<QLineEdit*>(u"profileName"_s)->setText(u"Ann Marie"_s);
        auto& homepage = *dialog.findChild<QLineEdit*>(u"profileHomepage"_s);
        auto& take = *dialog.findChild<QPushButton*>(u"profileTake"_s);
        for (const QString& wrong : {u"my page"_s, u"javascript:alert(1)"_s, u"file:///etc/passwd"_s}) {
            homepage.setText(wrong);
            QVERIFY2(!take.isEnabled(), qPrintable(wrong));
        }
        homepage.setText(u"https://ann.example"_s);
        take.click();
        QTRY_COMPARE(m_desk->session().profile(u"Ann"_s).displayName, u"Ann Marie"_s);
        QTRY_COMPARE(m_desk->part<SelfButton>(u"selfButton"_s).text(), u"Ann Marie"_s);
        QTRY_VERIFY(!m_desk->main().findChild<QDialog*>());

        action(u"editStatus"_s).trigger();
        QDialog& status = wait(u"statusDialog"_s);
        QVERIFY(!status.findChild<QPushButton*>(u"statusTake"_s)->isEnabled());
        QTest::keyClicks(status.findChild<QLineEdit*>(u"statusEdit"_s), u"At lunch"_s);
        QTest::keyClick(status.findChild<QLineEdit*>(u"statusEdit"_s), Qt::Key_Return);
        QTRY_COMPARE(m_desk->session().profile(u"Ann"_s).status, u"At lunch"_s);
    }

    void cardSaysWhatIsKnownAndEscapesIt()
    {
        client::Person person;
        person.nickname = u"ann"_s;
        person.account = u"ann"_s;
        person.isAway = true;
        const client::Profile profile{u"<b>Ann</b> Marie"_s, u"At lunch"_s, u"she/her"_s, {}, {}};
        const QString card = personCard(person, profile, true);
        QVERIFY(card.contains(u"&lt;b&gt;Ann&lt;/b&gt; Marie"_s));
        for (const QString& part : {u"Name here: ann"_s, u"Signed in as ann"_s, u"At lunch"_s, u"she/her"_s, u"Away"_s})
            QVERIFY2(card.contains(part), qPrintable(part));
        person.account.clear();
        QVERIFY(personCard(person, profile, true).contains(u"Not signed in"_s));
        QVERIFY(!personCard(person, profile, false).contains(u"igned in"_s));
    }

    void roomIsRenamed_data()
    {
        QTest::addColumn<bool>("can");
        QTest::newRow("where the server can") << true;
        QTest::newRow("not where it cannot") << false;
    }
    void roomIsRenamed()
    {
        QFETCH(const bool, can);
        m_server->people = {};
        m_server->more = can ? " draft/channel-rename" : "";
        QVERIFY(enter());
        QVERIFY(m_desk->look());
        QTest::keyClick(&m_desk->main(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        if (!can) {
            QVERIFY(!m_desk->main().findChild<QDialog*>());
            return;
        }
        QDialog& dialog = wait(u"roomRenameDialog"_s);
        auto& edit = *dialog.findChild<QLineEdit*>(u"roomNewName"_s);
        auto& take = *dialog.findChild<QPushButton*>(u"roomRenameTake"_s);
        QVERIFY(!take.isEnabled()); // the same
        edit.setText(u"the garden"_s);
        QVERIFY(!take.isEnabled());
        edit.setText(u"garden"_s);
        take.click();
        QTRY_VERIFY(m_server->got("RENAME #lobby #garden"));
    }

    void passwordsAreJudged_data()
    {
        QTest::addColumn<QString>("password");
        QTest::addColumn<int>("strength");
        const auto row = [](const char* name, const QString& password, PasswordStrength strength) {
            QTest::newRow(name) << password << static_cast<int>(strength);
        };
        row("none", {}, PasswordStrength::Empty);
        row("short", u"kX9!qz"_s, PasswordStrength::Weak);
        row("what everybody takes", u"password1234"_s, PasswordStrength::Weak);
        row("one letter", u"aaaaaaaaaaaaaaaa"_s, PasswordStrength::Weak);
        row("the name and a year", u"annmarie2024"_s, PasswordStrength::Weak);
        row("three words", u"lampottercloud"_s, PasswordStrength::Fair);
        row("words in a row", u"lamp-otter-violin-7"_s, PasswordStrength::Strong);
    }
    void passwordsAreJudged()
    {
        QFETCH(const QString, password);
        QTEST(static_cast<int>(passwordStrength(password, u"AnnMarie"_s)), "strength");
    }

private:
    bool enter() { return m_desk->join(u"Ann"_s, m_server->address()); }
    bool enterSignedIn()
    {
        m_server->accounts.passwords["Ann"] = "secret-1";
        m_desk->windows().start(u"Ann"_s, m_server->address());
        m_desk->joinWindow().findChild<QToolButton*>(u"passwordToggle"_s)->click();
        m_desk->joinWindow().findChild<QLineEdit*>(u"accountPassword"_s)->setText(u"secret-1"_s);
        return enter() && QTest::qWaitFor([&] {
                   return !m_desk->settings().accounts().empty() && m_desk->settings().accounts().front().hasPassword;
               });
    }
    QAction& action(const QString& name) { return *m_desk->main().account().findChild<QAction*>(name); }
    static QWidget& part(const QWidget& window, const QString& name) { return *window.findChild<QWidget*>(name); }
    QDialog& wait(const QString& name)
    {
        QDialog* dialog = nullptr;
        if (!QTest::qWaitFor([&] { return (dialog = m_desk->main().findChild<QDialog*>(name)) && dialog->isVisible(); }))
            qFatal("no dialog came");
        return *dialog;
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<DemoServer> m_server;
    std::unique_ptr<Desk> m_desk;
};

QTEST_MAIN(AccountsTest)
#include "tst_accounts.moc"
