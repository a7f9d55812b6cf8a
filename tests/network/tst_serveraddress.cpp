// What people type as the address of a chatroom.
#include "network/serveraddress.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom::network;

class ServerAddressTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_data();
    void good();
    void bad_data();
    void bad();
};

void ServerAddressTest::good_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<QString>("shown"); // the shortest form of the same
    QTest::newRow("a name") << u"chat.example"_s << u"chat.example"_s << 6697 << true << u"chat.example"_s;
    QTest::newRow("a name without a dot") << u"office"_s << u"office"_s << 6697 << true << u"office"_s;
    QTest::newRow("blanks around it") << u"  office \n"_s << u"office"_s << 6697 << true << u"office"_s;
    QTest::newRow("letters of another script") << u"b\u00fcro.example"_s << u"b\u00fcro.example"_s << 6697 << true
                                               << u"b\u00fcro.example"_s;
    QTest::newRow("a name and a port") << u"office:7000"_s << u"office"_s << 7000 << true << u"office:7000"_s;
    QTest::newRow("the port that is plain by custom") << u"office:6667"_s << u"office"_s << 6667 << false << u"office:6667"_s;
    QTest::newRow("the port that is encrypted by custom") << u"office:6697"_s << u"office"_s << 6697 << true << u"office"_s;
    QTest::newRow("the largest port") << u"office:65535"_s << u"office"_s << 65535 << true << u"office:65535"_s;
    QTest::newRow("IPv4") << u"192.0.2.7"_s << u"192.0.2.7"_s << 6697 << true << u"192.0.2.7"_s;
    QTest::newRow("IPv4 and a port") << u"192.0.2.7:6667"_s << u"192.0.2.7"_s << 6667 << false << u"192.0.2.7:6667"_s;
    QTest::newRow("IPv6 bare") << u"2001:db8::1"_s << u"2001:db8::1"_s << 6697 << true << u"2001:db8::1"_s;
    QTest::newRow("IPv6 bare, the shortest") << u"::1"_s << u"::1"_s << 6697 << true << u"::1"_s;
    QTest::newRow("IPv6 in brackets") << u"[2001:db8::1]"_s << u"2001:db8::1"_s << 6697 << true << u"2001:db8::1"_s;
    QTest::newRow("IPv6 and a port") << u"[2001:db8::1]:7000"_s << u"2001:db8::1"_s << 7000 << true << u"[2001:db8::1]:7000"_s;
    QTest::newRow("IPv6 of this link") << u"[fe80::1%eth0]:6667"_s << u"fe80::1%eth0"_s << 6667 << false << u"[fe80::1%eth0]:6667"_s;
    QTest::newRow("irc means plain") << u"irc://office"_s << u"office"_s << 6667 << false << u"office:6667"_s;
    QTest::newRow("irc with a port") << u"irc://office:7000"_s << u"office"_s << 7000 << false << u"irc://office:7000"_s;
    QTest::newRow("irc on the encrypted port") << u"irc://office:6697"_s << u"office"_s << 6697 << false << u"irc://office:6697"_s;
    QTest::newRow("ircs means encrypted") << u"ircs://office"_s << u"office"_s << 6697 << true << u"office"_s;
    QTest::newRow("ircs on the plain port") << u"ircs://office:6667"_s << u"office"_s << 6667 << true << u"ircs://office:6667"_s;
    QTest::newRow("capital letters in the scheme") << u"IRCS://office:7000"_s << u"office"_s << 7000 << true << u"office:7000"_s;
    QTest::newRow("a room behind it") << u"irc://office:7000/#lobby"_s << u"office"_s << 7000 << false << u"irc://office:7000"_s;
    QTest::newRow("a scheme and IPv6") << u"irc://[::1]:7000"_s << u"::1"_s << 7000 << false << u"irc://[::1]:7000"_s;
}

void ServerAddressTest::good()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, host);
    QFETCH(const int, port);
    QFETCH(const bool, tls);
    QFETCH(const QString, shown);
    const auto address = ServerAddress::parse(typed);
    QVERIFY2(address, address ? "" : qPrintable(address.error().what));
    QCOMPARE(address->host, host);
    QCOMPARE(int{address->port}, port);
    QCOMPARE(address->tls, tls);
    QCOMPARE(address->toString(), shown);
    const auto again = ServerAddress::parse(shown);
    QVERIFY(again);
    QCOMPARE(*again, *address);
}

void ServerAddressTest::bad_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("hint"); // what the sentence says
    const QString port = u"1 to 65535"_s;
    const QString host = u"no address of a computer"_s;
    QTest::newRow("nothing") << QString() << u"Type the address"_s;
    QTest::newRow("blanks") << u"   "_s << u"Type the address"_s;
    QTest::newRow("a scheme alone") << u"irc://"_s << u"Type the address"_s;
    QTest::newRow("the scheme of something else") << u"https://office"_s << u"not a chatroom's"_s;
    QTest::newRow("port 0") << u"office:0"_s << port;
    QTest::newRow("a port too large") << u"office:65536"_s << port;
    QTest::newRow("a port far too large") << u"office:99999999999"_s << port;
    QTest::newRow("a port below zero") << u"office:-1"_s << port;
    QTest::newRow("a port that is a word") << u"office:irc"_s << port;
    QTest::newRow("a port in digits of another script") << u"office:\u0661\u0662"_s << port;
    QTest::newRow("a colon and no port") << u"office:"_s << port;
    QTest::newRow("brackets, a colon and no port") << u"[::1]:"_s << port;
    QTest::newRow("a port and no host") << u":6667"_s << host;
    QTest::newRow("blanks within") << u"the office"_s << host;
    QTest::newRow("two dots") << u"office..example"_s << host;
    QTest::newRow("a dot in front") << u".example"_s << host;
    QTest::newRow("a hyphen in front") << u"-x"_s << host;
    QTest::newRow("a person of it") << u"ann@office"_s << host;
    QTest::newRow("a path") << u"office/#lobby"_s << host;
    QTest::newRow("a name of 254 letters") << QString(254, u'a') << host;
    QTest::newRow("colons that are no IPv6") << u"a:b:c"_s << host;
    QTest::newRow("an open bracket") << u"[::1"_s << u"closing bracket"_s;
    QTest::newRow("something behind the bracket") << u"[::1]6667"_s << u"Behind the bracket"_s;
    QTest::newRow("IPv4 in brackets") << u"[192.0.2.7]:6667"_s << u"Between the brackets"_s;
    QTest::newRow("nothing in brackets") << u"[]:6667"_s << u"Between the brackets"_s;
}

void ServerAddressTest::bad()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, hint);
    const auto address = ServerAddress::parse(typed);
    QVERIFY(!address);
    QVERIFY2(address.error().what.contains(hint), qPrintable(address.error().what));
}

QTEST_GUILESS_MAIN(ServerAddressTest)
#include "tst_serveraddress.moc"
