// Somebody with WeeChat comes into a room in which much was said: it knows nothing of CHATHISTORY, and shows it all the same.
#include "chatroomd/support.h"
#include "end-to-end/weechatperson.h"
#include "protocol/message.h"
#include "protocol/messageid.h"
#include "storage/sqlstore.h"

#include <QTest>

#include <algorithm>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using Line = WeechatPerson::Line;

namespace {

Line line(Timestamp time, const QString& author, const QString& text)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
    return {QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC), author, text};
}

// What was said in a room before today's server was started.
void keep(const QString& folder, const QList<Line>& lines)
{
    const auto store = storage::openSqlStore({{}, folder, storage::Durability::Process}, storage::Access::Writing);
    QVERIFY(store);
    storage::RoomRecord room;
    room.name = "#attic";
    room.created = Timestamp{std::chrono::milliseconds{lines.first().time.toMSecsSinceEpoch()}};
    room.flags = "nt";
    std::vector<storage::Write> writes{room};
    std::uint8_t number = 0;
    for (const Line& each : lines) {
        storage::Entry entry;
        entry.place = room.place();
        entry.time = Timestamp{std::chrono::milliseconds{each.time.toMSecsSinceEpoch()}};
        entry.messageId = protocol::makeMessageId(entry.time, {++number});
        entry.source = each.author.toUtf8() + "!u@192.0.2.1";
        entry.target = room.name;
        entry.text = each.text.toUtf8();
        writes.emplace_back(entry);
    }
    QVERIFY((*store)->commit(writes));
}

} // namespace

class WeechatTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itShowsWhatWasSaidWithTheRightTimes();
};

void WeechatTest::itShowsWhatWasSaidWithTheRightTimes()
{
    if (!WeechatPerson::isInstalled()) {
        if (qEnvironmentVariableIsSet("CHATROOM_REQUIRE_WEECHAT"))
            QFAIL("WeeChat is not installed, and this run may not do without it");
        QSKIP("WeeChat is not installed (Debian's package weechat-headless or weechat-curses)");
    }
    const Timestamp now = SystemClock().now();
    QList<Line> expected{line(now - 49h, u"ann"_s, u"good morning, Jos\u00e9"_s), line(now - 26h - 13min - 7s, u"ben"_s, u"and to you"_s),
                         line(now - 26h - 13min - 6s, u"ben"_s, u"is there tea?"_s), line(now - 3h, u"ann"_s, u"there was"_s)};
    Service service;
    keep(service.path(u"data"_s), expected);
    QVERIFY(service.start());
    Visitor cleo;
    cleo.connectPlain(service.port());
    cleo.send("CAP REQ :message-tags server-time echo-message");
    cleo.giveName("cleo");
    cleo.send("CAP END");
    cleo.send("JOIN #attic");
    cleo.say("today", "#attic");
    QVERIFY(cleo.hears(" PRIVMSG #attic today"));
    const QByteArrayList lines = cleo.lines();
    const QByteArray echo = *std::ranges::find_if(lines, [](const QByteArray& each) { return each.contains(" PRIVMSG #attic today"); });
    const QByteArray id = echo.mid(echo.indexOf("msgid=") + 6, 22);
    const auto time = protocol::timeOfMessageId(protocol::view(id));
    QVERIFY(time.has_value());
    expected.append(line(*time, u"cleo"_s, u"today"_s));

    WeechatPerson wendy(u"wendy"_s);
    QVERIFY(wendy.start(service.port(), u"#attic"_s));
    QTRY_COMPARE_WITH_TIMEOUT(wendy.messages().size(), expected.size(), kPatience);
    for (qsizetype i = 0; i < expected.size(); ++i) {
        QCOMPARE(wendy.messages().at(i).author, expected.at(i).author);
        QCOMPARE(wendy.messages().at(i).text, expected.at(i).text);
        QCOMPARE(wendy.messages().at(i).time, expected.at(i).time);
    }
    cleo.say("welcome", "#attic");
    QTRY_COMPARE_WITH_TIMEOUT(wendy.messages().size(), expected.size() + 1, kPatience);
    QCOMPARE(wendy.messages().constLast().text, u"welcome"_s);
}

QTEST_GUILESS_MAIN(WeechatTest)
#include "tst_weechat.moc"
