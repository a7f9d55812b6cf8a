#include "text.h"

#include <QDateTime>
#include <QLocale>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

QDateTime localTime(Timestamp at)
{
    return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count()).toLocalTime();
}

bool isFormatting(QChar character)
{
    return character.category() == QChar::Other_Control;
}

// The colour code is 0x03 and up to two numbers of two digits: "\x03" "04,12".
qsizetype colorCodeLength(QStringView from)
{
    qsizetype length = 1;
    const auto digits = [&] {
        qsizetype count = 0;
        while (count < 2 && length < from.size() && from[length].isDigit()) {
            ++length;
            ++count;
        }
        return count;
    };
    if (digits() > 0 && length + 1 < from.size() && from[length] == u',' && from[length + 1].isDigit()) {
        ++length;
        digits();
    }
    return length;
}

} // namespace

QString Text::fromOthers(const QByteArray& bytes)
{
    const QString decoded = QString::fromUtf8(bytes);
    QString shown;
    shown.reserve(decoded.size());
    for (qsizetype at = 0; at < decoded.size();) {
        const QChar character = decoded[at];
        if (character == QChar(0x03)) {
            at += colorCodeLength(QStringView(decoded).mid(at));
            continue;
        }
        ++at;
        if (character == u'\t')
            shown += u' ';
        else if (!isFormatting(character))
            shown += character;
    }
    return shown;
}

QString Text::isolated(const QString& text)
{
    return QChar(0x2068) + text + QChar(0x2069);
}

QString Text::duration(std::chrono::seconds duration)
{
    const auto days = std::chrono::duration_cast<std::chrono::days>(duration);
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(duration);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(duration);
    if (duration < 5s)
        return tr("just now");
    if (minutes < 1min)
        return tr("%1 s").arg(duration.count());
    if (hours < 1h)
        return tr("%1 min").arg(minutes.count());
    if (days.count() >= 2)
        return tr("%1 days").arg(days.count());
    const auto rest = minutes - hours;
    if (rest.count() == 0)
        return tr("%1 h").arg(hours.count());
    return tr("%1 h %2 min").arg(hours.count()).arg(rest.count());
}

QString Text::exactTime(Timestamp at)
{
    return QLocale().toString(localTime(at), QLocale::LongFormat);
}

QString Text::shortTime(Timestamp at)
{
    return QLocale().toString(localTime(at), QLocale::ShortFormat);
}

QString Text::clockTime(Timestamp at)
{
    return localTime(at).toString(u"HH:mm:ss"_s);
}

QString Text::bytes(double amount)
{
    return QLocale().formattedDataSize(static_cast<qint64>(amount), amount < 1000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString Text::number(quint64 amount)
{
    return QLocale().toString(amount);
}

} // namespace chatroom::servergui
