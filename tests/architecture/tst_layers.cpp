// The order of the layers, and what else the house asks of every source file; first, that the check itself sees.
#include "architecture/sourcecheck.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

void write(const QDir& root, const QString& file, const QByteArray& text)
{
    QVERIFY(root.mkpath(file.section(u'/', 0, -2)));
    QFile output(root.filePath(file));
    QVERIFY(output.open(QIODevice::WriteOnly));
    output.write(text);
}

QStringList found(const QString& root)
{
    QStringList all;
    for (const Violation& each : checkSources(root, houseLayers()))
        all.append(each.toString());
    return all;
}

} // namespace

class LayersTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seesWhatIsWrong_data();
    void seesWhatIsWrong();
    void seesACycle();
    void allowsWhatIsRight();
    void theHouseStands();
};

void LayersTest::seesWhatIsWrong_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const QByteArray once = "#pragma once\n";
    QTest::newRow("the protocol knows the server")
        << u"common/protocol/a.h"_s << once + "#include \"server/engine.h\"\n"
        << u"common/protocol/a.h:2: common/protocol may not include server/engine.h, which is of common/server"_s;
    QTest::newRow("the client knows the server")
        << u"common/client/a.cpp"_s << QByteArray("#include \"server/engine.h\"\n")
        << u"common/client/a.cpp:1: common/client may not include server/engine.h, which is of common/server"_s;
    QTest::newRow("the server knows the client")
        << u"common/server/a.cpp"_s << QByteArray("#  include  \"client/session.h\"\n")
        << u"common/server/a.cpp:1: common/server may not include client/session.h, which is of common/client"_s;
    QTest::newRow("a layer knows a program")
        << u"common/client/a.cpp"_s << QByteArray("\n#include \"client-gui/window.h\"\n")
        << u"common/client/a.cpp:2: common/client may not include client-gui/window.h, which is of client-gui"_s;
    QTest::newRow("a layer knows the tests")
        << u"common/client/a.cpp"_s << QByteArray("#include \"helper/helper.h\"\n")
        << u"common/client/a.cpp:1: common/client may not include helper/helper.h, which is of no layer"_s;
    QTest::newRow("widgets know the protocol")
        << u"common/widgets/a.cpp"_s << QByteArray("#include \"protocol/message.h\"\n")
        << u"common/widgets/a.cpp:1: common/widgets may not include protocol/message.h, which is of common/protocol"_s;
    QTest::newRow("the client engine draws") << u"common/client/a.cpp"_s << QByteArray("#include <QWidget>\n")
                                             << u"common/client/a.cpp:1: common/client knows no widgets"_s;
    QTest::newRow("a path with dots")
        << u"common/client/a.cpp"_s << QByteArray("#include \"../server/engine.h\"\n")
        << u"common/client/a.cpp:1: common/client may not include ../server/engine.h, which is of common/server"_s;
    QTest::newRow("a header is read twice") << u"common/base/a.h"_s << QByteArray("struct A {};\n")
                                            << u"common/base/a.h:0: is a header without #pragma once"_s;
    QTest::newRow("a name is folded by hand")
        << u"common/server/a.cpp"_s << QByteArray("x = nick.toLower();\n")
        << u"common/server/a.cpp:1: folds case without the case mapping; say \"// not a name\" if it is none"_s;
    QTest::newRow("a file is too long") << u"tests/long.cpp"_s << QByteArray("\n").repeated(kMaximumLines + 1)
                                        << u"tests/long.cpp:501: has 501 lines; 500 are the most"_s;
}

void LayersTest::seesWhatIsWrong()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QTemporaryDir folder;
    const QDir root(folder.path());
    for (const char* other :
         {"common/server/engine.h", "common/client/session.h", "common/protocol/message.h", "client-gui/window.h", "tests/helper/helper.h"})
        write(root, QString::fromLatin1(other), "#pragma once\n");
    QCOMPARE(found(folder.path()), QStringList());
    write(root, file, text);
    QCOMPARE(found(folder.path()), QStringList{expected});
}

void LayersTest::seesACycle()
{
    QTemporaryDir folder;
    const QDir root(folder.path());
    write(root, u"common/base/a.h"_s, "#pragma once\n#include \"base/b.h\"\n");
    write(root, u"common/base/b.h"_s, "#pragma once\n#include \"base/c.h\"\n");
    write(root, u"common/base/c.h"_s, "#pragma once\n#include \"base/a.h\"\n");
    QCOMPARE(found(folder.path()), QStringList{u"common/base/c.h:0: is part of a cycle: common/base/a.h -> common/base/b.h -> "
                                               "common/base/c.h -> common/base/a.h"_s});
}

void LayersTest::allowsWhatIsRight()
{
    QTemporaryDir folder;
    const QDir root(folder.path());
    write(root, u"common/protocol/message.h"_s, "#pragma once\n");
    write(root, u"common/server/engine.h"_s, "#pragma once\n#include \"protocol/message.h\"\n#include \"server/other.h\"\n");
    write(root, u"common/server/other.h"_s, "#pragma once\n#include \"protocol/message.h\"\nx.toLower(); // not a name: a verb\n");
    write(root, u"server-gui/main.cpp"_s,
          QByteArray("#include \"server/engine.h\"\n#include <QWidget>\n") + QByteArray("\n").repeated(kMaximumLines - 2));
    write(root, u"build/dev/generated.h"_s, "#include \"server/engine.h\"\n");
    QCOMPARE(found(folder.path()), QStringList());
}

void LayersTest::theHouseStands()
{
    const QString root = QStringLiteral(CHATROOM_SOURCES);
    for (const Layer& layer : houseLayers())
        QVERIFY2(QDir(root).exists(layer.folder), qPrintable(layer.folder));
    QCOMPARE(found(root).join(u'\n'), QString());
}

QTEST_GUILESS_MAIN(LayersTest)
#include "tst_layers.moc"
