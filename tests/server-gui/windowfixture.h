// A server window on ports of its own, and people who speak to it over plain sockets.
#pragma once

#include "mainwindow.h"
#include "server/io/serverhost.h"
#include "widgets/theme.h"

#include <QByteArray>
#include <QSettings>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <memory>

class QTableView;

namespace chatroom::servergui::test {

// Somebody with any IRC program.
class Visitor final
{
public:
    explicit Visitor(std::uint16_t port);

    void send(const QByteArray& line);
    // Sends NICK and USER; true when the welcome came.
    [[nodiscard]] bool comeIn(const QByteArray& nickname);
    // Waits until a line holds `part`.
    [[nodiscard]] bool hears(const QByteArray& part);
    [[nodiscard]] bool hasHeard(const QByteArray& part) const { return m_heard.contains(part); }
    [[nodiscard]] bool isGone();

private:
    QTcpSocket m_socket;
    QByteArray m_heard;
};

class WindowFixture final
{
public:
    // Listens on a loopback port that is free.
    explicit WindowFixture(widgets::Theme& theme);

    // A window as after a start of the program; the one before is gone.
    void open(server::ServerConfig config);
    void open();
    [[nodiscard]] server::ServerConfig config() const;

    [[nodiscard]] MainWindow& window() { return *m_window; }
    [[nodiscard]] server::ServerHost& host() { return *m_host; }
    [[nodiscard]] QSettings& settings() { return *m_settings; }
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] const QList<server::ServerConfig>& saved() const { return m_saved; }
    void failSaving(const QString& why) { m_whySavingFails = why; }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    template <typename Widget>
    [[nodiscard]] Widget& part(const QString& name, const QString& page = {})
    {
        QWidget* within = page.isEmpty() ? m_window.get() : m_window->findChild<QWidget*>(page);
        Q_ASSERT(within);
        auto* found = within->findChild<Widget*>(name);
        Q_ASSERT(found);
        return *found;
    }
    [[nodiscard]] QTableView& table(const QString& page);
    // Chooses the row whose first cell starts with the text, and says whether there is one.
    [[nodiscard]] bool choose(const QString& page, const QString& text);
    // The text of all cells of a page's table.
    [[nodiscard]] QString shown(const QString& page);
    // Presses the accepting button of the dialog that opened, with `text` in its line `field`.
    [[nodiscard]] bool answer(const QString& dialog, const QString& field, const QString& text);

private:
    widgets::Theme& m_theme;
    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<server::ServerHost> m_host;
    std::unique_ptr<MainWindow> m_window;
    QList<server::ServerConfig> m_saved;
    QString m_whySavingFails;
};

} // namespace chatroom::servergui::test
