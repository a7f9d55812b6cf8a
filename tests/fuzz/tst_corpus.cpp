// The fuzz targets as an ordinary test: on every input of the corpus and on mutations of them, always the same ones.
#include "fuzz/targets.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <random>

using namespace chatroom;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kMutations = 400; // of each input

std::string mutated(std::string text, std::mt19937& random)
{
    static constexpr std::string_view kSigns = "\r\n\0 :;@=\\*?!,#\xff\xc3\xa9";
    for (auto changes = 1 + random() % 4; changes > 0; --changes) {
        const std::size_t at = text.empty() ? 0 : random() % text.size();
        switch (random() % 4) {
        case 0: text.insert(at, 1, kSigns[random() % kSigns.size()]); break;
        case 1: text.erase(at, 1 + random() % 3); break;
        case 2: text.insert(at, text.substr(at, random() % 60)); break;
        default:
            if (!text.empty())
                text[at] = static_cast<char>(random() % 256);
        }
    }
    return text.substr(0, 10'000);
}

} // namespace

class CorpusTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsForTheCorpusAndBeyond_data()
    {
        QTest::addColumn<int>("target");
        QTest::addColumn<QString>("file");
        for (int i = 0; const fuzz::Target& target : fuzz::kTargets) {
            const QDir folder(QStringLiteral(CHATROOM_SOURCES "/tests/data/corpus/")
                              + QString::fromUtf8(target.name.data(), static_cast<qsizetype>(target.name.size())));
            const QStringList files = folder.entryList(QDir::Files, QDir::Name);
            QVERIFY2(!files.isEmpty(), qPrintable(folder.path()));
            for (const QString& file : files)
                QTest::newRow(qPrintable(folder.dirName() + u'/' + file)) << i << folder.filePath(file);
            ++i;
        }
    }

    void holdsForTheCorpusAndBeyond()
    {
        QFETCH(int, target);
        QFETCH(QString, file);
        QFile input(file);
        QVERIFY(input.open(QIODevice::ReadOnly));
        const std::string text = input.readAll().toStdString();
        const auto run = fuzz::kTargets[target].run; // ends the process when something does not hold
        run(text);
        std::mt19937 random(static_cast<unsigned>(text.size()));
        std::string at = text;
        for (int i = 0; i < kMutations; ++i) {
            at = mutated(i % 20 == 0 ? text : at, random);
            run(at);
        }
    }
};

QTEST_GUILESS_MAIN(CorpusTest)
#include "tst_corpus.moc"
