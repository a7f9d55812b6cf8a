#include "mainwindow.h"

#include "addresses.h"
#include "announcebar.h"
#include "dialogs/closequestion.h"
#include "freeport.h"
#include "hostlinks.h"
#include "pages/banspage.h"
#include "pages/logpage.h"
#include "pages/namespage.h"
#include "pages/overviewpage.h"
#include "pages/peoplepage.h"
#include "pages/roomspage.h"
#include "pages/settingspage.h"
#include "serverheader.h"
#include "settingsrules.h"
#include "sidebar.h"
#include "tablepanel.h"
#include "text.h"
#include "widgets/banner.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"

#include <QCloseEvent>
#include <QDir>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHostInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <chrono>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using server::ServerConfig;
using server::ServerHost;
using server::StartError;
using widgets::Banner;
using widgets::Icon;

namespace {

constexpr std::chrono::milliseconds kSnapshotEvery = 1s;
constexpr int kPortsTried = 16; // listeners whose port is taken, one after the other

} // namespace

MainWindow::MainWindow(widgets::Theme& theme, ServerHost& host, QSettings& settings, Setup setup)
    : m_theme(theme), m_host(host), m_settings(settings), m_setup(std::move(setup))
{
    setObjectName(u"serverWindow"_s);
    setWindowTitle(tr("Chatroom server"));
    setWindowIcon(widgets::serverProgramIcon());
    m_logModel.setTextHidden(m_settings.value(u"log/textHidden"_s, false).toBool());
    build();
    addShortcuts();
    connectHost();
    connectPages();
    restore();
    m_settingsPage->setConfig(m_setup.config);
    showStopped();
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    const auto& metrics = m_theme.metrics();
    auto* center = new QWidget(this);
    m_header = new ServerHeader(m_theme, center);
    m_sidebar = new Sidebar(m_theme, center);
    m_pages = new QStackedWidget(center);
    m_announce = new AnnounceBar(m_theme, center);
    buildBanners();

    m_overview = new OverviewPage(m_theme, this);
    m_people = new PeoplePage(m_theme, m_peopleModel, this);
    m_names = new NamesPage(m_theme, m_namesModel, this);
    m_rooms = new RoomsPage(m_theme, m_roomsModel, this);
    m_log = new LogPage(m_theme, m_logModel, this);
    m_bans = new BansPage(m_theme, m_bansModel, this);
    m_settingsPage = new SettingsPage(m_theme, this);
    addPage(*m_overview, Icon::Chart, tr("Overview"));
    addPage(*m_people, Icon::People, tr("People"));
    addPage(*m_names, Icon::Bookmark, tr("Kept names"));
    addPage(*m_rooms, Icon::Room, tr("Rooms"));
    addPage(*m_log, Icon::Log, tr("Log"));
    addPage(*m_bans, Icon::Ban, tr("Bans"));
    addPage(*m_settingsPage, Icon::Settings, tr("Settings"));

    auto* middle = new QHBoxLayout;
    middle->setContentsMargins(metrics.gap(), metrics.groupGap(), metrics.groupGap(), metrics.groupGap());
    middle->setSpacing(metrics.gap());
    middle->addWidget(m_sidebar);
    middle->addWidget(m_pages, 1);
    auto* column = new QVBoxLayout(center);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_storeTrouble);
    column->addWidget(m_banner);
    column->addLayout(middle, 1);
    column->addWidget(m_announce);
    setCentralWidget(center);
    setMinimumSize(metrics.px(720), metrics.px(480));

    connect(m_sidebar, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    m_sidebar->setCurrentRow(Overview);
    m_sidebar->setFocus();
}

void MainWindow::buildBanners()
{
    m_storeTrouble = new Banner(m_theme, this);
    m_storeTrouble->setObjectName(u"storeTrouble"_s);
    m_storeTrouble->setDismissable(false);
    m_banner = new Banner(m_theme, this);
    m_startFree = m_banner->addButton({}, u"startOnFreePort"_s);
    m_startFree->setAccessibleName(tr("Start on a free port"));
    m_startAgain = m_banner->addButton(tr("Try again"), u"startAgain"_s);
    setButtonLook(*m_startFree, widgets::ButtonLook::Primary);
    connect(m_startFree, &QPushButton::clicked, this, &MainWindow::startOnFreePort);
    connect(m_startAgain, &QPushButton::clicked, this, &MainWindow::start);
}

void MainWindow::addPage(QWidget& page, Icon which, const QString& title)
{
    m_pages->addWidget(&page);
    m_sidebar->addPage(which, title);
}

void MainWindow::addShortcuts()
{
    for (int page = 0; page < m_pages->count(); ++page) {
        auto* keys = new QShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page)), this);
        connect(keys, &QShortcut::activated, this, [this, page] { m_sidebar->setCurrentRow(page); });
    }
    auto* find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, this, &MainWindow::focusFilter);
}

void MainWindow::focusFilter()
{
    auto* filter = m_pages->currentWidget()->findChild<QLineEdit*>(u"filter"_s);
    if (!filter)
        return;
    filter->setFocus(Qt::ShortcutFocusReason);
    filter->selectAll();
}

