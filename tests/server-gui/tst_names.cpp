// Kept names in the window: who has one, a new password for who forgot theirs, and a name that is given up.
#include "models/namesmodel.h"
#include "pages/namespage.h"
#include "tablepanel.h"
#include "text.h"
#include "widgets/banner.h"
#include "widgets/copybutton.h"
#include "widgets/emptystate.h"
#include "windowfixture.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <memory>

using namespace chatroom;
using namespace chatroom::servergui;
using namespace chatroom::servergui::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kNow{std::chrono::milliseconds{1'700'000'000'000}};

server::ServerSnapshot snapshotOf(const QList<server::AccountRow>& accounts)
{
    server::ServerSnapshot snapshot;
    snapshot.at = kNow;
    snapshot.accounts = accounts;
    return snapshot;
}

} // namespace

class NamesTest final : public QObject
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

    void aNameIsShownInWords_data()
    {
        QTest::addColumn<server::AccountRow>("row");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("signInHint");
        const auto row = [](Timestamp created, Timestamp seen, int devices, int keys, bool hasPassword) {
            return server::AccountRow{"ada", created, seen, devices, keys, hasPassword};
        };
        QTest::newRow("here on two devices") << row(kNow - 24h * 3, kNow - 24h, 2, 0, true) << u"ada|3 days|here now|2|Password|"_s
                                             << u"They sign in by a password."_s;
        QTest::newRow("away for some time") << row(kNow - 24h * 3, kNow - 5min, 0, 2, true) << u"ada|3 days|5 min ago|–|Password or key|"_s
                                            << u"They sign in by a password, or by keys on 2 devices."_s;
        QTest::newRow("just gone") << row(kNow - 2h, kNow - 20s, 0, 1, false) << u"ada|2 h|just now|–|Key|"_s
                                   << u"They sign in by a key on one device, without a password."_s;
        QTest::newRow("nothing signs them in") << row(kNow - 2h, kNow - 1h, 0, 0, false) << u"ada|2 h|1 h ago|–|Nothing|"_s
                                               << u"They cannot sign in before you make a new password for them."_s;
        QTest::newRow("a clock that was set back")
            << row(kNow + 1h, kNow + 1h, 0, 0, true) << u"ada|just now|just now|–|Password|"_s << u"They sign in by a password."_s;
    }
    void aNameIsShownInWords()
    {
        QFETCH(const server::AccountRow, row);
        QFETCH(const QString, shown);
        QFETCH(const QString, signInHint);
        NamesModel model;
        model.follow(snapshotOf({row}));
        QString cells;
        for (int column = 0; column < NamesModel::ColumnCount; ++column)
            cells += model.index(0, column).data().toString() + u'|';
        QCOMPARE(cells, shown);
        QCOMPARE(model.index(0, NamesModel::SignIn).data(Qt::ToolTipRole).toString().remove(QRegularExpression(u"<[^>]*>"_s)), signInHint);
        QCOMPARE(model.index(0, 0).data(NamesModel::AwayRole).toBool(), row.devices == 0);
    }

    void theExactTimesAreAHint()
    {
        NamesModel model;
        model.follow(snapshotOf({{"ada", kNow - 24h * 3, kNow - 5min, 0, 0, true}}));
        QVERIFY(model.index(0, NamesModel::Age).data(Qt::ToolTipRole).toString().contains(Text::exactTime(kNow - 24h * 3)));
        QVERIFY(model.index(0, NamesModel::Seen).data(Qt::ToolTipRole).toString().contains(Text::exactTime(kNow - 5min)));
    }

    void namesComeAndGoByDifference()
    {
        NamesModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        const server::AccountRow ada{"ada", kNow, kNow, 1, 0, true};
        const server::AccountRow bob{"bob", kNow, kNow, 0, 0, true};
        model.follow(snapshotOf({ada, bob}));
        const QPersistentModelIndex second = model.index(1, 0);
        model.follow(snapshotOf({bob}));
        QVERIFY(second.isValid());
        QCOMPARE(second.row(), 0);
        QCOMPARE(model.keptName(second)->id, QByteArray("bob"));
        QVERIFY(!model.keptName({}));
        QCOMPARE(reset.size(), 0);
    }

    void itSortsByWhatIsMeant()
    {
        showOnly({{"old", kNow - 24h * 100, kNow - 24h * 50, 0, 0, true},
                  {"away", kNow - 24h * 10, kNow - 9min, 0, 0, true},
                  {"here", kNow - 24h * 30, kNow - 24h, 1, 0, true}});
        auto& table = m_fixture->table(u"namesPage"_s);
        table.sortByColumn(NamesModel::Seen, Qt::AscendingOrder);
        QCOMPARE(first(), (QStringList{u"here"_s, u"away"_s, u"old"_s}));
        table.sortByColumn(NamesModel::Age, Qt::AscendingOrder);
        QCOMPARE(first(), (QStringList{u"away"_s, u"here"_s, u"old"_s}));
        m_fixture->part<QLineEdit>(u"filter"_s, u"namesPage"_s).setText(u"AW"_s);
        QCOMPARE(first(), QStringList{u"away"_s});
    }

    void whereNobodyKeepsANameItSaysHow()
    {
        QVERIFY(emptyText().contains(u"Keep this name"_s));
        server::ServerConfig config = m_fixture->config();
        config.accounts.isRegistrationOpen = false;
        m_fixture->open(config);
        QVERIFY2(emptyText().contains(u"settings"_s), qPrintable(emptyText()));
    }

    void nothingCanBeDoneToNobody()
    {
        QVERIFY(!action(u"resetPassword"_s).isEnabled());
        QVERIFY(!action(u"deleteName"_s).isEnabled());
    }

    void whoKeepsANameIsListed()
    {
        Visitor ada(m_fixture->port());
        keep(ada, "ada", "a good one");
        QTRY_VERIFY(m_fixture->shown(u"namesPage"_s).contains(u"ada|just now|here now|1|Password|"_s));
        QTRY_VERIFY(m_fixture->shown(u"peoplePage"_s).contains(u"ada|ada|127.0.0.1|"_s));
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"|Name kept|ada|"_s));
    }

    void aSecondDeviceIsCounted()
    {
        Visitor ada(m_fixture->port());
        keep(ada, "ada", "a good one");
        Visitor again(m_fixture->port());
        QVERIFY(signIn(again, "ada", "a good one"));
        again.send("CAP END");
        QVERIFY(again.hears(" 001 ada"));
        QTRY_VERIFY(m_fixture->shown(u"namesPage"_s).contains(u"|here now|2|"_s));
        QTRY_VERIFY(m_fixture->shown(u"peoplePage"_s).contains(u"|ada, 2 devices|"_s));
    }

    void aNewPasswordIsShownOnceAndWorks()
    {
        Visitor ada(m_fixture->port());
        keep(ada, "ada", "a good one");
        QVERIFY(m_fixture->choose(u"namesPage"_s, u"ada"_s));
        action(u"resetPassword"_s).trigger();
        agree();
        QTRY_VERIFY(m_fixture->window().findChild<QDialog*>(u"newPasswordDialog"_s));
        const QString password = m_fixture->part<QLineEdit>(u"newPassword"_s).text();
        QCOMPARE(password.size(), 14);
        m_fixture->part<widgets::CopyButton>(u"copyPassword"_s).click();
        QCOMPARE(QApplication::clipboard()->text(), password);
        QString said;
        for (const QLabel* label : m_fixture->window().findChild<QDialog*>(u"newPasswordDialog"_s)->findChildren<QLabel*>())
            said += label->text();
        QVERIFY2(said.contains(u"sign in as ada with this password"_s), qPrintable(said));
        m_fixture->window().findChild<QDialog*>(u"newPasswordDialog"_s)->accept();
        QTRY_VERIFY(!m_fixture->window().findChild<QDialog*>(u"newPasswordDialog"_s));

        ada.send("QUIT");
        QVERIFY(ada.isGone());
        Visitor old(m_fixture->port());
        QVERIFY(!signIn(old, "ada", "a good one"));
        Visitor next(m_fixture->port());
        QVERIFY(signIn(next, "ada", password.toUtf8()));
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"|New password|this server|The password of ada was replaced|"_s));
        QVERIFY(!m_fixture->shown(u"logPage"_s).contains(password));
    }

    void aDeletedNameIsFreeAgain()
    {
        Visitor ada(m_fixture->port());
        keep(ada, "ada", "a good one");
        QVERIFY(m_fixture->choose(u"namesPage"_s, u"ada"_s));
        action(u"deleteName"_s).trigger();
        agree();
        QTRY_COMPARE(m_fixture->table(u"namesPage"_s).model()->rowCount(), 0);
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"The name ada is free again; its account was deleted|"_s));
        ada.send("QUIT");
        QVERIFY(ada.isGone());
        Visitor another(m_fixture->port());
        QVERIFY(another.comeIn("ada"));
    }

    void enterDeletesNoName()
    {
        showOnly({{"ada", kNow, kNow, 0, 0, true}});
        const QSignalSpy deleted(&m_fixture->part<NamesPage>(u"namesPage"_s), &NamesPage::deleteAgreed);
        QVERIFY(m_fixture->choose(u"namesPage"_s, u"ada"_s));
        action(u"deleteName"_s).trigger();
        auto* dialog = m_fixture->window().findChild<QDialog*>(u"confirmDialog"_s);
        QVERIFY(dialog);
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(!m_fixture->window().findChild<QDialog*>(u"confirmDialog"_s));
        QCOMPARE(deleted.size(), 0);
    }

    void whatADeletionTakesIsSaid()
    {
        showOnly({{"ada", kNow, kNow, 1, 0, true}});
        QVERIFY(m_fixture->choose(u"namesPage"_s, u"ada"_s));
        action(u"deleteName"_s).trigger();
        const QString said = m_fixture->window().findChild<QDialog*>(u"confirmDialog"_s)->accessibleDescription();
        for (const QString& part : {u"free for others"_s, u"direct messages"_s, u"signed out"_s, u"cannot be undone"_s})
            QVERIFY2(said.contains(part), qPrintable(said));
    }

    void whatTheServerCannotDoIsSaid()
    {
        showOnly({{"nobody", kNow, kNow, 0, 0, true}});
        QVERIFY(m_fixture->choose(u"namesPage"_s, u"nobody"_s));
        action(u"resetPassword"_s).trigger();
        agree();
        QTRY_VERIFY(m_fixture->part<widgets::Banner>(u"banner"_s).isVisible());
        QVERIFY(m_fixture->part<widgets::Banner>(u"banner"_s).text().contains(u"nobody"_s));
    }

