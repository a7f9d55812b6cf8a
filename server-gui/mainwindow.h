// The server window: it listens as soon as it opens, and shows and steers what goes on.
#pragma once

#include "base/result.h"
#include "models/bansmodel.h"
#include "models/logmodel.h"
#include "models/namesmodel.h"
#include "models/peoplemodel.h"
#include "models/roomsmodel.h"
#include "server/io/serverhost.h"
#include "widgets/banner.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QMainWindow>

#include <functional>

class QPushButton;
class QSettings;
class QStackedWidget;

namespace chatroom::servergui {

class AnnounceBar;
class BansPage;
class LogPage;
class NamesPage;
class OverviewPage;
class PeoplePage;
class RoomsPage;
class ServerHeader;
class SettingsPage;
class Sidebar;

class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    struct Setup final
    {
        server::ServerConfig config;
        // Keeps what the settings page applied; the error is a sentence for people. Null: nothing is kept.
        std::function<Result<void, QString>(const server::ServerConfig&)> save;
        // Reads it again when somebody with the right asks for that. Null: they ask in vain.
        std::function<Result<server::ServerConfig, QString>()> load;
    };

    // All four must outlive the window. `settings` keeps sizes, columns and the theme.
    MainWindow(widgets::Theme& theme, server::ServerHost& host, QSettings& settings, Setup setup);
    ~MainWindow() override;

    // Starts the chatroom, or says in the banner why it cannot.
    void start();
    void stop();
    // Asks before it closes on people who are connected.
    [[nodiscard]] bool isClosingAgreed() const { return m_isClosingAgreed; }

private:
    enum Page : int { Overview, People, Names, Rooms, Log, Bans, Settings };

    void build();
    void buildBanners();
    void addPage(QWidget& page, widgets::Icon icon, const QString& title);
    void addShortcuts();
    void connectHost();
    void connectPages();
    void focusFilter();

    void tell(widgets::Banner::Kind kind, const QString& what);
    void startWith(const server::ServerConfig& config);
    void startOnFreePort();
    void showStarted();
    void showStopped();
    void explain(const server::StartError& error);
    void follow(const server::ServerSnapshot& snapshot);
    void showStoreTrouble(const QString& why);
    void record(const QList<server::ServerEvent>& events, quint64 dropped);
    void apply(const server::ServerConfig& config);
    void reload();
    void choose(widgets::ThemeChoice choice);

    void restore();
    void remember();
    void closeEvent(QCloseEvent* event) override;
    void askToClose();

    widgets::Theme& m_theme;
    server::ServerHost& m_host;
    QSettings& m_settings;
    Setup m_setup;
    server::ServerConfig m_startedConfig; // some of it stays until the next start, whatever is applied
    server::ServerConfig m_freeConfig;    // what the banner's button would start
    int m_connected = 0;
    bool m_isClosingAgreed = false;

    PeopleModel m_peopleModel;
    NamesModel m_namesModel;
    RoomsModel m_roomsModel;
    BansModel m_bansModel;
    LogModel m_logModel;

    ServerHeader* m_header = nullptr;
    widgets::Banner* m_storeTrouble = nullptr; // apart from the other one: it stays until it is over
    widgets::Banner* m_banner = nullptr;
    QPushButton* m_startFree = nullptr;
    QPushButton* m_startAgain = nullptr;
    Sidebar* m_sidebar = nullptr;
    QStackedWidget* m_pages = nullptr;
    AnnounceBar* m_announce = nullptr;
    OverviewPage* m_overview = nullptr;
    PeoplePage* m_people = nullptr;
    NamesPage* m_names = nullptr;
    RoomsPage* m_rooms = nullptr;
    LogPage* m_log = nullptr;
    BansPage* m_bans = nullptr;
    SettingsPage* m_settingsPage = nullptr;
};

} // namespace chatroom::servergui