void MainWindow::connectHost()
{
    m_host.setSnapshotInterval(kSnapshotEvery);
    m_host.setEventsWanted(true);
    connect(&m_host, &ServerHost::started, this, &MainWindow::showStarted);
    connect(&m_host, &ServerHost::stopped, this, &MainWindow::showStopped);
    connect(&m_host, &ServerHost::eventsArrived, this, &MainWindow::record);
    connect(&m_host, &ServerHost::snapshotArrived, this, &MainWindow::follow);
    connect(&m_host, &ServerHost::rehashRequested, this, &MainWindow::reload);
    connect(&m_host, &ServerHost::adminFailed, this, [this](const QString& what) { tell(Banner::Kind::Warning, what); });
}

void MainWindow::connectPages()
{
    connect(m_header, &ServerHeader::startRequested, this, &MainWindow::start);
    connect(m_header, &ServerHeader::stopRequested, this, &MainWindow::stop);
    connect(m_announce, &AnnounceBar::announced, &m_host, [this](const QString& text) { m_host.announce(text.toUtf8()); });
    linkToHost(*m_people, m_host);
    linkToHost(*m_names, m_host);
    linkToHost(*m_rooms, m_host);
    linkToHost(*m_bans, m_host);

    connect(m_log, &LogPage::textHiddenChanged, this, [this](bool isHidden) { m_settings.setValue(u"log/textHidden"_s, isHidden); });
    connect(m_log, &LogPage::saved, this, [this](const QString& path) {
        tell(Banner::Kind::Information, tr("The log was saved to %1.").arg(QDir::toNativeSeparators(path)));
    });
    connect(m_log, &LogPage::saveFailed, this, [this](const QString& what) { tell(Banner::Kind::Error, what); });
    connect(m_settingsPage, &SettingsPage::applyRequested, this, &MainWindow::apply);
    connect(m_settingsPage, &SettingsPage::themeChosen, this, &MainWindow::choose);
}

void MainWindow::tell(Banner::Kind kind, const QString& what)
{
    m_startFree->hide();
    m_startAgain->hide();
    m_banner->announce(kind, what);
}

void MainWindow::start()
{
    startWith(m_setup.config);
}

void MainWindow::startWith(const ServerConfig& config)
{
    if (m_host.isRunning())
        return;
    const auto started = m_host.start(config);
    if (!started) {
        m_freeConfig = config;
        explain(started.error());
        return;
    }
    m_startedConfig = config;
    m_banner->hide();
    showStarted();
}

void MainWindow::startOnFreePort()
{
    // Each listener may have its own port taken; one press is enough for all of them.
    ServerConfig config = m_freeConfig;
    for (int tried = 0; tried < kPortsTried; ++tried) {
        const auto started = m_host.start(config);
        if (started) {
            m_startedConfig = config;
            m_banner->hide();
            showStarted();
            return;
        }
        const auto next = onFreePort(config, started.error());
        if (!next) {
            explain(started.error());
            return;
        }
        config = *next;
    }
}

void MainWindow::stop()
{
    m_host.stop(tr("The chatroom was stopped"));
    showStopped();
}

void MainWindow::explain(const StartError& error)
{
    const auto free = onFreePort(m_freeConfig, error);
    m_startFree->setVisible(free.has_value());
    m_startAgain->setVisible(true);
    if (error.kind == StartError::Kind::PortInUse) {
        m_startFree->setText(tr("Use port %1").arg(error.nextFreePort));
        m_startFree->setAccessibleName(m_startFree->text());
        m_startFree->setToolTip(tr("Until the chatroom is stopped; the settings stay as they are"));
        m_banner->announce(Banner::Kind::Error, tr("Port %1 is in use by another program, perhaps by a chatroom that "
                                                   "runs already.")
                                                    .arg(error.port));
        return;
    }
    m_banner->announce(Banner::Kind::Error, error.what);
}

void MainWindow::showStarted()
{
    const ServerConfig& config = m_host.config();
    const QString name = QString::fromUtf8(config.network);
    m_header->showRunning(name, shownAddresses(m_host.boundAddresses(), reachableInterfaces(), QHostInfo::localHostName()));
    m_announce->setEnabled(true);
    m_names->setKeepingOpen(config.accounts.isRegistrationOpen);
    m_rooms->setTopicLength(config.limits.topicLength > 0 ? config.limits.topicLength : 390);
    setWindowTitle(tr("%1 – Chatroom server").arg(name));
}

void MainWindow::showStopped()
{
    m_header->showStopped(QString::fromUtf8(m_setup.config.network));
    m_announce->setEnabled(false);
    m_peopleModel.follow({});
    m_namesModel.follow({});
    m_roomsModel.follow({});
    m_overview->showStopped();
    showStoreTrouble({});
    m_connected = 0;
    m_sidebar->setCount(People, 0);
    m_sidebar->setCount(Names, 0);
    m_sidebar->setCount(Rooms, 0);
}

