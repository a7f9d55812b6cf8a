// What a search finds, and in whose conversations something happened: the same on every store.
#include "storage/entries.h"
#include "storage/storesuite.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::storage;
using namespace chatroom::test;

namespace {

const Place kRoom = room("#room");
const Place kOther = room("#other");

SearchQuery search(const char* text, std::vector<ReadablePlace> places = {{kRoom, Readers::Everyone}})
{
    SearchQuery query;
    query.places = std::move(places);
    query.terms = protocol::parseSearchText(QString::fromUtf8(text));
    query.limit = 100;
    return query;
}

} // namespace

class StoreSearchTest final : public StoreSuite
{
    Q_OBJECT

private Q_SLOTS:
    void words_data();
    void words();
    void wordsOfTheIndexItselfMeanNothing();
    void onlyWhatWasSpoken();
    void onlyInPlacesThatWereAskedFor();
    void readersCountInEachPlace();
    void inManyPlaces();
    void directConversationsOfAnAccount();
    void fromSomebody();
    void momentsAreInclusive();
    void theNewestOrTheOldest();
    void pagesJoin();
    void theOrderIsThatOfCommitsOverAllPlaces();
    void whatWasJustCommittedIsFound();
    void theLatestOfEachPlace();
    void targetsThatCountWhenThereAreMore();
    void targetsAreWhatTheReaderSees();

private:
    [[nodiscard]] QByteArrayList found(const SearchQuery& query)
    {
        const auto done = store().catchUp();
        if (!done)
            return {done.error().what.toUtf8()};
        return texts(store().search(query));
    }
};

void StoreSearchTest::words_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("a word") << QByteArray("Hello, world.") << QByteArray("hello") << true;
    QTest::newRow("case is of no account") << QByteArray("Hello") << QByteArray("HELLO") << true;
    QTest::newRow("a part of a word is none") << QByteArray("Hello") << QByteArray("ello") << false;
    QTest::newRow("the beginning of a word alone is none") << QByteArray("Hello") << QByteArray("hell") << false;
    QTest::newRow("the beginning of a word with a star") << QByteArray("Hello") << QByteArray("hell*") << true;
    QTest::newRow("all words must be there") << QByteArray("one two three") << QByteArray("three one") << true;
    QTest::newRow("one word that is missing") << QByteArray("one two three") << QByteArray("one four") << false;
    QTest::newRow("a phrase") << QByteArray("one two three") << QByteArray("\"two three\"") << true;
    QTest::newRow("a phrase over punctuation") << QByteArray("one, two: three") << QByteArray("\"one two three\"") << true;
    QTest::newRow("the words of a phrase in another order") << QByteArray("one two three") << QByteArray("\"three two\"") << false;
    QTest::newRow("a phrase with a word between") << QByteArray("one two three") << QByteArray("\"one three\"") << false;
    QTest::newRow("a phrase with a beginning") << QByteArray("one two three") << QByteArray("\"two th*\"") << true;
    QTest::newRow("a phrase with a wrong beginning") << QByteArray("one two three") << QByteArray("\"two x*\"") << false;
    QTest::newRow("umlauts") << QByteArray("Schöne Grüße") << QByteArray("GRÜSSE") << false;
    QTest::newRow("umlauts in capitals") << QByteArray("Schöne Grüße") << QByteArray("SCHÖNE") << true;
    QTest::newRow("marks are not left out") << QByteArray("schön") << QByteArray("schon") << false;
    QTest::newRow("Cyrillic") << QByteArray("Привет, мир") << QByteArray("МИР") << true;
    QTest::newRow("the beginning of a Cyrillic word") << QByteArray("Привет, мир") << QByteArray("прив*") << true;
    QTest::newRow("Greek") << QByteArray("Καλημέρα κόσμε") << QByteArray("ΚΑΛΗΜΈΡΑ") << true;
    QTest::newRow("Chinese, between marks") << QByteArray("你好，世界。") << QByteArray("世界") << true;
    QTest::newRow("Chinese, amid others") << QByteArray("今天天气很好") << QByteArray("天气") << true;
    QTest::newRow("Chinese, in another order") << QByteArray("今天天气很好") << QByteArray("气天") << false;
    QTest::newRow("Japanese, a beginning") << QByteArray("こんにちは世界") << QByteArray("こん*") << true;
    QTest::newRow("Devanagari, whose vowels are marks") << QByteArray("नमस्ते दुनिया") << QByteArray("नमस्ते") << true;
    QTest::newRow("a letter above the basic plane") << QByteArray("\xF0\x90\x90\x80x y") << QByteArray("\xF0\x90\x90\xA8x") << true;
    QTest::newRow("digits") << QByteArray("at 10:45") << QByteArray("45") << true;
    QTest::newRow("an emoji parts words") << QByteArray("yes🙂no") << QByteArray("no") << true;
    QTest::newRow("an underscore parts words") << QByteArray("some_name") << QByteArray("name") << true;
    QTest::newRow("an apostrophe parts words") << QByteArray("don't") << QByteArray("\"don t\"") << true;
    QTest::newRow("bytes that are no text beside a word") << QByteArray("caf\xe9 \xff ok") << QByteArray("ok") << true;
    QTest::newRow("a quote in it") << QByteArray("it's \"so\"") << QByteArray("so") << true;
    QTest::newRow("no term fits all") << QByteArray("anything") << QByteArray("") << true;
    QTest::newRow("a text without a word has none") << QByteArray("...") << QByteArray("a*") << false;
}

