// Lines come in at the end, at the front and in the middle; whatever happens, places ascend and every line is found.
#include "client/models/linemodel.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;

class LineModelTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsLinesWhereTheyBelong();
    void findsAMessageById();
    void keepsItsPlaceWhileOthersCome();
    void takesTheNewestOfOlderOnesWhenFull();
    void losesTheOldestInSteps();
    void neverRunsOutOfPlaces();
    void anyOrderOfChanges_data();
    void anyOrderOfChanges();

private:
    ChatLine line(const QString& text, const QString& messageId = {})
    {
        ChatLine made;
        made.id = LineId{++m_last};
        made.text = text;
        made.messageId = messageId;
        return made;
    }
    static QStringList texts(const LineModel& model)
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row)
            all.append(model.line(row).text);
        return all;
    }
    static bool isSound(const LineModel& model)
    {
        for (int row = 0; row < model.rowCount(); ++row) {
            if (row > 0 && model.line(row - 1).place >= model.line(row).place)
                return false;
            if (model.rowOf(model.line(row).id) != row)
                return false;
        }
        return true;
    }

    std::uint64_t m_last = 0;
};

void LineModelTest::putsLinesWhereTheyBelong()
{
    LineModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.append(line(u"d"_s));
    const LineId d = model.line(0).id;
    model.prepend({line(u"a"_s), line(u"b"_s)});
    model.insertBefore(d, {line(u"c1"_s), line(u"c2"_s)});
    model.insertBefore(model.line(0).id, {line(u"first"_s)});
    model.insertBefore(LineId{999}, {line(u"last"_s)});
    model.prepend({});
    QCOMPARE(texts(model), (QStringList{u"first"_s, u"a"_s, u"b"_s, u"c1"_s, u"c2"_s, u"d"_s, u"last"_s}));
    QCOMPARE(inserted.count(), 5); // one each, and none for nothing
    QVERIFY(isSound(model));
    QVERIFY(!model.rowOf(LineId{999}));
}

void LineModelTest::findsAMessageById()
{
    LineModel model;
    model.append(line(u"one"_s, u"m1"_s));
    model.append(line(u"own"_s));
    QCOMPARE(model.rowOfMessage(u"m1"_s), 0);
    QVERIFY(!model.rowOfMessage(u"m2"_s));
    QVERIFY(!model.rowOfMessage({}));
    ChatLine confirmed = model.line(1);
    confirmed.messageId = u"m2"_s;
    confirmed.place = 0; // is not for the caller to say
    model.update(confirmed.id, confirmed);
    QCOMPARE(model.rowOfMessage(u"m2"_s), 1);
    QVERIFY(isSound(model));
    model.prepend({line(u"zero"_s, u"m0"_s)});
    QCOMPARE(model.rowOfMessage(u"m2"_s), 2);
    model.append(line(u"again"_s, u"m2"_s));
    QCOMPARE(model.rowOfMessage(u"m2"_s), 2); // the first that came
    model.remove(model.line(1).id);
    QVERIFY(!model.rowOfMessage(u"m1"_s));
}

void LineModelTest::keepsItsPlaceWhileOthersCome()
{
    LineModel model;
    model.append({line(u"a"_s), line(u"b"_s)});
    const std::int64_t place = model.line(1).place;
    model.prepend({line(u"older"_s)});
    model.insertBefore(model.line(2).id, {line(u"between"_s)});
    QCOMPARE(model.line(3).text, u"b"_s);
    QCOMPARE(model.line(3).place, place);
}

void LineModelTest::takesTheNewestOfOlderOnesWhenFull()
{
    LineModel model(3);
    model.append(line(u"d"_s));
    model.prepend({line(u"a"_s), line(u"b"_s), line(u"c"_s)});
    QCOMPARE(texts(model), (QStringList{u"b"_s, u"c"_s, u"d"_s}));
    QVERIFY(model.isFull());
    model.prepend({line(u"x"_s)});
    QCOMPARE(model.rowCount(), 3);
}

void LineModelTest::losesTheOldestInSteps()
{
    LineModel model(100);
    for (int i = 0; i < 101; ++i)
        model.append(line(QString::number(i), QString::number(i)));
    QCOMPARE(model.rowCount(), 96); // 101 - 1 and a twentieth less one
    QVERIFY(!model.rowOfMessage(u"0"_s));
    QCOMPARE(model.rowOfMessage(u"100"_s), 95);
    QVERIFY(isSound(model));
}

void LineModelTest::neverRunsOutOfPlaces()
{
    LineModel model;
    model.append({line(u"a"_s), line(u"z"_s)});
    const LineId last = model.line(1).id;
    for (int i = 0; i < 200; ++i) // each halves what is left between its neighbours
        model.insertBefore(last, {line(QString::number(i))});
    QCOMPARE(model.rowCount(), 202);
    QCOMPARE(model.line(200).text, u"199"_s);
    QVERIFY(isSound(model));
}

void LineModelTest::anyOrderOfChanges_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 5; ++seed)
        QTest::addRow("random changes %u", seed) << seed;
}

void LineModelTest::anyOrderOfChanges()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    LineModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QStringList expected;
    for (int step = 0; step < 300; ++step) {
        std::vector<ChatLine> lines;
        QStringList added;
        for (int i = random.bounded(4); i >= 0; --i) {
            added.append(QString::number(m_last));
            lines.push_back(line(added.back()));
        }
        const int row = model.rowCount() == 0 ? 0 : random.bounded(model.rowCount());
        switch (random.bounded(4)) {
        case 0:
            model.append(std::move(lines));
            expected += added;
            break;
        case 1:
            model.prepend(std::move(lines));
            expected = added + expected;
            break;
        case 2:
            if (model.rowCount() == 0)
                break;
            model.insertBefore(model.line(row).id, std::move(lines));
            expected = expected.mid(0, row) + added + expected.mid(row);
            break;
        default:
            if (model.rowCount() == 0)
                break;
            model.remove(model.line(row).id);
            expected.removeAt(row);
        }
    }
    QCOMPARE(texts(model), expected);
    QVERIFY(isSound(model));
}

QTEST_GUILESS_MAIN(LineModelTest)
#include "tst_linemodel.moc"