private:
    // A snapshot that the server did not make.
    void showOnly(const QList<server::AccountRow>& accounts)
    {
        m_fixture->host().setSnapshotInterval(0ms);
        Q_EMIT m_fixture->host().snapshotArrived(snapshotOf(accounts));
    }
    QStringList first()
    {
        const QAbstractItemModel& model = *m_fixture->table(u"namesPage"_s).model();
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names += model.index(row, 0).data().toString();
        return names;
    }
    QString emptyText()
    {
        QString all;
        for (const auto* state : m_fixture->window().findChild<QWidget*>(u"namesPage"_s)->findChildren<widgets::EmptyState*>()) {
            if (!state->isVisibleTo(state->parentWidget()))
                continue;
            for (const QLabel* label : state->findChildren<QLabel*>())
                all += label->text();
        }
        return all;
    }
    QAction& action(const QString& name) { return m_fixture->part<QAction>(name, u"namesPage"_s); }
    void agree()
    {
        auto* dialog = m_fixture->window().findChild<QDialog*>(u"confirmDialog"_s);
        QVERIFY(dialog);
        dialog->findChild<QPushButton*>(u"accept"_s)->click();
        QTRY_VERIFY(!m_fixture->window().findChild<QDialog*>(u"confirmDialog"_s));
    }
    static void keep(Visitor& visitor, const QByteArray& name, const QByteArray& password)
    {
        QVERIFY(visitor.comeIn(name));
        visitor.send("REGISTER * * :" + password);
        QVERIFY(visitor.hears("REGISTER SUCCESS " + name));
    }
    // IRCv3 sasl-3.1, PLAIN. Before the connection is registered.
    static bool signIn(Visitor& visitor, const QByteArray& name, const QByteArray& password)
    {
        visitor.send("CAP REQ sasl");
        visitor.send("NICK " + name);
        visitor.send("USER " + name + " 0 * :" + name);
        visitor.send("AUTHENTICATE PLAIN");
        if (!visitor.hears("AUTHENTICATE +"))
            return false;
        visitor.send("AUTHENTICATE " + (name + '\0' + name + '\0' + password).toBase64());
        return QTest::qWaitFor([&] { return visitor.hears(" 90") && (visitor.hasHeard(" 903 ") || visitor.hasHeard(" 904 ")); })
               && visitor.hasHeard(" 903 ");
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(NamesTest)
#include "tst_names.moc"
