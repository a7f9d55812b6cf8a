// An office with a server window, client windows, a client in a terminal, and somebody with irssi.
#pragma once

#include "base/clock.h"
#include "client-gui/chatwindows.h"
#include "client-gui/settings.h"
#include "mainwindow.h"
#include "server/io/serverhost.h"
#include "terminal/terminal.h"
#include "widgets/theme.h"

#include <QSettings>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace chatroom::test {

// The server window on a free loopback port.
class ServerWindow final
{
public:
    explicit ServerWindow(widgets::Theme& theme);
    // On `port`, 0: a free one. False when it cannot.
    [[nodiscard]] bool open(std::uint16_t port = 0);
    void close();
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] server::ServerHost& host() { return *m_host; }
    [[nodiscard]] servergui::MainWindow& window() { return *m_window; }
    // All cells of the page's table.
    [[nodiscard]] QString shown(const QString& page);

private:
    widgets::Theme& m_theme;
    QTemporaryDir m_folder;
    QSettings m_settings;
    std::unique_ptr<server::ServerHost> m_host;
    std::unique_ptr<servergui::MainWindow> m_window;
    std::uint16_t m_port = 0;
};

// One person with the client window.
class WindowPerson final
{
public:
    WindowPerson(widgets::Theme& theme, const QString& name);
    // Types the address into the join window and presses Join.
    void join(std::uint16_t port);
    [[nodiscard]] bool isInside(const QString& room = QStringLiteral("#lobby")) const;
    // Types into the composer and presses Enter.
    void say(const QString& text);
    // "Ann: hello" for each message in the room, in order.
    [[nodiscard]] QStringList heard(const QString& room = QStringLiteral("#lobby")) const;
    [[nodiscard]] clientgui::ChatWindows& windows() { return m_windows; }
    [[nodiscard]] client::MemorySecretStore& secrets() { return m_secrets; } // the key ring

private:
    SystemClock m_clock;
    QTemporaryDir m_folder;
    clientgui::Settings m_settings;
    client::MemorySecretStore m_secrets;
    clientgui::ChatWindows m_windows;
};

// Somebody with irssi, in a pseudo-terminal, with a home of its own.
class IrssiPerson final
{
public:
    explicit IrssiPerson(const QString& name) : m_name(name) {}
    [[nodiscard]] static bool isInstalled();
    [[nodiscard]] bool start(std::uint16_t port);
    void type(const QString& line);
    // "Ann: hello" for each message that its log of the room holds, in order.
    [[nodiscard]] QStringList heard() const;
    // Its whole log of the room: joins, parts, names that change.
    [[nodiscard]] QString log() const;

private:
    QString m_name;
    QTemporaryDir m_home;
    Terminal m_terminal{100, 30};
};

} // namespace chatroom::test
