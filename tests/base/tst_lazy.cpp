// What is made only when it is first changed.
#include "base/lazy.h"

#include <QTest>

#include <string>

using chatroom::Lazy;

namespace {

struct Counted final
{
    Counted() { ++made; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    Counted(Counted&&) = delete;
    Counted& operator=(Counted&&) = delete;
    ~Counted() { --made; }

    std::string text = "as made";
    static inline int made = 0;
};

} // namespace

class LazyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAsAnEmptyOneUntilChanged();
    void isMadeOnceByAChange();
    void isEmptyAgainWhenCleared();
};

void LazyTest::readsAsAnEmptyOneUntilChanged()
{
    const Lazy<Counted> shared; // whoever reads first makes the empty one that all share
    QCOMPARE(shared->text, std::string("as made"));
    const int before = Counted::made;
    Lazy<Counted> lazy;
    QCOMPARE((*lazy).text, std::string("as made"));
    QVERIFY(lazy.made() == nullptr);
    QCOMPARE(Counted::made, before);
}

void LazyTest::isMadeOnceByAChange()
{
    const int before = Counted::made;
    Lazy<Counted> lazy;
    lazy.edit().text = "changed";
    QCOMPARE(&lazy.edit(), lazy.made());
    QCOMPARE(lazy->text, std::string("changed"));
    QCOMPARE(Counted::made, before + 1);
}

void LazyTest::isEmptyAgainWhenCleared()
{
    Lazy<Counted> lazy;
    const int before = Counted::made;
    lazy.edit().text = "changed";
    lazy.clear();
    QCOMPARE(Counted::made, before);
    QVERIFY(lazy.made() == nullptr);
    QCOMPARE(lazy->text, std::string("as made"));
}

QTEST_GUILESS_MAIN(LazyTest)
#include "tst_lazy.moc"
