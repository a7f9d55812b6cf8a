// The dialogs by keyboard: rooms, going to a room or a person, preferences, another name.
#include "client-gui/composer/composer.h"
#include "client-gui/desk.h"
#include "client-gui/dialogs/keysdialog.h"
#include "client-gui/dialogs/namedialog.h"
#include "client-gui/dialogs/preferencesdialog.h"
#include "client-gui/dialogs/roomsdialog.h"
#include "client-gui/dialogs/switcher.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panels/conversationpane.h"
#include "client/models/linemodel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::clientgui;
using tests::DemoServer;
using tests::Desk;

class DialogsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light); }
    void cleanupTestCase() { m_theme.reset(); }
    void init()
    {
        m_server = std::make_unique<DemoServer>();
        m_server->people = {"@Bob", "Carl", "Dora"};
        m_server->rooms = {"#lobby 4 :Welcome", "#tea 9 :<b>Green</b> or black", "#build 2 :What broke"};
        m_desk = std::make_unique<Desk>(*m_theme);
        QVERIFY(m_desk->join(u"Ann"_s, m_server->address()));
    }
    void cleanup()
    {
        m_desk.reset();
        m_server.reset();
        m_theme->setChoice(widgets::ThemeChoice::Light);
        m_theme->setFontFactor(1);
    }

    void roomIsFoundAndJoinedByKeys()
    {
        auto& dialog = open<RoomsDialog>(Qt::Key_J, Qt::ControlModifier);
        auto& table = *dialog.findChild<QTableView*>(u"roomTable"_s);
        QTRY_COMPARE(table.model()->rowCount(), 3);
        QCOMPARE(table.model()->index(0, 0).data().toString(), u"#tea"_s); // the fullest first
        auto& edit = *dialog.findChild<QLineEdit*>(u"roomEdit"_s);
        QVERIFY(edit.hasFocus());
        QTest::keyClicks(&edit, u"BUI"_s);
        QCOMPARE(table.model()->rowCount(), 1);
        QTest::keyClick(&edit, Qt::Key_Down);
        auto& join = *dialog.findChild<QPushButton*>(u"roomsJoin"_s);
        QCOMPARE(join.text(), u"Join #build"_s);
        join.click();
        QTRY_VERIFY(m_desk->find(u"#build"_s) && m_desk->find(u"#build"_s)->isJoined());
        QTRY_COMPARE(m_desk->main().current(), m_desk->find(u"#build"_s));
    }

    void roomIsMadeByItsName_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("button"); // empty: it cannot be
        QTest::newRow("with the sign") << u"#garden"_s << u"Make #garden"_s;
        QTest::newRow("without it") << u"garden"_s << u"Make #garden"_s;
        QTest::newRow("with an ampersand in it") << u"you&me"_s << u"Make #you&&me"_s;
        QTest::newRow("with a space") << u"my garden"_s << QString();
        QTest::newRow("with a comma") << u"a,b"_s << QString();
        QTest::newRow("too long") << QString(300, u'x') << QString();
    }
    void roomIsMadeByItsName()
    {
        QFETCH(const QString, typed);
        QFETCH(const QString, button);
        auto& dialog = open<RoomsDialog>(Qt::Key_J, Qt::ControlModifier);
        QTRY_VERIFY(dialog.findChild<QTableView*>(u"roomTable"_s)->model()->rowCount() == 3);
        dialog.findChild<QLineEdit*>(u"roomEdit"_s)->setText(typed);
        auto& join = *dialog.findChild<QPushButton*>(u"roomsJoin"_s);
        QCOMPARE(join.isEnabled(), !button.isEmpty());
        QCOMPARE(dialog.findChild<QLabel*>(u"roomReason"_s)->isVisible(), button.isEmpty());
        if (button.isEmpty())
            return;
        QCOMPARE(join.text(), button);
        QSignalSpy chosen(&dialog, &RoomsDialog::roomChosen);
        QTest::keyClick(dialog.findChild<QLineEdit*>(u"roomEdit"_s), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
    }

    void switcherGoesThere_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("where");
        QTest::newRow("a room by its beginning") << u"lob"_s << u"#lobby"_s;
        QTest::newRow("a person one has not written to") << u"dor"_s << u"Dora"_s;
        QTest::newRow("letters in order") << u"cl"_s << u"Carl"_s;
        QTest::newRow("a room that is not there yet") << u"zebra"_s << u"#zebra"_s;
    }
    void switcherGoesThere()
    {
        QFETCH(const QString, typed);
        QFETCH(const QString, where);
        m_desk->session().openDirect(u"Bob"_s);
        m_desk->main().showConversation(m_desk->find(u"Bob"_s));
        auto& dialog = open<Switcher>(Qt::Key_K, Qt::ControlModifier);
        auto& edit = *dialog.findChild<QLineEdit*>(u"switcherEdit"_s);
        QTest::keyClicks(&edit, typed);
        QTest::keyClick(&edit, Qt::Key_Return);
        QTRY_VERIFY(m_desk->find(where) && m_desk->main().current() == m_desk->find(where));
    }

    void switcherIsWalkedWithTheArrows()
    {
        auto& dialog = open<Switcher>(Qt::Key_K, Qt::ControlModifier);
        auto& list = *dialog.findChild<QListWidget*>(u"switcherList"_s);
        auto& edit = *dialog.findChild<QLineEdit*>(u"switcherEdit"_s);
        QVERIFY(list.count() >= 5); // the server, the room, three people
        QCOMPARE(list.currentRow(), 0);
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(list.currentRow(), list.count() - 1);
        QTest::keyClick(&edit, Qt::Key_Down);
        QCOMPARE(list.currentRow(), 0);
        QTest::keyClick(&edit, Qt::Key_Escape);
        QTRY_VERIFY(!m_desk->main().findChild<Switcher*>());
    }

    void preferencesAreTakenAtOnceAndRemembered()
    {
        MessageView& messages = m_desk->main().pane().messages();
        m_server->saySomething("Bob", "#lobby", "Hello", QDateTime::currentDateTimeUtc());
        m_server->happen("Emil", "JOIN #lobby", QDateTime::currentDateTimeUtc());
        QTRY_COMPARE(m_desk->last(u"#lobby"_s).author, u"Emil"_s);
        const int rows = m_desk->find(u"#lobby"_s)->lines().rowCount();
        QVERIFY(messages.rowRect(rows - 1).height() > 0);
        const int letters = m_desk->main().fontInfo().pixelSize();

        auto& dialog = open<PreferencesDialog>(Qt::Key_Comma, Qt::ControlModifier);
        choose(dialog, u"themeBox"_s, static_cast<int>(widgets::ThemeChoice::Dark));
        QVERIFY(m_theme->palette().isDark);
        choose(dialog, u"fontSizeBox"_s, 1.5);
        QTRY_VERIFY(m_desk->main().fontInfo().pixelSize() > letters);
        const int high = messages.rowRect(rows - 2).height();
        choose(dialog, u"densityBox"_s, static_cast<int>(Density::Compact));
        QVERIFY(messages.rowRect(rows - 2).height() < high);
        dialog.findChild<QCheckBox*>(u"comingsBox"_s)->click();
        QCOMPARE(messages.rowRect(rows - 1).height(), 0);
        dialog.findChild<QCheckBox*>(u"notifyMentionsBox"_s)->click();
        dialog.findChild<QPushButton*>(u"preferencesClose"_s)->click();

        m_desk->restart();
        const Settings& kept = m_desk->settings();
        QCOMPARE(kept.theme(), widgets::ThemeChoice::Dark);
        QCOMPARE(kept.fontFactor(), 1.5);
        QCOMPARE(kept.density(), Density::Compact);
        QVERIFY(!kept.showsComings());
        QCOMPARE(kept.notifications(), (NotificationRules{false, true}));
    }

    void anotherNameIsChecked()
    {
        NameDialog dialog(*m_theme, u"Ann"_s, &m_desk->main());
        dialog.show();
        QSignalSpy chosen(&dialog, &NameDialog::nameChosen);
        auto& edit = *dialog.findChild<QLineEdit*>(u"nameEdit"_s);
        auto& take = *dialog.findChild<QPushButton*>(u"nameDialogTake"_s);
        edit.setText(u"Ann Marie"_s);
        QVERIFY(!take.isEnabled());
        QTest::keyClick(&edit, Qt::Key_Return);
        QCOMPARE(chosen.count(), 0);
        edit.setText(u"Anna"_s);
        QVERIFY(take.isEnabled());
        take.click();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().toString(), u"Anna"_s);
    }

    void everyControlIsNamed()
    {
        for (const auto& [key, modifiers] : {std::pair{Qt::Key_J, Qt::ControlModifier},
                                             {Qt::Key_K, Qt::ControlModifier},
                                             {Qt::Key_Comma, Qt::ControlModifier},
                                             {Qt::Key_F1, Qt::NoModifier}}) {
            auto& dialog = open<QDialog>(key, modifiers);
            for (const QWidget* widget : dialog.findChildren<QWidget*>()) {
                if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || isPartOfAnother(*widget))
                    continue;
                const auto* button = qobject_cast<const QAbstractButton*>(widget);
                const bool isNamed = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
                QVERIFY2(isNamed, qPrintable(dialog.objectName() + u' ' + QString::fromLatin1(widget->metaObject()->className())));
            }
            dialog.close();
            QTRY_VERIFY(!m_desk->main().findChild<QDialog*>());
        }
    }

