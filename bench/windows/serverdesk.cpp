// The server window, with a server of its own inside.
#include "desk.h"
#include "mainwindow.h"
#include "server/io/serverhost.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QToolButton>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;

namespace windowsbench {

namespace {

enum Page : int { kOverview, kPeople, kNames, kRooms, kLog, kBans, kSettings, kPages };

server::ServerConfig config()
{
    server::ServerConfig config;
    server::ListenConfig listener;
    listener.address = u"127.0.0.1:0"_s;
    config.listen = {listener};
    config.limits.flood = false;
    return config;
}

class ServerDesk final : public Desk
{
public:
    explicit ServerDesk(const QString& folder)
        : m_theme(*qApp, widgets::ThemeChoice::Light), m_settings(folder + u"/window.ini"_s, QSettings::IniFormat), m_host(folder),
          m_window(m_theme, m_host, m_settings, {config(), {}, {}})
    {
        QObject::connect(&m_host, &server::ServerHost::snapshotArrived, &m_window,
                         [this](const server::ServerSnapshot& snapshot) { m_messages = snapshot.messages; });
        QObject::connect(&m_host, &server::ServerHost::eventsArrived, &m_window,
                         [this](const QList<server::ServerEvent>&, quint64 dropped) { m_dropped += dropped; });
        m_window.show();
        m_window.start();
        show(kLog);
    }

    [[nodiscard]] bool isRunning() const { return m_host.isRunning(); }
    [[nodiscard]] QWidget& window() override { return m_window; }
    [[nodiscard]] std::uint16_t port() const override { return m_host.boundAddresses().first().port; }
    [[nodiscard]] QJsonObject figures() override
    {
        return {{u"messages"_s, static_cast<qint64>(m_messages)},
                {u"rows"_s, log().model()->rowCount()},
                {u"left out"_s, static_cast<qint64>(m_dropped)}};
    }
    [[nodiscard]] std::vector<Act> acts() override;

private:
    [[nodiscard]] QWidget& page(const QString& name) { return partOf<QWidget>(m_window, name); }
    [[nodiscard]] QTableView& log() { return partOf<QTableView>(page(u"logPage"_s), u"table"_s); }
    void show(Page which) { partOf<QListWidget>(m_window, u"sidebar"_s).setCurrentRow(which); }
    [[nodiscard]] Act filtering();
    [[nodiscard]] Act scrolling();
    [[nodiscard]] Act groups();
    [[nodiscard]] Act people();

    widgets::Theme m_theme;
    QSettings m_settings;
    server::ServerHost m_host;
    servergui::MainWindow m_window;
    quint64 m_messages = 0;
    quint64 m_dropped = 0;
};

// Letter by letter, as one types it, and back.
Act ServerDesk::filtering()
{
    auto* words = &partOf<QLineEdit>(page(u"logPage"_s), u"filter"_s);
    const auto step = [words](int at) {
        const QString typed = u"bidabe"_s;
        const int letter = at / 3 % (2 * static_cast<int>(typed.size()));
        if (at % 3 != 0)
            return;
        if (letter < typed.size())
            typeKey(*words, Qt::Key_A, typed.mid(letter, 1));
        else
            typeKey(*words, Qt::Key_Backspace);
    };
    return {u"filtering the log"_s, step, [words] { words->clear(); }};
}

Act ServerDesk::scrolling()
{
    QTableView* table = &log();
    const auto step = [table](int at) {
        if (at % 10 == 9)
            typeKey(*table, at % 20 == 9 ? Qt::Key_Home : Qt::Key_End, {}, Qt::ControlModifier);
        else
            turnWheel(*table, 3);
    };
    return {u"scrolling the log"_s, step, [table] { table->scrollToBottom(); }};
}

Act ServerDesk::groups()
{
    auto* rooms = &partOf<QPushButton>(page(u"logPage"_s), u"group2"_s);
    const auto step = [rooms](int at) {
        if (at % 5 == 0)
            rooms->toggle();
    };
    return {u"hiding kinds"_s, step, [rooms] { rooms->setChecked(true); }};
}

Act ServerDesk::people()
{
    auto* table = &partOf<QTableView>(page(u"peoplePage"_s), u"table"_s);
    const auto step = [this, table](int at) {
        if (at == 0)
            show(kPeople);
        if (at % 5 == 0)
            table->sortByColumn(at / 5 % table->model()->columnCount(), Qt::DescendingOrder);
        turnWheel(*table, at % 10 < 5 ? -3 : 3);
    };
    return {u"the people"_s, step, [this] { show(kLog); }};
}

std::vector<Act> ServerDesk::acts()
{
    auto* pause = &partOf<QToolButton>(page(u"logPage"_s), u"pause"_s);
    const auto pausing = [pause](int at) {
        if (at % 10 == 0)
            pause->toggle();
    };
    const auto switching = [this](int at) {
        if (at % 2 == 0)
            show(static_cast<Page>(at / 2 % kPages));
    };
    auto* line = &partOf<QLineEdit>(m_window, u"announcement"_s);
    const auto announcing = [line](int at) { at % 15 == 14 ? typeKey(*line, Qt::Key_Return) : typeKey(*line, Qt::Key_H, u"h"_s); };
    return {lookingOn(),
            {u"the overview"_s, [this](int) { show(kOverview); }, [this] { show(kLog); }},
            scrolling(),
            filtering(),
            {u"pausing"_s, pausing, [pause] { pause->setChecked(false); }},
            groups(),
            {u"switching pages"_s, switching, [this] { show(kLog); }},
            people(),
            {u"announcing"_s, announcing},
            resizing(m_window)};
}

} // namespace

std::unique_ptr<Desk> openServerDesk(const QString& folder)
{
    auto desk = std::make_unique<ServerDesk>(folder);
    if (desk->isRunning())
        return desk;
    std::fprintf(stderr, "windows_bench: the server did not start\n");
    return nullptr;
}

} // namespace windowsbench
