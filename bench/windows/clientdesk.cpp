// The client window of somebody in the loaded room and in a quiet one.
#include "base/clock.h"
#include "client-gui/chatwindows.h"
#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/join/joinwindow.h"
#include "client-gui/mainwindow.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panels/conversationpane.h"
#include "client-gui/settings.h"
#include "client/models/linemodel.h"
#include "client/models/peoplemodel.h"
#include "client/secrets.h"
#include "desk.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QListView>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;

namespace windowsbench {

namespace {

class ClientDesk final : public Desk
{
public:
    ClientDesk(const QString& folder, std::uint16_t port)
        : m_theme(*qApp, widgets::ThemeChoice::Light), m_settings(folder), m_windows(m_clock, m_theme, m_settings, m_secrets), m_port(port)
    {}

    [[nodiscard]] bool enter()
    {
        m_windows.start(u"Reader"_s, u"irc://127.0.0.1:%1/%2"_s.arg(m_port).arg(QLatin1String(kRoom)));
        m_windows.joinWindow().submit();
        const auto isIn = [this](const char* room) {
            const auto* there = m_windows.session() ? m_windows.session()->find(QLatin1String(room)) : nullptr;
            return m_windows.mainWindow() && there && there->isJoined();
        };
        if (!waitUntil([&] { return isIn(kRoom); }))
            return false;
        m_windows.session()->join(QLatin1String(kOtherRoom));
        const bool isThere = waitUntil([&] { return isIn(kOtherRoom); });
        showRoom(kRoom);
        QObject::connect(&room().lines(), &QAbstractItemModel::rowsInserted, &room(),
                         [this](const QModelIndex&, int first, int last) { m_came += last - first + 1; });
        return isThere;
    }
    void setWatched(bool isWatched) { main().pane().setWatched(isWatched); }

    [[nodiscard]] QWidget& window() override { return main(); }
    [[nodiscard]] std::uint16_t port() const override { return m_port; }
    [[nodiscard]] QJsonObject figures() override
    {
        return {{u"lines"_s, m_came},
                {u"rows"_s, room().lines().rowCount()},
                {u"people"_s, room().people().rowCount()},
                {u"layouts"_s, static_cast<qint64>(messages().layoutsMade())}};
    }
    [[nodiscard]] std::vector<Act> acts() override;

private:
    [[nodiscard]] clientgui::MainWindow& main() { return *m_windows.mainWindow(); }
    [[nodiscard]] client::Conversation& room() { return *m_windows.session()->find(QLatin1String(kRoom)); }
    [[nodiscard]] clientgui::MessageView& messages() { return main().pane().messages(); }
    void showRoom(const char* name) { main().showConversation(m_windows.session()->find(QLatin1String(name))); }
    [[nodiscard]] Act typing();
    [[nodiscard]] Act scrolling();
    [[nodiscard]] Act searching();
    [[nodiscard]] Act people();
    [[nodiscard]] Act elsewhere();

    SystemClock m_clock;
    client::MemorySecretStore m_secrets;
    widgets::Theme m_theme;
    clientgui::Settings m_settings;
    clientgui::ChatWindows m_windows;
    std::uint16_t m_port;
    qint64 m_came = 0;
};

Act ClientDesk::typing()
{
    QWidget* edit = &main().pane().composer().edit();
    const auto step = [edit](int at) {
        const QString text = u"What a busy room "_s;
        const int letter = at % static_cast<int>(text.size() + 1);
        letter < text.size() ? typeKey(*edit, Qt::Key_A, text.mid(letter, 1)) : typeKey(*edit, Qt::Key_Return);
    };
    return {u"typing"_s, step};
}

// Up far enough that earlier messages are asked for, while newer ones come below.
Act ClientDesk::scrolling()
{
    const auto step = [this](int at) {
        if (at % 15 == 14)
            typeKey(messages(), Qt::Key_End);
        else
            at % 15 < 10 ? turnWheel(messages(), 5) : typeKey(messages(), Qt::Key_PageUp);
    };
    return {u"scrolling"_s, step, [this] { messages().scrollToNewest(); }};
}

Act ClientDesk::searching()
{
    const auto step = [this](int at) {
        if (at == 0)
            return trigger(main(), u"Ctrl+F"_s);
        const QString text = u"bi da be "_s;
        typeKey(partOf<QLineEdit>(main(), u"searchEdit"_s), Qt::Key_A, text.mid(at % static_cast<int>(text.size()), 1));
        if (at % 10 == 9)
            typeKey(partOf<QLineEdit>(main(), u"searchEdit"_s), Qt::Key_Return);
    };
    const auto end = [this] {
        partOf<QLineEdit>(main(), u"searchEdit"_s).clear();
        typeKey(partOf<QLineEdit>(main(), u"searchEdit"_s), Qt::Key_Escape);
    };
    return {u"searching"_s, step, end};
}

Act ClientDesk::people()
{
    const auto step = [this](int at) {
        if (at % 10 == 0)
            trigger(main(), u"Ctrl+Shift+P"_s);
        turnWheel(partOf<QListView>(main(), u"peopleList"_s), at % 20 < 10 ? -3 : 3);
    };
    return {u"the people"_s, step};
}

// The loaded room goes on in the background, and its unread messages are counted.
Act ClientDesk::elsewhere()
{
    return {u"in another room"_s, [this](int) { showRoom(kOtherRoom); }, [this] { showRoom(kRoom); }};
}

std::vector<Act> ClientDesk::acts()
{
    const auto switching = [this](int at) {
        if (at % 3 == 0)
            showRoom(at / 3 % 2 == 0 ? kOtherRoom : kRoom);
    };
    const auto hovering = [this](int at) {
        QWidget* viewport = messages().viewport();
        moveMouse(*viewport, {100 + at * 7 % 300, at * 37 % std::max(1, viewport->height())});
    };
    return {
        lookingOn(), typing(),    scrolling(), {u"hovering"_s, hovering}, {u"switching rooms"_s, switching, [this] { showRoom(kRoom); }},
        elsewhere(), searching(), people(),    resizing(main())};
}

} // namespace

std::unique_ptr<Desk> openClientDesk(const QString& folder, std::uint16_t port, bool isWatched)
{
    auto desk = std::make_unique<ClientDesk>(folder, port);
    if (!desk->enter()) {
        std::fprintf(stderr, "windows_bench: the rooms of the server at port %d cannot be entered\n", port);
        return nullptr;
    }
    desk->setWatched(isWatched);
    return desk;
}

} // namespace windowsbench
