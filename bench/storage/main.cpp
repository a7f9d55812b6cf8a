// storage_bench: what it costs to keep an entry, and how long a search takes.
//
//   storage_bench write [entries] [places]    CPU of each entry, in groups of 1, 8, 32 and 256
//   storage_bench search [entries] [url]      first pages of searches over so many entries, in SQLite or by a postgresql:// address
//
// Writes to a temporary folder: TMPDIR chooses the disk.
#include "protocol/messageid.h"
#include "storage/sqlstore.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <random>
#include <sys/resource.h>

using namespace chatroom;
using namespace chatroom::storage;

namespace {

double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Talk as offices have it: a few words that are everywhere, many that are rare.
class Talk final
{
public:
    explicit Talk(int places) : m_places(places)
    {
        for (int i = 0; i < kWords; ++i)
            m_words.push_back("word" + QByteArray::number(i, 36));
    }

    Entry next()
    {
        Entry entry;
        m_time += 1 + static_cast<qint64>(m_random() % 3);
        entry.time = Timestamp{std::chrono::milliseconds{m_time}};
        entry.place =
            Place::channel(protocol::FoldedName{("#room" + std::to_string(m_random() % static_cast<unsigned>(m_places))).c_str()});
        protocol::MessageIdNonce nonce{};
        std::ranges::generate(nonce, [this] { return static_cast<std::uint8_t>(m_random()); });
        entry.messageId = protocol::makeMessageId(entry.time, nonce);
        entry.source = "somebody" + QByteArray::number(m_random() % 50) + "!user@host.example.org";
        entry.target = entry.place.key;
        for (int i = 0; i < 10; ++i)
            entry.text += (i == 0 ? "" : " ") + word();
        if (++m_said % 50'000 == 0)
            entry.text += " needle";
        if (m_said % 3 == 0)
            entry.text += " the";
        return entry;
    }

private:
    static constexpr int kWords = 20'000;
    QByteArray word()
    {
        const double roll = static_cast<double>(m_random() % 1'000'000) / 1e6;
        return m_words[static_cast<std::size_t>(roll * roll * roll * kWords)];
    }

    int m_places;
    std::mt19937 m_random{7};
    std::vector<QByteArray> m_words;
    qint64 m_time = 1'700'000'000'000;
    std::uint64_t m_said = 0;
};

std::unique_ptr<Store> open(const StorageSettings& settings, Access access = Access::Writing)
{
    auto store = openSqlStore(settings, access);
    if (!store)
        qFatal("%s", qUtf8Printable(store.error().what));
    return std::move(*store);
}

template <typename T>
void check(const Result<T, StoreError>& result)
{
    if (!result)
        qFatal("%s", qUtf8Printable(result.error().what));
}

// Microseconds of CPU an entry.
double cost(Store& store, Talk& talk, std::size_t group, std::size_t entries)
{
    std::vector<std::vector<Write>> groups(entries / group);
    for (auto& each : groups)
        std::generate_n(std::back_inserter(each), group, [&talk] { return talk.next(); });
    const double before = cpuSeconds();
    for (const auto& each : groups)
        check(store.commit(each));
    return (cpuSeconds() - before) * 1e6 / static_cast<double>(groups.size() * group);
}

void fill(Store& store, Talk& talk, std::size_t entries)
{
    for (std::size_t done = 0; done < entries; done += 4096)
        (void)cost(store, talk, std::min<std::size_t>(4096, entries - done), std::min<std::size_t>(4096, entries - done));
}

void measureWriting(std::size_t entries, int places)
{
    for (const auto durability : {Durability::Process, Durability::Power}) {
        QTemporaryDir folder;
        Talk talk(places);
        const auto store = open({.url = {}, .dataFolder = folder.path(), .durability = durability});
        for (const std::size_t there : {std::size_t{0}, entries}) {
            fill(*store, talk, there);
            for (const std::size_t group : {1U, 8U, 32U, 256U}) {
                const double each = cost(*store, talk, group, group < 8 && durability == Durability::Power ? 2'000 : 64'000);
                std::printf("%s, on %zu entries, groups of %zu: %.2f us of CPU an entry, %.0f entries a CPU second\n",
                            durability == Durability::Power ? "power" : "process", there, group, each, 1e6 / each);
                std::fflush(stdout);
            }
        }
    }
}

void timeSearch(Store& store, const char* what, const SearchQuery& query)
{
    std::vector<double> times;
    std::size_t hits = 0;
    for (int i = 0; i < 21; ++i) {
        QElapsedTimer timer;
        timer.start();
        const auto found = store.search(query);
        times.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
        check(found);
        hits = found->size();
    }
    const double first = times.front();
    std::ranges::sort(times);
    std::printf("%-52s %3zu hits, first time %.2f ms, then %.2f ms, at most %.2f ms\n", what, hits, first, times[times.size() / 2],
                times.back());
}

void measureSearching(std::size_t entries, const QString& url)
{
    QTemporaryDir folder;
    const StorageSettings settings{.url = url, .dataFolder = folder.path(), .durability = Durability::Process};
    Talk talk(50);
    const auto writer = open(settings);
    const double started = cpuSeconds();
    fill(*writer, talk, entries);
    const double written = cpuSeconds();
    check(writer->catchUp());
    std::printf("%zu entries: writing took %.1f s of CPU here, the index of the search %.2f us of CPU an entry\n", entries,
                written - started, (cpuSeconds() - written) * 1e6 / static_cast<double>(entries));
    const auto store = open(settings, Access::Reading);
    std::vector<ReadablePlace> all;
    for (int i = 0; i < 50; ++i)
        all.push_back({Place::channel(protocol::FoldedName{("#room" + std::to_string(i)).c_str()}), Readers::Everyone});
    const std::vector<ReadablePlace> one{all[7]};
    const auto query = [](const std::vector<ReadablePlace>& places, const char* text, const char* from = "") {
        SearchQuery made;
        made.places = places;
        made.from = protocol::FoldedName{from};
        made.terms = protocol::parseSearchText(QString::fromUtf8(text));
        made.limit = 50;
        return made;
    };
    SearchQuery oldest = query(all, "the");
    oldest.after = Timestamp{std::chrono::milliseconds{1'700'000'500'000}};
    timeSearch(*store, "a word of every third message, in all rooms", query(all, "the"));
    timeSearch(*store, "the same, the oldest after a moment", oldest);
    timeSearch(*store, "the same, in one room", query(one, "the"));
    timeSearch(*store, "a rare word, in all rooms", query(all, "needle"));
    timeSearch(*store, "a rare word, in one room", query(one, "needle"));
    timeSearch(*store, "a rare word and a common one, in all rooms", query(all, "needle the"));
    timeSearch(*store, "a word that nobody said", query(all, "nothing"));
    timeSearch(*store, "two words of the middle, in all rooms", query(all, "word5k word8z"));
    timeSearch(*store, "a phrase, in all rooms", query(all, "\"word1 word2\""));
    timeSearch(*store, "a beginning, in all rooms", query(all, "wordf*"));
    timeSearch(*store, "a common word from somebody, in all rooms", query(all, "the", "somebody7"));
    timeSearch(*store, "a common word from nobody, in all rooms", query(all, "the", "nobody"));
    timeSearch(*store, "all of somebody, in one room", query(one, "", "somebody7"));
    timeSearch(*store, "no word, in all rooms", query(all, ""));
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const std::size_t entries = arguments.size() > 2 ? arguments[2].toULong() : 1'000'000;
    if (arguments.value(1) == QStringLiteral("write")) {
        measureWriting(entries, arguments.size() > 3 ? arguments[3].toInt() : 4);
        return 0;
    }
    if (arguments.value(1) == QStringLiteral("search")) {
        measureSearching(entries, arguments.value(3));
        return 0;
    }
    std::fprintf(stderr, "storage_bench write [entries] [places]\nstorage_bench search [entries] [url]\n");
    return 2;
}
