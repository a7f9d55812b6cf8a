#include "end-to-end/office.h"

#include "client-gui/composer/messageedit.h"
#include "client-gui/join/joinwindow.h"
#include "client-gui/mainwindow.h"
#include "client/models/linemodel.h"

#include <QAbstractItemModel>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;

ServerWindow::ServerWindow(widgets::Theme& theme) : m_theme(theme), m_settings(m_folder.filePath(u"window.ini"_s), QSettings::IniFormat) {}

bool ServerWindow::open(std::uint16_t port)
{
    server::ServerConfig config;
    server::ListenConfig listener;
    listener.address = u"127.0.0.1:%1"_s.arg(port);
    config.listen = {listener};
    m_window.reset();
    m_host = std::make_unique<server::ServerHost>(m_folder.path());
    m_window = std::make_unique<servergui::MainWindow>(m_theme, *m_host, m_settings, servergui::MainWindow::Setup{config, {}, {}});
    m_window->show();
    m_window->start();
    if (!m_host->isRunning())
        return false;
    m_port = m_host->boundAddresses().constFirst().port;
    return true;
}

void ServerWindow::close()
{
    m_window.reset();
    m_host.reset();
}

QString ServerWindow::shown(const QString& page)
{
    const auto* table = m_window->findChild<QWidget*>(page)->findChild<QTableView*>();
    const QAbstractItemModel& model = *table->model();
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.append(model.index(row, column).data().toString());
        rows.append(cells.join(u'|'));
    }
    return rows.join(u'\n');
}

WindowPerson::WindowPerson(widgets::Theme& theme, const QString& name)
    : m_settings(m_folder.path()), m_windows(m_clock, theme, m_settings, m_secrets)
{
    m_windows.start(name, {});
}

void WindowPerson::join(std::uint16_t port)
{
    m_windows.joinWindow().setAddress(u"irc://127.0.0.1:%1"_s.arg(port));
    QTest::mouseClick(m_windows.joinWindow().findChild<QPushButton*>(u"joinButton"_s), Qt::LeftButton);
}

bool WindowPerson::isInside(const QString& room) const
{
    const client::Session* session = m_windows.session();
    const client::Conversation* found = session && m_windows.mainWindow() ? session->find(room) : nullptr;
    return found && found->isJoined();
}

void WindowPerson::say(const QString& text)
{
    auto* edit = m_windows.mainWindow()->findChild<clientgui::MessageEdit*>(u"messageEdit"_s);
    QTest::keyClicks(edit, text);
    QTest::keyClick(edit, Qt::Key_Return);
}

QStringList WindowPerson::heard(const QString& room) const
{
    QStringList messages;
    client::Conversation* found = m_windows.session() ? m_windows.session()->find(room) : nullptr;
    for (int row = 0; found && row < found->lines().rowCount(); ++row) {
        const client::ChatLine& line = found->lines().line(row);
        if (line.kind == client::LineKind::Message)
            messages.append(line.author + u": "_s + line.text);
    }
    return messages;
}

bool IrssiPerson::isInstalled()
{
    return !QStandardPaths::findExecutable(u"irssi"_s).isEmpty();
}

bool IrssiPerson::start(std::uint16_t port)
{
    QFile config(m_home.filePath(u"config"_s));
    if (!config.open(QIODevice::WriteOnly))
        return false;
    config.write(uR"(servers = ( { address = "127.0.0.1"; chatnet = "office"; port = "%1"; autoconnect = "yes"; } );
chatnets = { office = { type = "IRC"; }; };
channels = ( { name = "#lobby"; chatnet = "office"; autojoin = "yes"; } );
settings = {
  core = { real_name = "%2"; user_name = "%2"; nick = "%2"; };
  "irc/core" = { cmd_queue_speed = "10msec"; };
  "fe-common/core" = { autolog = "yes"; autolog_path = "%3/$0.log"; };
};
)"_s.arg(QString::number(port), m_name, m_home.path())
                     .toUtf8());
    config.close();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"TERM"_s, u"xterm"_s);
    environment.insert(u"LANG"_s, u"C.UTF-8"_s);
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"HOME"_s, m_home.path());
    return m_terminal.start(QStandardPaths::findExecutable(u"irssi"_s), {u"--home"_s, m_home.path()}, environment);
}

void IrssiPerson::type(const QString& line)
{
    m_terminal.type(line.toUtf8() + '\r');
}

QString IrssiPerson::log() const
{
    QFile file(m_home.filePath(u"#lobby.log"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList IrssiPerson::heard() const
{
    static const QRegularExpression said(uR"(^\d\d:\d\d <.?([^>]+)> (.*)$)"_s); // "09:30 < ann> hello"
    QStringList messages;
    for (const QString& line : log().split(u'\n')) {
        if (const auto match = said.match(line); match.hasMatch())
            messages.append(match.captured(1).trimmed() + u": "_s + match.captured(2));
    }
    return messages;
}

} // namespace chatroom::test