void StoreSearchTest::words()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, asked);
    QFETCH(bool, isFound);
    QVERIFY(commit(store(), {said(kRoom, 1, text)}));
    QCOMPARE(found(search(asked.constData())), isFound ? QByteArrayList{text} : QByteArrayList{});
}

void StoreSearchTest::wordsOfTheIndexItselfMeanNothing()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "AND or not near p1 p2 r1e 616e6e words: marks"), said(kOther, 2, "other")}));
    QCOMPARE(found(search("and OR not near")).size(), 1);
    QCOMPARE(found(search("\"words marks\"")).size(), 1);
    for (const char* each : {"p3", "r2e", "626f62", "f616e6e", "f*", "ann"})
        QCOMPARE(found(search(each)), QByteArrayList{});
    QCOMPARE(found(search("p*")).size(), 1);
}

void StoreSearchTest::onlyWhatWasSpoken()
{
    QVERIFY(commit(store(), {happened(kRoom, 1, Verb::Topic, "word topic"), happened(kRoom, 2, Verb::Notice, "word notice"),
                             happened(kRoom, 3, Verb::Part, "word part"), said(kRoom, 4, "word said")}));
    QCOMPARE(found(search("word")), (QByteArrayList{"word notice", "word said"}));
    QCOMPARE(found(search("")), (QByteArrayList{"word notice", "word said"}));
}

void StoreSearchTest::onlyInPlacesThatWereAskedFor()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "word here"), said(kOther, 2, "word there"), said(room("#third"), 3, "word third")}));
    for (const char* each : {"word", ""}) {
        QCOMPARE(found(search(each)), QByteArrayList{"word here"});
        QCOMPARE(found(search(each, {{kOther, {}}, {kRoom, {}}})), (QByteArrayList{"word here", "word there"}));
        QCOMPARE(found(search(each, {})), QByteArrayList{});
        QCOMPARE(found(search(each, {{room("#unknown"), {}}})), QByteArrayList{});
        QCOMPARE(found(search(each, {{room("#unknown"), {}}, {kOther, {}}})), QByteArrayList{"word there"});
    }
}

void StoreSearchTest::readersCountInEachPlace()
{
    for (const Place& place : {kRoom, kOther}) {
        QVERIFY(commit(store(),
                       {said(place, 1, place.key + " word all"), forReaders(said(place, 1, place.key + " word voiced"), Readers::Voiced),
                        forReaders(said(place, 1, place.key + " word operators"), Readers::Operators)}));
    }
    for (const char* each : {"word", ""}) {
        QCOMPARE(found(search(each)), QByteArrayList{"#room word all"});
        QCOMPARE(found(search(each, {{kRoom, Readers::Voiced}})), (QByteArrayList{"#room word all", "#room word voiced"}));
        QCOMPARE(found(search(each, {{kRoom, Readers::Operators}, {kOther, Readers::Everyone}})),
                 (QByteArrayList{"#room word all", "#room word voiced", "#room word operators", "#other word all"}));
    }
}

// Databases look for the places of many in another way.
void StoreSearchTest::inManyPlaces()
{
    std::vector<Write> writes;
    std::vector<ReadablePlace> places;
    QByteArrayList expected;
    for (int i = 0; i < 60; ++i) {
        const Place place = room(("#" + std::to_string(i)).c_str());
        const auto reader = static_cast<Readers>(i % 3);
        for (const auto readers : {Readers::Everyone, Readers::Voiced, Readers::Operators}) {
            writes.emplace_back(forReaders(said(place, i, "word " + QByteArray::number(writes.size())), readers));
            if (i % 2 == 0 && readers <= reader)
                expected += std::get<Entry>(writes.back()).text;
        }
        if (i % 2 == 0)
            places.push_back({place, reader});
    }
    QVERIFY(commit(store(), writes));
    for (const char* each : {"word", ""})
        QCOMPARE(found(search(each, places)), expected);
    SearchQuery query = search("word", places);
    query.from = protocol::FoldedName{"ann"};
    query.limit = 5;
    QCOMPARE(found(query), expected.mid(expected.size() - 5));
    query.after = at(0);
    QCOMPARE(found(query), expected.mid(0, 5));
}

