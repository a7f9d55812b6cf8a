#include "server/io/serverhost.h"

#include "base/threads.h"
#include "server/database.h"
#include "server/io/cryptothread.h"
#include "server/io/hubloop.h"
#include "server/io/listenset.h"
#include "storage/apartstore.h"
#include "storage/storethread.h"

#include <QThread>

#include <algorithm>
#include <csignal>
#include <sys/resource.h>

namespace chatroom::server {

using namespace std::chrono_literals;

namespace {

constexpr auto kGoodbye = 300ms; // for last words to be written

WorkerSettings settingsOf(const ServerConfig& config)
{
    return {config.limits.flood, config.isUtf8Only, static_cast<std::size_t>(std::max(config.limits.sendQueueBytes, 0))};
}

storage::RetentionRule retentionOf(const ServerConfig& config)
{
    return {static_cast<std::uint64_t>(std::max(config.history.maxMessages, 0)), std::chrono::days{std::max(config.history.maxAgeDays, 0)}};
}

std::size_t workersFor(const ServerConfig& config)
{
    constexpr int kMost = 64;
    return static_cast<std::size_t>(config.workers > 0 ? std::min(config.workers, kMost) : workersByMachine(QThread::idealThreadCount()));
}

// Each connection takes a descriptor, and the usual 1024 are few; up to the limit that was set by who runs the machine.
void raiseDescriptorLimit()
{
    constexpr rlim_t kEnough = 65536;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= kEnough)
        return;
    limit.rlim_cur = std::min(limit.rlim_max, kEnough);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

// A signal of the hub's thread as one of the host's.
template <typename... Values>
void forward(HubLoop* hub, void (HubLoop::*from)(Values...), ServerHost& host, void (ServerHost::*to)(Values...))
{
    QObject::connect(hub, from, hub, [&host, to](std::decay_t<Values>... values) {
        postTo(host, [&host, to, ... values = std::move(values)] { Q_EMIT(host.*to)(values...); });
    });
}

} // namespace

// Declared in the order in which they depend on each other, so that they end in the opposite one. Posts between hub and worker are
// plain calls where both live in one thread.
struct ServerHost::Threads final
{
    Threads(ServerHost& host, const ServerConfig& config);
    Q_DISABLE_COPY_MOVE(Threads)
    ~Threads();

    void toWorker(std::size_t index, WorkerTurn orders);
    void toHub(std::size_t index, InboundTurn turn);
    void handOn(const Accepted& accepted);
    // What waits is kept, and what waits for that goes out.
    void endStore();

