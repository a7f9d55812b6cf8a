#include "durability/scene.h"

#include "durability/waiting.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <ranges>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;

Scene::Scene(std::uint32_t seed, const QByteArray& settings, int talkers, const QByteArrayList& rooms) : m_rooms(rooms)
{
    constexpr std::array<const char*, 6> kNames{"ann", "ben", "cleo", "dan", "eve", "finn"};
    m_config = m_service.write(u"chatroomd.toml"_s, settings + "\n[limits]\nflood = false\n");
    for (std::size_t i = 0; i < static_cast<std::size_t>(talkers); ++i)
        m_talkers.push_back(std::make_unique<Talker>(kNames.at(i), rooms, seed + static_cast<std::uint32_t>(i)));
}

Talker& Scene::add(std::unique_ptr<Talker> talker)
{
    m_talkers.push_back(std::move(talker));
    return *m_talkers.back();
}

QStringList Scene::arguments() const
{
    return {u"--config"_s, m_config, u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_port), u"--quiet"_s};
}

QString Scene::start()
{
    if (!m_service.start(arguments()))
        return u"it did not start: "_s + QString::fromUtf8(m_service.err());
    m_port = m_service.port();
    return {};
}

QString Scene::gather()
{
    const auto isInside = [](const auto& each) { return each->isInside(); };
    m_talkers.front()->comeIn(m_port);
    if (!waitFor([&] { return isInside(m_talkers.front()); }, kPatience))
        return u"the first one did not come in"_s;
    for (const auto& each : m_talkers | std::views::drop(1))
        each->comeIn(m_port);
    return waitFor([&] { return std::ranges::all_of(m_talkers, isInside); }, kPatience) ? QString() : u"not everybody came in"_s;
}

QString Scene::kill()
{
    m_service.signal(SIGKILL);
    const auto isGone = [](const auto& each) { return each->isGone(); };
    const bool isOver = waitFor([&] { return !m_service.isRunning() && std::ranges::all_of(m_talkers, isGone); }, kPatience);
    if (isOver && m_service.end() == -2)
        return {};
    return u"it was not there to be killed: "_s + QString::fromUtf8(m_service.err());
}

void Scene::talk(int inFlight)
{
    for (const auto& each : m_talkers)
        each->talk(inFlight);
}

QString Scene::settle()
{
    talk(0);
    const auto isQuiet = [](const auto& each) { return each->inFlight() == 0; };
    if (!waitFor([&] { return std::ranges::all_of(m_talkers, isQuiet); }, kPatience))
        return u"some messages were never answered"_s;
    return std::ranges::all_of(m_talkers, [](const auto& each) { return each->isAnswered(); }) ? QString() : u"it does not answer"_s;
}

std::uint64_t Scene::count() const
{
    std::uint64_t all = 0;
    for (const auto& each : m_talkers)
        all += each->count();
    return all;
}

QString Scene::compare()
{
    const QString fault = compareHistory();
    return fault.isEmpty() ? compareSearch() : fault;
}

QString Scene::compareHistory()
{
    for (const QByteArray& room : m_rooms) {
        if (const QString fault = compareRoom(room); !fault.isEmpty())
            return QString::fromUtf8(room) + u": "_s + fault;
    }
    return compareSaid();
}

QString Scene::compareRoom(const QByteArray& room)
{
    auto history = reader().history(room);
    if (!history)
        return u"the history cannot be read"_s;
    const auto backwards = reader().historyBackwards(room);
    if (!backwards || backwards != history)
        return u"the history is another one from its end than from its beginning"_s;
    if (const QString fault = faultOf(*history); !fault.isEmpty())
        return fault;
    if (const QString change = changeOf(m_history[room], *history); !change.isEmpty())
        return change;
    int topic = 0;
    for (const auto& each : m_talkers) {
        const auto heard = each->heard().find(room);
        const QString loss = heard == each->heard().end() ? QString() : lossOf(*history, heard->second, QString::fromUtf8(each->name()));
        if (!loss.isEmpty())
            return loss;
        topic = std::max(topic, each->highestTopic(room));
    }
    // Everybody was shown the topic when they came in: one that somebody saw set is there, or a later one.
    if (reader().topic(room) < topic)
        return u"topic %1 is lost, it is %2"_s.arg(topic).arg(reader().topic(room));
    m_history[room] = std::move(*history);
    return {};
}

QString Scene::compareSaid() const
{
    std::map<QByteArray, std::size_t> places; // by word: in how many rooms
    for (const auto& [room, history] : m_history) {
        for (const Said& each : history) {
            if (std::ranges::any_of(m_talkers, [&](const auto& one) { return one->name() == each.author; }))
                ++places[wordOf(each.text)];
        }
    }
    for (const auto& each : m_talkers) {
        for (const QByteArray& word : each->said()) {
            const auto it = places.find(word);
            const std::size_t rooms = it == places.end() ? 0 : it->second;
            if (rooms == 1 && each->doubled().contains(word))
                return u"said to two rooms at once, and kept in one: "_s + QString::fromUtf8(word);
            if (rooms == 0 && each->echoed().contains(word))
                return u"echoed and lost: "_s + QString::fromUtf8(word);
            if (each->refused().contains(word) && (rooms > 0 || each->echoed().contains(word)))
                return u"refused and kept all the same: "_s + QString::fromUtf8(word);
            if (it != places.end())
                places.erase(it);
        }
    }
    return places.empty() ? QString() : u"the history has what nobody said: "_s + QString::fromUtf8(places.begin()->first);
}

QString Scene::compareAnswers() const
{
    Words refused;
    for (const auto& each : m_talkers) {
        refused.insert(each->refused().cbegin(), each->refused().cend());
        for (const QByteArray& word : each->said()) {
            if (each->refused().contains(word) == each->echoed().contains(word))
                return u"neither refused nor echoed, or both: "_s + QString::fromUtf8(word);
        }
    }
    for (const auto& each : m_talkers) {
        for (const auto& [room, heard] : each->heard()) {
            const auto it = std::ranges::find_if(heard, [&](const Said& said) { return refused.contains(wordOf(said.text)); });
            if (it != heard.end())
                return u"refused, and %1 heard it: %2"_s.arg(QString::fromUtf8(each->name()), it->shown());
        }
    }
    return {};
}

bool Scene::areAllTold(const Words& (Talker::*words)() const, int milliseconds)
{
    std::vector<std::size_t> before;
    for (const auto& each : m_talkers)
        before.push_back((each.get()->*words)().size());
    const auto isTold = [&] {
        std::size_t i = 0;
        return std::ranges::all_of(m_talkers, [&](const auto& each) { return (each.get()->*words)().size() > before[i++]; });
    };
    return waitFor(isTold, milliseconds);
}

// The first and the last message of each room are found by their words.
QString Scene::compareSearch()
{
    for (const auto& [room, history] : m_history) {
        if (history.empty())
            continue;
        for (const Said& each : {history.front(), history.back()}) {
            const auto found = reader().ask("SEARCH in=" + room + ";text=" + wordOf(each.text));
            if (!found || *found != Heard{each})
                return u"%1: a search does not find %2"_s.arg(QString::fromUtf8(room), each.shown());
        }
    }
    return {};
}

} // namespace chatroom::test
