#include "terminaltext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <array>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;
using client::ChatLine;
using client::DeliveryState;
using client::LineKind;

namespace {

constexpr qsizetype kIndent = 6; // "12:34 "

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom-cli", text);
}

bool isControl(char32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

bool isTurningOrHiding(char32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)
           || (c >= 0xE0000 && c <= 0xE007F) || c == 0xFEFF;
}

// What happened, as a sentence; empty for what somebody says.
QString happening(const ChatLine& line)
{
    const QString who = sanitized(line.author);
    const QString why = line.detail.isEmpty() ? QString() : u" (%1)"_s.arg(sanitized(line.detail));
    const auto sentence = [&](const char* text) { return tr(text).arg(who) + why; };
    if (line.isDeleted && line.deletedBy == line.author)
        return sentence("%1 deleted a message");
    if (line.isDeleted)
        return tr("%1 deleted a message of %2").arg(sanitized(line.deletedBy), who) + why;
    switch (line.kind) {
    case LineKind::Join: return sentence("%1 came in");
    case LineKind::Part: return sentence("%1 left");
    case LineKind::Quit: return sentence("%1 left the chatroom");
    case LineKind::Rename: return tr("%1 is now %2").arg(who, sanitized(line.detail.isEmpty() ? line.text : line.detail));
    case LineKind::Kick:
    case LineKind::Topic:
    case LineKind::Mode: return sanitized(line.text); // a sentence already
    case LineKind::Away: return sentence(line.text.isEmpty() && line.detail.isEmpty() ? "%1 is back" : "%1 is away");
    case LineKind::Message:
    case LineKind::Action:
    case LineKind::Notice:
    case LineKind::Info:
    case LineKind::Error:
    case LineKind::Gap: break;
    }
    return {};
}

const char* kindWord(LineKind kind)
{
    switch (kind) {
    case LineKind::Message: return "message";
    case LineKind::Action: return "action";
    case LineKind::Notice: return "notice";
    case LineKind::Join: return "join";
    case LineKind::Part: return "part";
    case LineKind::Quit: return "quit";
    case LineKind::Kick: return "kick";
    case LineKind::Rename: return "rename";
    case LineKind::Topic: return "topic";
    case LineKind::Mode: return "mode";
    case LineKind::Away: return "away";
    case LineKind::Info: return "info";
    case LineKind::Error: return "error";
    case LineKind::Gap: return "gap";
    }
    return "message";
}

// What stands before the text: "<Ann> ", "* Ann ", "-Ann- ".
QString authorPart(const ChatLine& line, const Palette& palette)
{
    const QString who = palette.name(line.author);
    if (line.kind == LineKind::Action)
        return u"* %1 "_s.arg(who);
    if (line.kind == LineKind::Notice)
        return line.author.isEmpty() ? u"-- "_s : u"-%1- "_s.arg(who);
    return u"<%1> "_s.arg(who);
}

QString textPart(const ChatLine& line, const Palette& palette, int indent)
{
    QStringList rows = sanitized(line.text, true).split(u'\n');
    for (QString& row : rows)
        row = line.isMention ? palette.bold(row) : row;
    return rows.join(u'\n' + QString(indent, u' '));
}

QJsonArray reactionArray(const QList<client::Reaction>& reactions)
{
    QJsonArray all;
    for (const client::Reaction& each : reactions)
        all.append(QJsonObject{{u"emoji"_s, each.emoji}, {u"people"_s, QJsonArray::fromStringList(each.people)}});
    return all;
}

} // namespace

QString sanitized(const QString& text, bool isKeepingLines)
{
    QString clean;
    clean.reserve(text.size());
    for (const char32_t c : text.toUcs4()) {
        if (c == U'\t' || (c == U'\n' && !isKeepingLines))
            clean += u' ';
        if (c == U'\n' && isKeepingLines)
            clean += u'\n';
        if (isControl(c) || isTurningOrHiding(c))
            continue;
        clean += QChar::fromUcs4(c >= 0xD800 && c <= 0xDFFF ? U'\uFFFD' : c);
    }
    return clean;
}

QString Palette::wrapped(const char* codes, const QString& text) const
{
    return m_isColoured ? u"\033[%1m%2\033[0m"_s.arg(QLatin1StringView(codes), text) : text;
}

QString Palette::name(const QString& name) const
{
    // Of the 256 colours those that can be read on a dark and on a light ground.
    static constexpr std::array kColours{"38;5;32", "38;5;35", "38;5;130", "38;5;133", "38;5;160", "38;5;30",
                                         "38;5;64", "38;5;97", "38;5;166", "38;5;69",  "38;5;168", "38;5;136"};
    std::uint32_t hash = 2166136261U; // FNV-1a: the same in every run, which qHash is not
    for (const char byte : name.toLower().toUtf8())
        hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
    return wrapped(kColours.at(hash % kColours.size()), sanitized(name));
}

