// Ids of messages, selectors of CHATHISTORY, attributes and words of SEARCH.
#include "protocol/history.h"
#include "protocol/limits.h"
#include "protocol/message.h"
#include "protocol/messageid.h"
#include "protocol/search.h"

#include <QSet>
#include <QTest>

using namespace chatroom;
using namespace chatroom::protocol;
using namespace Qt::Literals::StringLiterals;

namespace {

Timestamp at(std::int64_t milliseconds)
{
    return Timestamp{std::chrono::milliseconds{milliseconds}};
}

// "one; two three*": terms by semicolons, the words of a phrase by spaces.
QString shown(const std::vector<SearchTerm>& terms)
{
    QStringList all;
    for (const SearchTerm& term : terms)
        all += term.words.join(u' ') + (term.isPrefix ? u"*"_s : QString());
    return all.join(u"; "_s);
}

} // namespace

class TestHistory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anIdTellsItsMoment_data()
    {
        QTest::addColumn<qint64>("milliseconds");
        for (const qint64 each : {0LL, 1LL, 63LL, 64LL, 1'764'100'000'123LL, (1LL << 48) - 1})
            QTest::addRow("%lld", each) << each;
    }
    void anIdTellsItsMoment()
    {
        QFETCH(qint64, milliseconds);
        const QByteArray id = makeMessageId(at(milliseconds), {1, 2, 3, 250, 251, 252, 253, 254, 255, 0});
        QCOMPARE(id.size(), 22);
        QVERIFY(!id.contains('=') && !id.contains('+') && !id.contains('/')); // as it goes into a tag
        QVERIFY(timeOfMessageId(view(id)) == at(milliseconds));
    }

    void idsOfOneMomentDifferByTheirNonce()
    {
        QSet<QByteArray> ids;
        MessageIdNonce nonce{};
        for (std::size_t byte = 0; byte < nonce.size(); ++byte) {
            for (int value = 1; value < 256; ++value) {
                nonce = {};
                nonce[byte] = static_cast<std::uint8_t>(value);
                ids.insert(makeMessageId(at(5), nonce));
            }
        }
        QCOMPARE(ids.size(), 10 * 255);
    }

    void whatIsNoIdHasNoMoment_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::newRow("nothing") << QByteArray("");
        QTest::newRow("too short") << QByteArray(21, 'A');
        QTest::newRow("too long") << QByteArray(23, 'A');
        QTest::newRow("a sign that is no digit") << QByteArray(21, 'A') + '=';
        QTest::newRow("another server's") << QByteArray("1234567890");
    }
    void whatIsNoIdHasNoMoment()
    {
        QFETCH(QByteArray, id);
        QVERIFY(!timeOfMessageId(view(id)));
    }

    void selectors_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("kind"); // -1: malformed, -2: of an unknown type
        QTest::newRow("any") << QByteArray("*") << static_cast<int>(HistorySelector::Kind::Any);
        QTest::newRow("a time") << QByteArray("timestamp=2026-03-01T20:15:30.123Z") << static_cast<int>(HistorySelector::Kind::Time);
        QTest::newRow("an id") << QByteArray("msgid=abc=def") << static_cast<int>(HistorySelector::Kind::MessageId);
        QTest::newRow("no time") << QByteArray("timestamp=today") << -1;
        QTest::newRow("an empty id") << QByteArray("msgid=") << -1;
        QTest::newRow("an endless id") << "msgid=" + QByteArray(limits::kMessageIdBytes + 1, 'a') << -1;
        QTest::newRow("a word") << QByteArray("yesterday") << -1;
        QTest::newRow("another type") << QByteArray("account=ann") << -2;
        QTest::newRow("a type in capitals") << QByteArray("MSGID=abc") << -2;
    }
    void selectors()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, kind);
        const auto parsed = parseSelector(view(text));
        if (kind < 0) {
            QVERIFY(!parsed.has_value());
            QCOMPARE(parsed.error(), kind == -1 ? SelectorError::Malformed : SelectorError::UnknownType);
            return;
        }
        QCOMPARE(static_cast<int>(parsed->kind), kind);
        QCOMPARE(parsed->toBytes(), text);
    }

    void subcommandsAreFoundInAnyCase()
    {
        for (const char* each : {"AFTER", "AROUND", "BEFORE", "BETWEEN", "LATEST", "TARGETS"}) {
            const auto found = historySubcommandFromName(QByteArray(each).toLower().toStdString()); // not a name
            QVERIFY(found.has_value());
            QCOMPARE(bytes(name(*found)), QByteArray(each));
        }
        QVERIFY(!historySubcommandFromName("LATE"));
        QVERIFY(!historySubcommandFromName(""));
    }

    void searchTexts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("words") << u"Hello, World!"_s << u"hello; world"_s;
        QTest::newRow("a phrase") << u"say \"hello big world\" now"_s << u"say; hello big world; now"_s;
        QTest::newRow("a beginning") << u"hel* world"_s << u"hel*; world"_s;
        QTest::newRow("a phrase that goes on") << u"\"hello wor*\""_s << u"hello wor*"_s;
        QTest::newRow("a star alone") << u"* hello *"_s << u"hello"_s;
        QTest::newRow("a quote that is not closed") << u"a \"b c"_s << u"a; b c"_s;
        QTest::newRow("quotes around nothing") << u"\"\" \"!\" a"_s << u"a"_s;
        QTest::newRow("letters of any script") << u"Grüße ПРИВЕТ 名前 🙂"_s << u"grüße; привет; 名 前"_s;
        QTest::newRow("scripts without spaces: what stands together is a phrase") << u"東京tower ひる*"_s << u"東 京 tower; ひ る*"_s;
        QTest::newRow("letters beyond the first plane") << u"𐐀𐐁 x"_s << u"𐐨𐐩; x"_s;
        QTest::newRow("marks belong to their letter") << u"a\u0301b"_s << u"a\u0301b"_s;
        QTest::newRow("signs part words") << u"a.b-c_d"_s << u"a; b; c; d"_s;
        QTest::newRow("nothing") << QString() << QString();
    }
    void searchTexts()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(shown(parseSearchText(text)), expected);
    }

    void termsAreBounded() { QCOMPARE(parseSearchText(u"word "_s.repeated(100)).size(), limits::kSearchTerms); }

    void attributesComeBack()
    {
        SearchAttributes wanted;
        wanted.in = "#room";
        wanted.from = "ann";
        wanted.text = "a; b \\ c";
        wanted.after = at(1'000);
        wanted.before = at(2'000);
        wanted.limit = 7;
        const QByteArray written = wanted.toBytes();
        QVERIFY2(!written.contains(' '), written.constData());
        const auto again = parseSearchAttributes(view(written));
        QVERIFY(again.has_value());
        QVERIFY(*again == wanted);
        QVERIFY(parseSearchAttributes("")->text.isEmpty());
    }

    void badAttributesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("attributes");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("a time") << QByteArray("before=now") << QByteArray("before");
        QTest::newRow("no time at all") << QByteArray("after=") << QByteArray("after");
        QTest::newRow("a limit of zero") << QByteArray("limit=0") << QByteArray("limit");
        QTest::newRow("a limit that is none") << QByteArray("text=a;limit=many") << QByteArray("limit");
    }
    void badAttributesAreNamed()
    {
        QFETCH(QByteArray, attributes);
        QFETCH(QByteArray, named);
        const auto parsed = parseSearchAttributes(view(attributes));
        QVERIFY(!parsed.has_value());
        QCOMPARE(parsed.error().attribute, named);
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
