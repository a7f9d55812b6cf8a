#include "hostlinks.h"

#include "pages/banspage.h"
#include "pages/namespage.h"
#include "pages/peoplepage.h"
#include "pages/roomspage.h"
#include "server/io/serverhost.h"

namespace chatroom::servergui {

using server::ServerHost;

namespace {

auto banBy(ServerHost& host)
{
    return [&host](const QString& address, std::chrono::seconds duration, const QString& reason) {
        host.ban(address.toUtf8(), duration, reason.toUtf8());
    };
}

} // namespace

void linkToHost(const PeoplePage& page, ServerHost& host)
{
    QObject::connect(&page, &PeoplePage::messageEntered, &host,
                     [&host](const QByteArray& nickname, const QString& text) { host.message(nickname, text.toUtf8()); });
    QObject::connect(
        &page, &PeoplePage::kickEntered, &host,
        [&host](const QByteArray& nickname, const QByteArray& room, const QString& reason) { host.kick(nickname, room, reason.toUtf8()); });
    QObject::connect(&page, &PeoplePage::disconnectEntered, &host,
                     [&host](ConnectionId connection, const QString& reason) { host.disconnectPerson(connection, reason.toUtf8()); });
    QObject::connect(&page, &PeoplePage::banEntered, &host, banBy(host));
}

void linkToHost(NamesPage& page, ServerHost& host)
{
    QObject::connect(&page, &NamesPage::resetAgreed, &host, &ServerHost::resetPassword);
    QObject::connect(&page, &NamesPage::deleteAgreed, &host, &ServerHost::deleteAccount);
    QObject::connect(&host, &ServerHost::passwordReset, &page, &NamesPage::showPassword);
}

void linkToHost(const RoomsPage& page, ServerHost& host)
{
    QObject::connect(&page, &RoomsPage::topicEntered, &host,
                     [&host](const QByteArray& room, const QString& topic) { host.setTopic(room, topic.toUtf8()); });
    QObject::connect(&page, &RoomsPage::deleteEntered, &host,
                     [&host](const QByteArray& room, const QString& reason) { host.deleteRoom(room, reason.toUtf8()); });
}

void linkToHost(const BansPage& page, ServerHost& host)
{
    QObject::connect(&page, &BansPage::banEntered, &host, banBy(host));
    QObject::connect(&page, &BansPage::liftRequested, &host, [&host](const QByteArray& address) { host.unban(address); });
}

} // namespace chatroom::servergui
