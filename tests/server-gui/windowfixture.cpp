#include "windowfixture.h"

#include <QDialog>
#include <QHostAddress>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

namespace chatroom::servergui::test {

using namespace Qt::Literals::StringLiterals;

Visitor::Visitor(std::uint16_t port)
{
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
}

void Visitor::send(const QByteArray& line)
{
    m_socket.write(line + "\r\n");
}

bool Visitor::comeIn(const QByteArray& nickname)
{
    send("NICK " + nickname);
    send("USER " + nickname + " 0 * :" + nickname);
    return hears(" 001 " + nickname);
}

bool Visitor::hears(const QByteArray& part)
{
    return QTest::qWaitFor([&] {
        m_heard += m_socket.readAll();
        return m_heard.contains(part);
    });
}

bool Visitor::isGone()
{
    return QTest::qWaitFor([&] { return m_socket.state() == QAbstractSocket::UnconnectedState; });
}

WindowFixture::WindowFixture(widgets::Theme& theme)
    : m_theme(theme), m_settings(std::make_unique<QSettings>(path(u"window.ini"_s), QSettings::IniFormat))
{}

server::ServerConfig WindowFixture::config() const
{
    server::ServerConfig config;
    config.network = "The office";
    server::ListenConfig listener;
    listener.address = u"127.0.0.1:0"_s;
    config.listen = {listener};
    return config;
}

void WindowFixture::open()
{
    open(config());
}

void WindowFixture::open(server::ServerConfig config)
{
    m_window.reset();
    m_host = std::make_unique<server::ServerHost>(m_folder.path());
    const auto save = [this](const server::ServerConfig& given) -> Result<void, QString> {
        if (!m_whySavingFails.isEmpty())
            return Unexpected(m_whySavingFails);
        m_saved.append(given);
        return {};
    };
    m_window = std::make_unique<MainWindow>(m_theme, *m_host, *m_settings, MainWindow::Setup{std::move(config), save, {}});
    m_window->show();
    m_window->start();
}

std::uint16_t WindowFixture::port() const
{
    const auto bound = m_host->boundAddresses();
    return bound.isEmpty() ? std::uint16_t{0} : bound.first().port;
}

QTableView& WindowFixture::table(const QString& page)
{
    return part<QTableView>(u"table"_s, page);
}

bool WindowFixture::choose(const QString& page, const QString& text)
{
    QTableView& view = table(page);
    return QTest::qWaitFor([&] {
        for (int row = 0; row < view.model()->rowCount(); ++row) {
            if (!view.model()->index(row, 0).data().toString().startsWith(text))
                continue;
            view.selectRow(row);
            return true;
        }
        return false;
    });
}

QString WindowFixture::shown(const QString& page)
{
    const QAbstractItemModel& model = *table(page).model();
    QString all;
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column)
            all += model.index(row, column).data().toString() + u'|';
        all += u'\n';
    }
    // Marks of direction are not seen.
    return all.remove(QChar(0x2068)).remove(QChar(0x2069));
}

bool WindowFixture::answer(const QString& dialog, const QString& field, const QString& text)
{
    auto* opened = m_window->findChild<QDialog*>(dialog);
    if (!opened)
        return false;
    opened->findChild<QLineEdit*>(field)->setText(text);
    auto* accept = opened->findChild<QPushButton*>(u"accept"_s);
    if (!accept || !accept->isEnabled())
        return false;
    accept->click();
    return QTest::qWaitFor([&] { return !m_window->findChild<QDialog*>(dialog); });
}

} // namespace chatroom::servergui::test