void StoreSearchTest::directConversationsOfAnAccount()
{
    QVERIFY(commit(store(), {said(between("ann", "bob"), 1, "word with bob"), said(between("eve", "ann"), 2, "word with eve"),
                             said(between("bob", "eve"), 3, "word of others"), said(between("annabel", "eve"), 3, "word of annabel"),
                             said(kRoom, 4, "word in the room")}));
    for (const char* each : {"word", ""}) {
        SearchQuery query = search(each, {});
        query.account = protocol::FoldedName{"Ann"};
        QCOMPARE(found(query), (QByteArrayList{"word with bob", "word with eve"}));
        query.places = {{kRoom, {}}};
        QCOMPARE(found(query), (QByteArrayList{"word with bob", "word with eve", "word in the room"}));
    }
}

void StoreSearchTest::fromSomebody()
{
    Entry server = said(kRoom, 3, "word of a server");
    server.source = "irc.example";
    QVERIFY(commit(store(), {said(kRoom, 1, "word of ann", "Ann"), said(kRoom, 2, "word of bob", "BOB"), server,
                             said(kRoom, 4, "word of annabel", "Annabel"), said(kRoom, 5, "strange word", "[a]^'\"")}));
    for (const char* each : {"word", ""}) {
        SearchQuery query = search(each);
        query.from = protocol::FoldedName{"ANN"};
        QCOMPARE(found(query), QByteArrayList{"word of ann"});
        query.from = protocol::FoldedName{"bob"};
        QCOMPARE(found(query), QByteArrayList{"word of bob"});
        query.from = protocol::FoldedName{"[A]^'\""};
        QCOMPARE(found(query), QByteArrayList{"strange word"});
        query.from = protocol::FoldedName{"nobody"};
        QCOMPARE(found(query), QByteArrayList{});
    }
}

void StoreSearchTest::momentsAreInclusive()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "word 1"), said(kRoom, 2, "word 2"), said(kRoom, 2, "word 3"), said(kRoom, 3, "word 4"),
                             said(kRoom, 5, "word 5")}));
    for (const char* each : {"word", ""}) {
        SearchQuery query = search(each);
        query.after = at(2);
        QCOMPARE(found(query), (QByteArrayList{"word 2", "word 3", "word 4", "word 5"}));
        query.before = at(3);
        QCOMPARE(found(query), (QByteArrayList{"word 2", "word 3", "word 4"}));
        query.after = {};
        query.before = at(2);
        QCOMPARE(found(query), (QByteArrayList{"word 1", "word 2", "word 3"}));
        query.before = at(0);
        QCOMPARE(found(query), QByteArrayList{});
        query.before = {};
        query.after = at(6);
        QCOMPARE(found(query), QByteArrayList{});
        query.after = at(4);
        query.before = at(3);
        QCOMPARE(found(query), QByteArrayList{});
    }
}

void StoreSearchTest::theNewestOrTheOldest()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "word 1"), said(kRoom, 2, "word 2"), said(kRoom, 3, "word 3"), said(kRoom, 4, "word 4")}));
    for (const char* each : {"word", ""}) {
        SearchQuery query = search(each);
        query.limit = 2;
        QCOMPARE(found(query), (QByteArrayList{"word 3", "word 4"}));
        query.before = at(3);
        QCOMPARE(found(query), (QByteArrayList{"word 2", "word 3"}));
        query.after = at(1);
        QCOMPARE(found(query), (QByteArrayList{"word 1", "word 2"}));
        query.before = {};
        QCOMPARE(found(query), (QByteArrayList{"word 1", "word 2"}));
    }
}

