#include "end-to-end/weechatperson.h"

#include <QFile>
#include <QStandardPaths>
#include <QTimeZone>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;

QString WeechatPerson::program()
{
    const QString found = QStandardPaths::findExecutable(u"weechat-headless"_s);
    return found.isEmpty() ? QStandardPaths::findExecutable(u"weechat"_s) : found;
}

bool WeechatPerson::start(std::uint16_t port, const QString& room)
{
    m_room = room;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"TERM"_s, u"xterm"_s);
    environment.insert(u"LANG"_s, u"C.UTF-8"_s);
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"TZ"_s, u"UTC"_s);
    environment.insert(u"HOME"_s, m_home.path());
    QStringList arguments{u"--dir"_s, m_home.path(), u"--no-connect"_s};
    for (const QString& command : {
             u"/set logger.file.path \"%1\""_s.arg(m_home.path()),
             u"/set logger.file.mask \"$channel.log\""_s,
             u"/set logger.file.flush_delay 0"_s,
             u"/set logger.file.time_format \"%Y-%m-%dT%H:%M:%S\""_s,
             u"/server add office 127.0.0.1/%1 -notls -nicks=%2 -autojoin=%3"_s.arg(QString::number(port), m_name, room),
             u"/connect office"_s,
         })
        arguments += {u"--run-command"_s, command};
    return m_terminal.start(program(), arguments, environment);
}

QList<WeechatPerson::Line> WeechatPerson::messages() const
{
    QFile file(m_home.filePath(m_room + u".log"_s));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Line> found;
    for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList parts = line.split(u'\t'); // "2026-03-01T09:30:00 ann hello"
        const bool isSaid = parts.size() == 3 && parts.at(1) != u"--"_s && parts.at(1) != u"-->"_s && parts.at(1) != u"<--"_s;
        if (!isSaid)
            continue;
        QDateTime time = QDateTime::fromString(parts.at(0), Qt::ISODate);
        time.setTimeZone(QTimeZone::utc());
        found.append({time, parts.at(1), parts.at(2)});
    }
    return found;
}

} // namespace chatroom::test
