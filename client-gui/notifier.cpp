#include "client-gui/notifier.h"

#include "widgets/icons.h"

#include <QApplication>
#include <QMenu>
#include <QSystemTrayIcon>
#include <QWidget>

namespace chatroom::clientgui {

using client::Conversation;

namespace {

constexpr qsizetype kLongestShown = 200; // UTF-16 units
constexpr qint64 kApart = 1000;          // milliseconds between two bubbles of one conversation

} // namespace

Notifier::Notifier(client::Session& session, QWidget& window) : m_window(window)
{
    connect(&session, &client::Session::notified, this, &Notifier::tell);
    connect(&session, &client::Session::conversationRemoved, this, [this](const Conversation* gone) {
        if (m_last == gone)
            m_last = nullptr;
    });
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    m_menu = std::make_unique<QMenu>();
    const auto show = [this] {
        m_window.showNormal();
        m_window.raise();
        m_window.activateWindow();
    };
    m_menu->addAction(tr("Show the window"), this, show);
    m_menu->addAction(tr("Quit"), qApp, &QApplication::quit);
    m_tray = std::make_unique<QSystemTrayIcon>(widgets::clientProgramIcon());
    m_tray->setToolTip(tr("Chatroom"));
    m_tray->setContextMenu(m_menu.get());
    connect(m_tray.get(), &QSystemTrayIcon::activated, this, show);
    connect(m_tray.get(), &QSystemTrayIcon::messageClicked, this, [this, show] {
        show();
        if (m_last)
            Q_EMIT conversationChosen(m_last);
    });
    m_tray->show();
}

Notifier::~Notifier() = default;

bool Notifier::isWanted(const NotificationRules& rules, Conversation::Kind kind)
{
    switch (kind) {
    case Conversation::Kind::Server: return false;
    case Conversation::Kind::Room: return rules.mentions;
    case Conversation::Kind::Direct: return rules.direct;
    }
    return false;
}

void Notifier::tell(Conversation* conversation, const client::ChatLine& line)
{
    if (!isWanted(m_rules, conversation->kind()))
        return;
    QApplication::alert(&m_window);
    if (!m_tray)
        return;
    // One bubble covers the other: of many in a moment the first is enough.
    const bool isJustTold = conversation == m_last && m_toldAt.isValid() && !m_toldAt.hasExpired(kApart);
    if (isJustTold)
        return;
    m_toldAt.start();
    m_last = conversation;
    const bool isRoom = conversation->kind() == Conversation::Kind::Room;
    // Some desktops read markup in notifications; what others wrote is no markup.
    m_tray->showMessage(isRoom ? tr("%1 in %2").arg(line.author, conversation->name()) : line.author,
                        line.text.left(kLongestShown).toHtmlEscaped(), QSystemTrayIcon::NoIcon);
}

} // namespace chatroom::clientgui