private:
    // By its key, as people open it.
    template <typename Dialog>
    Dialog& open(Qt::Key key, Qt::KeyboardModifiers modifiers)
    {
        if (!m_desk->look())
            qFatal("the window cannot be active");
        QTest::keyClick(&m_desk->main(), key, modifiers);
        Dialog* dialog = nullptr;
        if (!QTest::qWaitFor([&] { return (dialog = m_desk->main().findChild<Dialog*>()) && dialog->isVisible(); }))
            qFatal("no dialog came");
        dialog->activateWindow();
        if (!QTest::qWaitForWindowActive(dialog))
            qFatal("the dialog cannot be active");
        return *dialog;
    }
    static void choose(const QDialog& dialog, const QString& box, const QVariant& value)
    {
        auto* combo = dialog.findChild<QComboBox*>(box);
        const int index = combo->findData(value);
        QVERIFY(index >= 0 && index != combo->currentIndex());
        combo->setCurrentIndex(index);
    }
    // What Qt makes of itself within a control.
    static bool isPartOfAnother(const QWidget& widget)
    {
        if (widget.objectName().startsWith(u"qt_"_s))
            return true;
        for (const QWidget* parent = widget.parentWidget(); parent; parent = parent->parentWidget()) {
            if (parent->inherits("QComboBox") || parent->inherits("QAbstractItemView") || parent->inherits("QLineEdit"))
                return true;
        }
        return false;
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<DemoServer> m_server;
    std::unique_ptr<Desk> m_desk;
};

QTEST_MAIN(DialogsTest)
#include "tst_dialogs.moc"