void MainWindow::follow(const server::ServerSnapshot& snapshot)
{
    if (!m_host.isRunning()) // one that was on its way when the chatroom stopped
        return;
    m_connected = static_cast<int>(snapshot.people.size());
    m_peopleModel.follow(snapshot);
    m_namesModel.follow(snapshot);
    m_roomsModel.follow(snapshot);
    m_bansModel.follow(snapshot);
    m_overview->follow(snapshot);
    m_sidebar->setCount(People, m_connected);
    m_sidebar->setCount(Names, static_cast<int>(snapshot.accounts.size()));
    m_sidebar->setCount(Rooms, static_cast<int>(snapshot.rooms.size()));
    m_sidebar->setCount(Bans, static_cast<int>(snapshot.bans.size()));
    showStoreTrouble(Text::fromOthers(snapshot.storeTrouble));
}

void MainWindow::showStoreTrouble(const QString& why)
{
    m_header->setSavingFailed(!why.isEmpty());
    if (why.isEmpty()) {
        m_storeTrouble->hide();
        return;
    }
    const QString text = tr("Messages in rooms cannot be saved, so they are refused: %1").arg(why);
    // A snapshot comes every second: it is read aloud once, and again when the reason is another one.
    if (m_storeTrouble->isHidden() || m_storeTrouble->text() != text)
        m_storeTrouble->announce(Banner::Kind::Warning, text);
}

void MainWindow::record(const QList<server::ServerEvent>& events, quint64 dropped)
{
    m_logModel.append(events, dropped);
}

void MainWindow::apply(const ServerConfig& config)
{
    if (m_host.isRunning()) {
        const auto applied = m_host.apply(config);
        if (!applied) {
            m_settingsPage->showProblem(applied.error().what);
            return;
        }
    }
    m_setup.config = config;
    m_settingsPage->setConfig(config);
    if (m_host.isRunning())
        showStarted();
    else
        showStopped();
    const bool isNextStartAwaited = m_host.isRunning() && SettingsRules::isNextStartAwaited(m_startedConfig, config);
    if (!m_setup.save) {
        m_settingsPage->showApplied(isNextStartAwaited);
        return;
    }
    const auto saved = m_setup.save(config);
    if (saved)
        m_settingsPage->showApplied(isNextStartAwaited);
    else
        m_settingsPage->showProblem(tr("Applied, but not saved: %1").arg(saved.error()));
}

void MainWindow::reload()
{
    if (!m_setup.load)
        return;
    const auto config = m_setup.load();
    QString problem;
    if (!config) {
        problem = config.error();
    } else {
        const auto applied = m_host.apply(*config);
        if (!applied)
            problem = applied.error().what;
    }
    if (!problem.isEmpty()) {
        tell(Banner::Kind::Error, problem);
        return;
    }
    m_setup.config = *config;
    m_settingsPage->setConfig(m_setup.config);
    showStarted();
}

void MainWindow::choose(widgets::ThemeChoice choice)
{
    m_theme.setChoice(choice);
    m_settings.setValue(u"theme"_s, widgets::themeChoiceName(choice));
}

void MainWindow::restore()
{
    const auto& metrics = m_theme.metrics();
    if (!restoreGeometry(m_settings.value(u"window/geometry"_s).toByteArray()))
        resize(metrics.px(980), metrics.px(660));
    m_sidebar->setCurrentRow(std::clamp(m_settings.value(u"window/page"_s, 0).toInt(), 0, m_pages->count() - 1));
    m_people->panel().columns()->restore(m_settings.value(u"columns/people"_s).toByteArray());
    m_names->panel().columns()->restore(m_settings.value(u"columns/names"_s).toByteArray());
    m_rooms->panel().columns()->restore(m_settings.value(u"columns/rooms"_s).toByteArray());
    m_bans->panel().columns()->restore(m_settings.value(u"columns/bans"_s).toByteArray());
    m_log->columns()->restore(m_settings.value(u"columns/log"_s).toByteArray());
}

void MainWindow::remember()
{
    m_settings.setValue(u"window/geometry"_s, saveGeometry());
    m_settings.setValue(u"window/page"_s, m_sidebar->currentRow());
    m_settings.setValue(u"columns/people"_s, m_people->panel().columns()->state());
    m_settings.setValue(u"columns/names"_s, m_names->panel().columns()->state());
    m_settings.setValue(u"columns/rooms"_s, m_rooms->panel().columns()->state());
    m_settings.setValue(u"columns/bans"_s, m_bans->panel().columns()->state());
    m_settings.setValue(u"columns/log"_s, m_log->columns()->state());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    const bool isAsked = m_host.isRunning() && m_connected > 0 && !m_isClosingAgreed && !qGuiApp->isSavingSession();
    if (isAsked) {
        event->ignore();
        askToClose();
        return;
    }
    remember();
    if (m_host.isRunning())
        m_host.stop(tr("The chatroom was closed"));
    event->accept();
}

void MainWindow::askToClose()
{
    if (findChild<CloseQuestion*>())
        return;
    auto* question = new CloseQuestion(m_connected, this);
    connect(question, &CloseQuestion::agreed, this, [this] {
        m_isClosingAgreed = true;
        // After the question is gone: a window does not close under its own dialog.
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    });
    question->open();
}

} // namespace chatroom::servergui