QString Palette::dim(const QString& text) const
{
    return wrapped("2", text);
}
QString Palette::bold(const QString& text) const
{
    return wrapped("1", text);
}
QString Palette::danger(const QString& text) const
{
    return wrapped("31", text);
}

QString formatted(const ChatLine& line, const Palette& palette, const QString& room)
{
    const QString time = line.time.toLocalTime().toString(u"HH:mm"_s);
    const QString prefix = room.isEmpty() ? QString() : u"[%1] "_s.arg(sanitized(room));
    const int indent = static_cast<int>(time.size()) + 1;
    const QString start = palette.dim(time) + u' ' + palette.bold(prefix);
    if (line.kind == LineKind::Error)
        return start + palette.danger(u"-- "_s + textPart(line, Palette(false), indent));
    if (line.kind == LineKind::Info)
        return start + u"-- "_s + textPart(line, Palette(false), indent);
    if (const QString what = happening(line); !what.isEmpty())
        return start + palette.dim(u"-- "_s + what);
    if (line.state == DeliveryState::Failed) {
        const QString why = line.detail.isEmpty() ? tr("The server did not take it.") : sanitized(line.detail);
        return start + palette.danger(tr("Not sent: %1").arg(sanitized(line.text)) + u'\n' + QString(indent, u' ') + why);
    }
    const QString mark = line.isBot ? palette.dim(tr("(bot)")) + u' ' : QString();
    const QString unseen = line.isUnseen ? u' ' + palette.dim(tr("(not there yet)")) : QString();
    return start + authorPart(line, palette) + mark + textPart(line, palette, indent) + unseen;
}

QString excerpt(const QString& text)
{
    constexpr qsizetype kLongest = 60;
    const QString first = sanitized(text, true).section(u'\n', 0, 0, QString::SectionSkipEmpty).trimmed();
    if (first.size() > kLongest) {
        const bool isWithinPair = first.at(kLongest - 1).isHighSurrogate();
        return first.left(isWithinPair ? kLongest - 1 : kLongest) + u'…';
    }
    return text.trimmed().contains(u'\n') ? first + u" …"_s : first;
}

QString quoteOf(const ChatLine* answered, const Palette& palette)
{
    const QString start(kIndent, u' ');
    if (answered == nullptr)
        return palette.dim(start + u"> "_s + tr("a message that is not loaded"));
    if (answered->isDeleted)
        return palette.dim(start + u"> "_s + tr("a message that was deleted"));
    return palette.dim(start + u"> %1: "_s.arg(sanitized(answered->author)) + excerpt(answered->text));
}

QString reactionsOf(const ChatLine& line, const Palette& palette)
{
    QStringList all;
    for (const client::Reaction& each : line.reactions)
        all += sanitized(each.emoji) + u' ' + sanitized(each.people.join(u", "_s));
    return all.isEmpty() ? QString() : palette.dim(QString(kIndent, u' ') + all.join(u"   "_s));
}

QString plainLine(const ChatLine& line, const QString& room)
{
    const QString start = line.time.toUTC().toString(Qt::ISODateWithMs) + u' ' + sanitized(room) + u' ';
    if (const QString what = happening(line); !what.isEmpty())
        return start + u"-- "_s + what;
    if (line.kind == LineKind::Info || line.kind == LineKind::Error)
        return start + u"-- "_s + sanitized(line.text);
    return start + authorPart(line, Palette(false)) + sanitized(line.text);
}

QByteArray jsonLine(const ChatLine& line, const QString& room)
{
    QJsonObject object{
        {u"time"_s, line.time.toUTC().toString(Qt::ISODateWithMs)}, {u"room"_s, room},      {u"who"_s, line.author},
        {u"kind"_s, QLatin1StringView(kindWord(line.kind))},        {u"text"_s, line.text}, {u"id"_s, line.messageId},
    };
    if (!line.detail.isEmpty())
        object.insert(u"detail"_s, line.detail);
    if (!line.account.isEmpty())
        object.insert(u"account"_s, line.account);
    if (!line.replyTo.isEmpty())
        object.insert(u"reply_to"_s, line.replyTo);
    if (line.isBot)
        object.insert(u"bot"_s, true);
    if (line.isDeleted) {
        object.insert(u"deleted"_s, true);
        object.insert(u"deleted_by"_s, line.deletedBy);
    }
    if (!line.reactions.isEmpty())
        object.insert(u"reactions"_s, reactionArray(line.reactions));
    return jsonBytes(object);
}

QByteArray jsonBytes(const QJsonObject& object)
{
    // Qt escapes C0. DEL, C1 and what turns or hides text are valid JSON too, and a terminal would obey them.
    const QString text = QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    QString safe;
    safe.reserve(text.size());
    for (const QChar c : text) {
        const bool isHarmful = isControl(c.unicode()) || isTurningOrHiding(c.unicode());
        safe += isHarmful ? u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0')) : QString(c);
    }
    return safe.toUtf8();
}

} // namespace chatroom::cli
