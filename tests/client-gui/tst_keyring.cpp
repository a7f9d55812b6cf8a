// The system's key ring where there is none: that is said, and nothing is kept elsewhere.
#include "client-gui/keyring.h"

#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using client::SecretError;

class KeyringTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
#ifndef Q_OS_LINUX
        QSKIP("this system always has one");
#endif
        QVERIFY(m_home.isValid());
        qputenv("HOME", m_home.path().toLocal8Bit());
        qputenv("XDG_CONFIG_HOME", m_home.path().toLocal8Bit());
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + m_home.filePath(u"nobody"_s).toLocal8Bit());
    }

    void readingSaysSo()
    {
        std::optional<Result<QString, SecretError>> answer;
        m_keyring.read(u"chat.example:6697"_s, u"Ann"_s, this, [&](const Result<QString, SecretError>& read) { answer.emplace(read); });
        QTRY_VERIFY(answer);
        QVERIFY(!*answer);
        QVERIFY(answer->error().what.contains(u"key ring"_s));
    }

    void writingSaysSoAndKeepsNothing()
    {
        std::optional<Result<void, SecretError>> answer;
        m_keyring.write(u"chat.example:6697"_s, u"Ann"_s, u"lamp-otter"_s, this,
                        [&](const Result<void, SecretError>& written) { answer.emplace(written); });
        QTRY_VERIFY(answer);
        QVERIFY(!*answer);
        QCOMPARE(QDir(m_home.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden), QStringList());
    }

private:
    QTemporaryDir m_home;
    clientgui::Keyring m_keyring;
};

QTEST_MAIN(KeyringTest)
#include "tst_keyring.moc"
