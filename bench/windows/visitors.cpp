#include "visitors.h"

#include "desk.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QTcpSocket>
#include <QTimer>

namespace windowsbench {

namespace {

// In, a greeting that names the reader, and out after a second.
void visit(std::uint16_t port, int number)
{
    auto* socket = new QTcpSocket(QCoreApplication::instance());
    const QByteArray name = "visitor" + QByteArray::number(number);
    const QByteArray room(kRoom);
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->readAll(); });
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    // The server has gone, and the bench perhaps with it.
    QObject::connect(socket, &QTcpSocket::errorOccurred, socket, [](QAbstractSocket::SocketError error) {
        if (error == QAbstractSocket::ConnectionRefusedError)
            QCoreApplication::quit();
    });
    socket->connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    socket->write("NICK " + name + "\r\nUSER " + name + " 0 * :" + name + "\r\nJOIN " + room + "\r\n");
    socket->write("PRIVMSG " + room + " :Reader: are you there?\r\n");
    QTimer::singleShot(std::chrono::seconds(1), socket, [socket] { socket->write("QUIT :on we go\r\n"); });
}

} // namespace

int runVisitors(int argc, char** argv, std::uint16_t port, int rate)
{
    QCoreApplication application(argc, argv);
    QTimer timer;
    int number = 0;
    QObject::connect(&timer, &QTimer::timeout, &application, [&] { visit(port, ++number); });
    timer.start(1000 / rate);
    return QCoreApplication::exec();
}

} // namespace windowsbench