void StoreSearchTest::pagesJoin()
{
    std::vector<Write> writes;
    QByteArrayList expected;
    for (int i = 0; i < 100; ++i) {
        writes.emplace_back(said(i % 2 == 0 ? kRoom : kOther, i, "word " + QByteArray::number(i)));
        if (i % 2 == 0)
            expected += "word " + QByteArray::number(i);
    }
    QVERIFY(commit(store(), writes));
    for (const char* each : {"word", ""}) {
        SearchQuery query = search(each);
        query.limit = 7;
        QByteArrayList pages;
        for (int page = 0; page < 20; ++page) {
            const auto entries = store().catchUp() ? store().search(query) : Unexpected{StoreError{}};
            QVERIFY(entries);
            if (entries->empty())
                break;
            pages = texts(entries) + pages;
            query.before = entries->front().time - std::chrono::milliseconds{1};
        }
        QCOMPARE(pages, expected);
    }
}

void StoreSearchTest::theOrderIsThatOfCommitsOverAllPlaces()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "word 1"), said(kOther, 1, "word 2"), said(kRoom, 1, "word 3"), said(kOther, 2, "word 4"),
                             said(kRoom, 2, "word 5")}));
    for (const char* each : {"word", ""}) {
        SearchQuery query = search(each, {{kRoom, {}}, {kOther, {}}});
        QCOMPARE(found(query), (QByteArrayList{"word 1", "word 2", "word 3", "word 4", "word 5"}));
        query.limit = 3;
        QCOMPARE(found(query), (QByteArrayList{"word 3", "word 4", "word 5"}));
    }
}

void StoreSearchTest::whatWasJustCommittedIsFound()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "word 1")}));
    QCOMPARE(found(search("word")), QByteArrayList{"word 1"});
    QVERIFY(commit(store(), {said(kRoom, 2, "word 2")}));
    QCOMPARE(found(search("word")), (QByteArrayList{"word 1", "word 2"}));
    maintain();
    QVERIFY(commit(store(), {said(kRoom, 3, "word 3"), happened(kRoom, 4, Verb::Join)}));
    maintain();
    QCOMPARE(found(search("word")), (QByteArrayList{"word 1", "word 2", "word 3"}));
    if (!isKept())
        return;
    reopen();
    QCOMPARE(found(search("word")), (QByteArrayList{"word 1", "word 2", "word 3"}));
}

void StoreSearchTest::theLatestOfEachPlace()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), said(kOther, 2, "2"), said(between("ann", "bob"), 3, "3"), said(kRoom, 4, "4"),
                             said(between("bob", "eve"), 5, "5"), said(room("#late"), 9, "6")}));
    TargetsQuery query;
    query.places = {{kRoom, {}}, {kOther, {}}, {room("#late"), {}}, {room("#unknown"), {}}};
    query.account = protocol::FoldedName{"ann"};
    query.after = at(1);
    query.before = at(9);
    query.limit = 10;
    const auto rows = store().targets(query);
    QVERIFY(rows);
    QCOMPARE(*rows, (std::vector<TargetRow>{{kOther, at(2)}, {between("ann", "bob"), at(3)}, {kRoom, at(4)}}));
    query.account = {};
    query.after = at(2);
    const auto later = store().targets(query);
    QVERIFY(later);
    QCOMPARE(*later, (std::vector<TargetRow>{{kRoom, at(4)}}));
}

void StoreSearchTest::targetsThatCountWhenThereAreMore()
{
    const std::vector<Place> places{room("#a"), room("#b"), room("#c")};
    TargetsQuery query;
    std::int64_t moment = 0;
    for (const Place& each : places) {
        QVERIFY(commit(store(), {said(each, ++moment, "x")}));
        query.places.push_back({each, {}});
    }
    query.after = at(0);
    query.before = at(10);
    query.limit = 2;
    QCOMPARE(*store().targets(query), (std::vector<TargetRow>{{places[0], at(1)}, {places[1], at(2)}}));
    query.isNewestFirst = true;
    QCOMPARE(*store().targets(query), (std::vector<TargetRow>{{places[1], at(2)}, {places[2], at(3)}}));
}

void StoreSearchTest::targetsAreWhatTheReaderSees()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), forReaders(said(kRoom, 2, "2"), Readers::Operators), happened(kRoom, 3, Verb::Join)}));
    TargetsQuery query;
    query.after = at(0);
    query.before = at(10);
    query.places = {{kRoom, Readers::Everyone}};
    QCOMPARE(*store().targets(query), (std::vector<TargetRow>{{kRoom, at(1)}}));
    query.places = {{kRoom, Readers::Operators}};
    QCOMPARE(*store().targets(query), (std::vector<TargetRow>{{kRoom, at(2)}}));
    query.withEvents = true;
    QCOMPARE(*store().targets(query), (std::vector<TargetRow>{{kRoom, at(3)}}));
}

QTEST_GUILESS_MAIN(StoreSearchTest)
#include "tst_storesearch.moc"
