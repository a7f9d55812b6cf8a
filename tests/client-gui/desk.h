// One person's windows with a folder of their own, and what a test does with them.
#pragma once

#include "base/clock.h"
#include "client-gui/chatwindows.h"
#include "client-gui/demoserver.h"
#include "client-gui/join/joinwindow.h"
#include "client-gui/mainwindow.h"
#include "client-gui/settings.h"
#include "client/models/linemodel.h"
#include "client/secrets.h"
#include "widgets/theme.h"

#include <QTemporaryDir>

namespace chatroom::tests {

class Desk final
{
public:
    explicit Desk(widgets::Theme& theme);

    // The same person starts the program again: what is remembered is all that stays.
    void restart();
    // Types the name, joins, and waits until the room is there.
    [[nodiscard]] bool join(const QString& name, const QString& address, const QString& room = QStringLiteral("#lobby"));
    // The window has the focus, as for who looks at it. False where the platform refuses.
    [[nodiscard]] bool look();

    [[nodiscard]] widgets::Theme& theme() { return m_theme; }
    [[nodiscard]] clientgui::ChatWindows& windows() { return *m_windows; }
    [[nodiscard]] clientgui::JoinWindow& joinWindow() { return m_windows->joinWindow(); }
    [[nodiscard]] clientgui::MainWindow& main() { return *m_windows->mainWindow(); }
    [[nodiscard]] client::Session& session() { return *m_windows->session(); }
    [[nodiscard]] clientgui::Settings& settings() { return *m_settings; }
    [[nodiscard]] client::MemorySecretStore& secrets() { return m_secrets; } // the key ring
    [[nodiscard]] client::Conversation* find(const QString& name) { return session().find(name); }
    // The last line of a conversation; one without an id where there is none.
    [[nodiscard]] client::ChatLine last(const QString& conversation);
    [[nodiscard]] bool has(const QString& conversation, const QString& text);
    void type(const QString& text); // into the composer, and Enter

    template <typename Widget>
    [[nodiscard]] Widget& part(const QString& name)
    {
        QWidget* window = m_windows->mainWindow();
        if (!window || !window->isVisible())
            window = &m_windows->joinWindow();
        auto* found = window->findChild<Widget*>(name);
        Q_ASSERT(found);
        return *found;
    }

private:
    widgets::Theme& m_theme;
    const SystemClock m_clock;
    QTemporaryDir m_folder;
    client::MemorySecretStore m_secrets;
    std::unique_ptr<clientgui::Settings> m_settings;
    std::unique_ptr<clientgui::ChatWindows> m_windows;
};

} // namespace chatroom::tests
