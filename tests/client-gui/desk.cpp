#include "client-gui/desk.h"

#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/panels/conversationpane.h"

#include <QTest>

namespace chatroom::tests {

Desk::Desk(widgets::Theme& theme) : m_theme(theme)
{
    restart();
}

void Desk::restart()
{
    m_windows.reset();
    m_settings = std::make_unique<clientgui::Settings>(m_folder.path());
    m_windows = std::make_unique<clientgui::ChatWindows>(m_clock, m_theme, *m_settings, m_secrets);
}

bool Desk::join(const QString& name, const QString& address, const QString& room)
{
    m_windows->start(name, address);
    joinWindow().submit();
    return QTest::qWaitFor([&] {
        const client::Conversation* there = m_windows->mainWindow() ? find(room) : nullptr;
        return there && there->isJoined();
    });
}

bool Desk::look()
{
    main().activateWindow();
    return QTest::qWaitForWindowActive(&main());
}

client::ChatLine Desk::last(const QString& conversation)
{
    client::Conversation* there = find(conversation);
    const int rows = there ? there->lines().rowCount() : 0;
    return rows > 0 ? there->lines().line(rows - 1) : client::ChatLine{};
}

bool Desk::has(const QString& conversation, const QString& text)
{
    client::Conversation* there = find(conversation);
    for (int row = 0; there && row < there->lines().rowCount(); ++row) {
        if (there->lines().line(row).text == text)
            return true;
    }
    return false;
}

void Desk::type(const QString& text)
{
    clientgui::MessageEdit& edit = main().pane().composer().edit();
    QTest::keyClicks(&edit, text);
    QTest::keyClick(&edit, Qt::Key_Return);
}

} // namespace chatroom::tests
