// A message of 500 lines is one message for those who can, and readable in irssi.
#include "client/models/linemodel.h"
#include "client/models/peoplemodel.h"
#include "end-to-end/office.h"

#include <QApplication>
#include <QRegularExpression>
#include <QTest>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kPatience = 30000; // milliseconds; only a failure waits so long
constexpr int kLines = 500;      // what a server allows unless it is told otherwise

QString lineOf(int number)
{
    return u"line-%1 of the listing"_s.arg(number);
}

QString listing()
{
    QStringList lines;
    for (int number = 1; number <= kLines; ++number)
        lines.append(lineOf(number));
    return lines.join(u'\n');
}

// Messages of people, each as it was said.
QStringList messages(client::Session& session)
{
    QStringList found;
    const client::LineModel& lines = session.find(u"#lobby"_s)->lines();
    for (int row = 0; row < lines.rowCount(); ++row) {
        if (lines.line(row).kind == client::LineKind::Message)
            found.append(lines.line(row).text);
    }
    return found;
}

QStringList numbered(const QStringList& heard)
{
    static const QRegularExpression token(uR"(line-\d+ of the listing)"_s);
    QStringList found;
    for (const QString& line : heard) {
        if (const auto match = token.match(line); match.hasMatch())
            found.append(match.captured(0));
    }
    return found;
}

} // namespace

class ManyLinesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiveHundredLinesAreOneMessageAndReadableInIrssi()
    {
        if (!IrssiPerson::isInstalled()) {
            if (qEnvironmentVariableIsSet("CHATROOM_REQUIRE_IRSSI"))
                QFAIL("irssi is not installed, and this run may not do without it");
            QSKIP("irssi is not installed");
        }
        widgets::Theme theme(*qApp, widgets::ThemeChoice::Light);
        ServerWindow server(theme);
        QVERIFY(server.open());
        WindowPerson ann(theme, u"Ann"_s);
        WindowPerson bob(theme, u"Bob"_s);
        ann.join(server.port());
        bob.join(server.port());
        QTRY_VERIFY_WITH_TIMEOUT(ann.isInside() && bob.isInside(), kPatience);
        IrssiPerson iris(u"iris"_s);
        QVERIFY(iris.start(server.port()));
        client::Session& session = *ann.windows().session();
        QTRY_COMPARE_WITH_TIMEOUT(session.find(u"#lobby"_s)->people().rowCount(), 3, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(iris.log().contains(u"has joined #lobby"_s), kPatience);

        session.send(*session.find(u"#lobby"_s), listing());
        QTRY_COMPARE_WITH_TIMEOUT(messages(*bob.windows().session()), QStringList{listing()}, kPatience);
        QCOMPARE(messages(session), QStringList{listing()});
        QTRY_COMPARE_WITH_TIMEOUT(numbered(iris.heard()).size(), kLines, kPatience);
        QCOMPARE(numbered(iris.heard()).join(u'\n'), listing());

        // Who comes later has it as one message too.
        WindowPerson cleo(theme, u"Cleo"_s);
        cleo.join(server.port());
        QTRY_VERIFY_WITH_TIMEOUT(cleo.isInside(), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(messages(*cleo.windows().session()), QStringList{listing()}, kPatience);
        // And all are still here.
        QCOMPARE(session.find(u"#lobby"_s)->people().rowCount(), 4);
    }
};

QTEST_MAIN(ManyLinesTest)
#include "tst_manylines.moc"
