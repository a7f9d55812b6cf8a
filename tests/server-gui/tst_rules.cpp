// What may be set, and the addresses that people are shown.
#include "addresses.h"
#include "settingsrules.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::servergui;
using namespace Qt::Literals::StringLiterals;
using server::BoundAddress;

namespace {

QStringList texts(const QList<ShownAddress>& shown)
{
    QStringList all;
    for (const ShownAddress& address : shown)
        all.append(address.text);
    return all;
}

std::vector<server::ListenConfig> listeners(const QStringList& addresses)
{
    std::vector<server::ListenConfig> all;
    for (const QString& address : addresses) {
        server::ListenConfig listener;
        listener.address = address;
        all.push_back(listener);
    }
    return all;
}

} // namespace

class RulesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void databases_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("none is a file") << QString() << true;
        QTest::newRow("a user, a password, a host and a database") << u"postgresql://chatroom:secret@192.0.2.7:5433/chatroom"_s << true;
        QTest::newRow("the short name") << u"postgres://192.0.2.7/chatroom"_s << true;
        QTest::newRow("this machine's own socket") << u"postgresql:///chatroom?host=/run/postgresql"_s << true;
        QTest::newRow("another kind of database") << u"mysql://192.0.2.7/chatroom"_s << false;
        QTest::newRow("a file") << u"/srv/chatroom.sqlite"_s << false;
        QTest::newRow("no database") << u"postgresql://192.0.2.7/"_s << false;
        QTest::newRow("a space in it") << u"postgresql://192.0.2.7/chat room"_s << false;
    }
    void databases()
    {
        QFETCH(QString, url);
        QTEST(SettingsRules::databaseProblem(url).isEmpty(), "isGood");
    }

    void serverNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("a name with a dot") << u"chat.local"_s << true;
        QTest::newRow("three parts with a hyphen") << u"chat-1.example.org"_s << true;
        QTest::newRow("an empty one") << QString() << false;
        QTest::newRow("one without a dot") << u"localhost"_s << false;
        QTest::newRow("one with a space") << u"my chat.local"_s << false;
        QTest::newRow("one that ends with a dot") << u"chat.local."_s << false;
        QTest::newRow("one that begins with a hyphen") << u"-chat.local"_s << false;
        QTest::newRow("one with letters of another script") << u"čat.local"_s << false;
        QTest::newRow("63 bytes") << QString(u"a"_s.repeated(57) + u".local"_s) << true;
        QTest::newRow("64 bytes") << QString(u"a"_s.repeated(58) + u".local"_s) << false;
    }
    void serverNames()
    {
        QFETCH(QString, name);
        QFETCH(bool, isGood);
        const QString problem = SettingsRules::serverNameProblem(name);
        QVERIFY2(problem.isEmpty() == isGood, qPrintable(problem));
    }

    void otherFields()
    {
        QVERIFY(SettingsRules::networkProblem(u"The office"_s).isEmpty());
        QVERIFY(!SettingsRules::networkProblem(u"  "_s).isEmpty());
        QVERIFY(!SettingsRules::networkProblem(u"ö"_s.repeated(32)).isEmpty());
        QVERIFY(SettingsRules::descriptionProblem({}).isEmpty());
        QVERIFY(!SettingsRules::descriptionProblem(u"a\nb"_s).isEmpty());
        QVERIFY(SettingsRules::passwordProblem(u"correct horse"_s).isEmpty());
        QVERIFY(!SettingsRules::passwordProblem(u"lost "_s).isEmpty());
    }

    void places_data()
    {
        QTest::addColumn<QStringList>("addresses");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("one") << QStringList{u"[::]:6697"_s} << true;
        QTest::newRow("two ports") << QStringList{u"[::]:6697"_s, u"[::]:6667"_s} << true;
        QTest::newRow("the same port at two addresses") << QStringList{u"127.0.0.1:6697"_s, u"192.0.2.7:6697"_s} << true;
        QTest::newRow("any port twice") << QStringList{u"[::]:0"_s, u"[::]:0"_s} << true;
        QTest::newRow("none") << QStringList{} << false;
        QTest::newRow("the same twice") << QStringList{u"[::]:6697"_s, u"[::]:6697"_s} << false;
        QTest::newRow("no port") << QStringList{u"192.0.2.7"_s} << false;
        QTest::newRow("a port too high") << QStringList{u"192.0.2.7:70000"_s} << false;
    }
    void places()
    {
        QFETCH(QStringList, addresses);
        QFETCH(bool, isGood);
        QCOMPARE(SettingsRules::listenersProblem(listeners(addresses)).isEmpty(), isGood);
    }

    void listenersAreReadAndWritten_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::newRow("IPv4") << u"127.0.0.1:6667"_s << u"127.0.0.1"_s << 6667;
        QTest::newRow("IPv6 in brackets") << u"[::1]:6697"_s << u"::1"_s << 6697;
        QTest::newRow("a name") << u"office:0"_s << u"office"_s << 0;
    }
    void listenersAreReadAndWritten()
    {
        QFETCH(QString, text);
        const auto parsed = parseListener(text);
        QVERIFY(parsed.has_value());
        QTEST(parsed->host, "host");
        QTEST(static_cast<int>(parsed->port), "port");
        QCOMPARE(listenerText(*parsed), text);
    }

    void anyInterfaceIsNameAndAddresses()
    {
        const QList<QHostAddress> interfaces{QHostAddress(u"192.0.2.7"_s), QHostAddress(u"127.0.0.1"_s), QHostAddress(u"fe80::1"_s),
                                             QHostAddress(u"2001:db8::7"_s)};
        const BoundAddress any{QHostAddress(QHostAddress::AnyIPv6), 6697, true};
        QCOMPARE(texts(shownAddresses({any}, interfaces, u"office"_s)),
                 (QStringList{u"192.0.2.7:6697"_s, u"office:6697"_s, u"[2001:db8::7]:6697"_s}));
        const BoundAddress any4{QHostAddress(QHostAddress::AnyIPv4), 6667, false};
        QCOMPARE(texts(shownAddresses({any4}, interfaces, u"localhost"_s)), QStringList{u"192.0.2.7:6667"_s});
    }

    void loopbackIsForThisComputer()
    {
        const BoundAddress here{QHostAddress(QHostAddress::LocalHost), 6667, false};
        const BoundAddress there{QHostAddress(u"192.0.2.7"_s), 6697, true};
        const auto shown = shownAddresses({here, there, here}, {}, u"office"_s);
        QCOMPARE(shown, (QList<ShownAddress>{{u"192.0.2.7:6697"_s, true, false}, {u"127.0.0.1:6667"_s, false, true}}));
    }

    void withoutANetworkThereIsThisComputer()
    {
        const BoundAddress any{QHostAddress(QHostAddress::AnyIPv6), 6697, true};
        QCOMPARE(shownAddresses({any}, {}, {}), (QList<ShownAddress>{{u"localhost:6697"_s, true, true}}));
    }
};

QTEST_GUILESS_MAIN(RulesTest)
#include "tst_rules.moc"
