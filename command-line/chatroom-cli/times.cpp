#include "times.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;

namespace {

std::optional<qint64> secondsAgo(const QString& typed)
{
    static const QRegularExpression form(u"^([0-9]{1,6})([smhdw])$"_s);
    const QRegularExpressionMatch match = form.match(typed);
    if (!match.hasMatch())
        return std::nullopt;
    constexpr qint64 kHour = 3600;
    const qint64 number = match.capturedView(1).toLongLong();
    switch (match.capturedView(2).front().unicode()) {
    case 's': return number;
    case 'm': return number * 60;
    case 'h': return number * kHour;
    case 'd': return number * 24 * kHour;
    default: return number * 7 * 24 * kHour;
    }
}

} // namespace

Result<QDateTime, QString> parseTime(const QString& typed, const QDateTime& now)
{
    const QString word = typed.trimmed();
    const QDate today = now.toLocalTime().date();
    QDateTime time;
    if (const auto seconds = secondsAgo(word))
        time = now.addSecs(-*seconds);
    else if (word == "today"_L1)
        time = today.startOfDay();
    else if (word == "yesterday"_L1)
        time = today.addDays(-1).startOfDay();
    else if (const QDate day = QDate::fromString(word, Qt::ISODate); day.isValid() && word.size() == 10)
        time = day.startOfDay();
    else if (const QTime hour = QTime::fromString(word, u"H:mm"_s); hour.isValid())
        time = QDateTime(today, hour);
    else
        time = QDateTime::fromString(word, Qt::ISODateWithMs);
    if (!time.isValid()) {
        return Unexpected(QCoreApplication::translate(
                              "chatroom-cli", "%1 is no time. Give one like 10m, 2h, 3d, today, yesterday, 2026-03-01 or 2026-03-01T14:30.")
                              .arg(typed));
    }
    return time.toUTC();
}

} // namespace chatroom::cli