    SystemClock clock;
    QThread hubThread;
    std::vector<std::unique_ptr<QThread>> workerThreads; // none when the only worker lives in the hub's
    std::unique_ptr<HubLoop> hub;
    std::vector<std::unique_ptr<Worker>> workers;
    std::size_t nextWorker = 0; // of the thread that accepts
    storage::StoreThread store; // accounts are kept also where there is no history
    std::unique_ptr<ListenSet> listeners;
};

ServerHost::Threads::Threads(ServerHost& host, const ServerConfig& config)
{
    const std::size_t count = workersFor(config);
    hubThread.setObjectName(QStringLiteral("hub"));
    HubLoop::ToStore toStore;
    toStore.submit = [this](storage::StoreTurn turn) { store.submit(std::move(turn)); };
    toStore.ask = [this](std::uint64_t number, storage::Question question) { store.ask(number, std::move(question)); };
    hub = std::make_unique<HubLoop>(
        config, clock, count, [this](std::size_t index, WorkerTurn orders) { toWorker(index, std::move(orders)); }, std::move(toStore));
    for (std::size_t i = 0; i < count; ++i) {
        workers.push_back(std::make_unique<Worker>(static_cast<std::uint16_t>(i), clock, settingsOf(config), PollerKind::BestHere,
                                                   count == 1 ? HubPlace::SameThread : HubPlace::OtherThread,
                                                   [this, i](InboundTurn turn) { toHub(i, std::move(turn)); }));
        QThread* home = &hubThread;
        if (count > 1) {
            workerThreads.push_back(std::make_unique<QThread>());
            home = workerThreads.back().get();
            home->setObjectName(QStringLiteral("worker-%1").arg(i));
        }
        workers.back()->moveToThread(home);
    }
    hub->moveToThread(&hubThread);
    tidyCryptoAtEndOf(hubThread);
    hubThread.start();
    for (const auto& thread : workerThreads) {
        tidyCryptoAtEndOf(*thread);
        thread->start();
    }
    Worker* const only = count == 1 ? workers.front().get() : nullptr;
    listeners = std::make_unique<ListenSet>(
        host.m_dataFolder, [this](const Accepted& accepted) { handOn(accepted); }, only);
}

ServerHost::Threads::~Threads()
{
    listeners->closeAll();
    endStore();
    runOn(*hub, [this] { hub->end(); }); // before the first worker goes: what another one still says would be answered
    // Objects with timers and notifiers end on the thread that they live on: a thread that ends deletes what was to be deleted.
    const auto deadline = clock.monotonic() + kGoodbye;
    for (auto& worker : workers) {
        runOn(*worker, [&worker, deadline] {
            worker->finish(deadline);
            worker.release()->deleteLater();
        });
    }
    runOn(*hub, [this] { hub.release()->deleteLater(); });
    for (const auto& thread : workerThreads) {
        thread->quit();
        thread->wait();
    }
    hubThread.quit();
    hubThread.wait();
}

void ServerHost::Threads::endStore()
{
    store.finish();     // its last reports are posted to the hub by then
    runOn(*hub, [] {}); // and behind them this
}

void ServerHost::Threads::toWorker(std::size_t index, WorkerTurn orders)
{
    Worker& worker = *workers[index];
    if (worker.thread() == QThread::currentThread())
        worker.execute(orders);
    else
        postTo(worker, [&worker, orders = std::move(orders)] { worker.executeWithOthers(orders); });
}

void ServerHost::Threads::toHub(std::size_t index, InboundTurn turn)
{
    Worker& worker = *workers[index];
    const std::size_t bytes = receivedBytes(turn);
    // Acknowledged when it has gone out: who says more than a slow disk takes is not read on.
    if (hub->thread() == worker.thread()) {
        hub->receive(turn, [&worker, bytes] { worker.acknowledge(bytes); });
        return;
    }
    postTo(*hub, [loop = hub.get(), &worker, bytes, turn = std::move(turn)] {
        loop->receiveWithOthers(turn, [&worker, bytes] { postTo(worker, [&worker, bytes] { worker.acknowledge(bytes); }); });
    });
}

void ServerHost::Threads::handOn(const Accepted& accepted)
{
    Worker& worker = *workers[nextWorker++ % workers.size()];
    if (worker.thread() == QThread::currentThread())
        worker.adopt(accepted);
    else
        postTo(worker, [&worker, accepted] { worker.adopt(accepted); });
}

int workersByMachine(int processors)
{
    constexpr int kMost = 8;
    return std::clamp(processors - 1, 1, kMost);
}

void useLeanEventLoops()
{
    qputenv("QT_NO_THREADED_GLIB", "1");
}

ServerHost::ServerHost(QString dataFolder, QObject* parent) : QObject(parent), m_dataFolder(std::move(dataFolder))
{
    qRegisterMetaType<QList<ServerEvent>>();
    qRegisterMetaType<ServerSnapshot>();
    // A write to a connection that is gone is an error value, not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
    raiseDescriptorLimit();
}

ServerHost::~ServerHost()
{
    stop(QStringLiteral("The server is closing"));
}

Result<void, StartError> ServerHost::openStore(const ServerConfig& config, Threads& threads) const
{
    HubLoop* hub = threads.hub.get();
    const auto post = [hub](auto act) { postTo(*hub, std::move(act)); };
    storage::StoreReports reports;
    reports.committed = [=](std::uint64_t upTo) { post([=] { hub->committed(upTo); }); };
    reports.failed = [=](std::uint64_t upTo, const storage::StoreError& error) { post([=] { hub->failed(upTo, error); }); };
    reports.resolved = [=](bool wasCommitted) { post([=] { hub->resolved(wasCommitted); }); };
    reports.recovered = [=] { post([=] { hub->recovered(); }); };
    reports.answered = [=](std::uint64_t question, storage::Answer answer) {
        post([hub, question, answer = std::move(answer)] { hub->answered(question, answer); });
    };
    reports.counted = [=](const std::vector<storage::RoomRecord>& rooms) { post([=] { hub->counted(rooms); }); };
    const bool isPersistent = config.history.isPersistent || !config.keepsHistory();
    const auto open = [settings = storageOf(config, m_dataFolder), isPersistent](storage::Access access) -> storage::StoreThread::Opened {
        auto opened = storage::openSqlStore(settings, access);
        if (isPersistent || !opened)
            return opened;
        return std::unique_ptr<storage::Store>(std::make_unique<storage::ApartStore>(std::move(*opened)));
    };
    const auto kept = threads.store.start(open, isPersistent, std::move(reports));
    if (!kept)
        return Unexpected{StartError{StartError::Kind::Storage, {}, 0, 0, kept.error().what}};
    threads.store.setRetention(retentionOf(config));
    runOn(*hub, [&] { hub->restore(*kept); });
    return {};
}

Result<void, StartError> ServerHost::start(const ServerConfig& config)
{
    Q_ASSERT(!isRunning());
    auto threads = std::make_unique<Threads>(*this, config);
    HubLoop* hub = threads->hub.get();
    forward(hub, &HubLoop::eventsReady, *this, &ServerHost::eventsArrived);
    forward(hub, &HubLoop::snapshotReady, *this, &ServerHost::snapshotArrived);
    forward(hub, &HubLoop::adminFailed, *this, &ServerHost::adminFailed);
    forward(hub, &HubLoop::rehashRequested, *this, &ServerHost::rehashRequested);
    const auto warn = [hub](const QString& why) {
        postTo(*hub, [hub, why] { hub->warn("A connection could not be accepted: " + why.toUtf8()); });
    };
    connect(threads->listeners.get(), &ListenSet::acceptFailed, hub, warn, Qt::DirectConnection);
    if (auto opened = openStore(config, *threads); !opened)
        return opened;
    if (auto opened = threads->listeners->set(config.listen.empty() ? defaultListeners() : config.listen); !opened)
        return opened;
    m_config = config;
    m_threads = std::move(threads);
    setEventsWanted(m_areEventsWanted);
    setSnapshotInterval(m_snapshotInterval);
    Q_EMIT started();
    return {};
}

void ServerHost::stop(const QString& reason)
{
    if (!m_threads)
        return;
    m_threads->listeners->closeAll();
    runOn(*m_threads->hub, [&] { m_threads->hub->shutDown(reason.toUtf8()); }); // the goodbye waits for what is being kept
    m_threads.reset();
    Q_EMIT stopped();
}

bool ServerHost::isRunning() const
{
    return m_threads != nullptr;
}

QList<BoundAddress> ServerHost::boundAddresses() const
{
    return m_threads ? m_threads->listeners->bound() : QList<BoundAddress>{};
}

QByteArray ServerHost::fingerprint() const
{
    return m_threads ? m_threads->listeners->fingerprint() : QByteArray{};
}

const ServerConfig& ServerHost::config() const
{
    return m_config;
}

Result<void, StartError> ServerHost::apply(const ServerConfig& config)
{
    if (m_threads) {
        if (auto changed = m_threads->listeners->set(config.listen.empty() ? defaultListeners() : config.listen); !changed)
            return changed;
        runOn(*m_threads->hub, [&] { m_threads->hub->apply(config); }); // who is told that it is so finds it so
        for (const auto& worker : m_threads->workers)
            postTo(*worker, [each = worker.get(), settings = settingsOf(config)] { each->setSettings(settings); });
        m_threads->store.setRetention(retentionOf(config));
    }
    m_config = config;
    return {};
}

void ServerHost::setSnapshotInterval(std::chrono::milliseconds interval)
{
    m_snapshotInterval = interval;
    if (m_threads)
        postTo(*m_threads->hub, [hub = m_threads->hub.get(), interval] { hub->setSnapshotInterval(interval); });
}

void ServerHost::setEventsWanted(bool wanted)
{
    m_areEventsWanted = wanted;
    if (m_threads)
        postTo(*m_threads->hub, [hub = m_threads->hub.get(), wanted] { hub->setEventsWanted(wanted); });
}

void ServerHost::administer(std::function<Result<void, AdminError>(Engine&)> act)
{
    if (m_threads)
        postTo(*m_threads->hub, [hub = m_threads->hub.get(), act = std::move(act)] { hub->administer(act); });
}

void ServerHost::announce(const QByteArray& text)
{
    administer([text](Engine& engine) -> Result<void, AdminError> {
        engine.announce(text);
        return {};
    });
}

void ServerHost::message(const QByteArray& nickname, const QByteArray& text)
{
    administer([=](Engine& engine) { return engine.message(nickname, text); });
}

void ServerHost::kick(const QByteArray& nickname, const QByteArray& channel, const QByteArray& reason)
{
    administer([=](Engine& engine) { return engine.kick(nickname, channel, reason); });
}

void ServerHost::disconnectPerson(ConnectionId connection, const QByteArray& reason)
{
    administer([=](Engine& engine) { return engine.disconnect(connection, reason); });
}

void ServerHost::ban(const QByteArray& mask, std::chrono::seconds duration, const QByteArray& reason)
{
    administer([=](Engine& engine) { return engine.ban(mask, duration, reason); });
}

void ServerHost::unban(const QByteArray& mask)
{
    administer([=](Engine& engine) { return engine.unban(mask); });
}

void ServerHost::deleteRoom(const QByteArray& channel, const QByteArray& reason)
{
    administer([=](Engine& engine) { return engine.deleteRoom(channel, reason); });
}

void ServerHost::resetPassword(const QByteArray& account)
{
    administer([this, account](Engine& engine) -> Result<void, AdminError> {
        const auto password = engine.resetPassword(account);
        if (!password)
            return Unexpected{password.error()};
        postTo(*this, [this, account, made = *password] { Q_EMIT passwordReset(account, made); });
        return {};
    });
}

void ServerHost::deleteAccount(const QByteArray& account)
{
    administer([=](Engine& engine) { return engine.deleteAccount(account); });
}

void ServerHost::setTopic(const QByteArray& channel, const QByteArray& topic)
{
    administer([=](Engine& engine) { return engine.setTopic(channel, topic); });
}

} // namespace chatroom::server
