#include "client-gui/messageview/rowplan.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::ChatLine;
using client::LineKind;

namespace {

QString tr(const char* text, int count = -1)
{
    return QCoreApplication::translate("chatroom::clientgui::EventText", text, nullptr, count);
}

RowShape shapeOf(const ChatLine& line)
{
    switch (line.kind) {
    case LineKind::Message:
    case LineKind::Notice: return RowShape::Lead;
    case LineKind::Action: return line.isDeleted ? RowShape::Lead : RowShape::Action;
    case LineKind::Join:
    case LineKind::Part:
    case LineKind::Quit:
    case LineKind::Kick:
    case LineKind::Rename:
    case LineKind::Topic:
    case LineKind::Mode:
    case LineKind::Away: return RowShape::Event;
    case LineKind::Gap: return RowShape::Gap;
    case LineKind::Info: return RowShape::Info;
    case LineKind::Error: return RowShape::Error;
    }
    return RowShape::Info;
}

QString withReason(const QString& sentence, const QString& reason)
{
    return reason.isEmpty() ? sentence : tr("%1 (%2)").arg(sentence, reason);
}

QString single(const ChatLine& line)
{
    switch (line.kind) {
    case LineKind::Join: return tr("%1 joined").arg(line.author);
    case LineKind::Part: return withReason(tr("%1 left the room").arg(line.author), line.detail);
    case LineKind::Quit: return withReason(tr("%1 left").arg(line.author), line.detail);
    case LineKind::Rename: return tr("%1 is now %2").arg(line.author, line.detail);
    case LineKind::Message:
    case LineKind::Notice:
    case LineKind::Action:
    case LineKind::Kick:
    case LineKind::Topic:
    case LineKind::Mode:
    case LineKind::Away:
    case LineKind::Gap:
    case LineKind::Info:
    case LineKind::Error: return line.text;
    }
    return {};
}

QString several(LineKind kind, const QStringList& names)
{
    return kind == LineKind::Join ? tr("%1 joined").arg(namesText(names)) : tr("%1 left").arg(namesText(names));
}

} // namespace

QString namesText(const QStringList& names)
{
    if (names.size() < 2)
        return names.join(u", "_s);
    if (names.size() == 2)
        return tr("%1 and %2").arg(names[0], names[1]);
    if (names.size() == 3)
        return tr("%1, %2 and %3").arg(names[0], names[1], names[2]);
    return tr("%1, %2 and %3 others").arg(names[0], names[1]).arg(names.size() - 2);
}

bool isMessage(LineKind kind)
{
    return kind == LineKind::Message || kind == LineKind::Notice;
}

bool isComing(LineKind kind)
{
    return kind == LineKind::Join || kind == LineKind::Part || kind == LineKind::Quit || kind == LineKind::Rename;
}

std::int64_t DayFinder::dayOf(const QDateTime& utc)
{
    const std::int64_t at = utc.toMSecsSinceEpoch();
    if (at >= m_begin && at < m_end)
        return m_day;
    const QDate date = utc.toLocalTime().date();
    m_begin = date.startOfDay().toMSecsSinceEpoch();
    m_end = date.addDays(1).startOfDay().toMSecsSinceEpoch();
    m_day = date.toJulianDay();
    return m_day;
}

RowPlan planRow(const ChatLine& line, std::int64_t day, const ChatLine* previous, const RowPlan* previousPlan, std::int64_t previousDay,
                const PlanOptions& options)
{
    RowPlan plan;
    if (!options.showsComings && isComing(line.kind))
        return plan;
    plan.shape = shapeOf(line);
    plan.startsDay = plan.shape != RowShape::Gap && (!previous || day != previousDay);
    const bool isBelowNew = previousPlan && previousPlan->isNew;
    // What one said oneself is never new: the line goes below it.
    plan.startsNew = options.lastRead && *options.lastRead < line.place && !line.isOwn && !isBelowNew;
    plan.isNew = isBelowNew || plan.startsNew;
    if (!previous || !previousPlan || plan.startsDay || plan.startsNew)
        return plan;
    if (isComing(line.kind) && isComing(previous->kind)) {
        plan.shape = RowShape::Hidden;
        return plan;
    }
    const bool goesOn = plan.shape == RowShape::Lead && isMessage(previous->kind) && previous->kind == line.kind
                        && previous->author == line.author && previous->isOwn == line.isOwn
                        && previous->time.msecsTo(line.time) < std::chrono::milliseconds(kGroupSpan).count();
    if (goesOn)
        plan.shape = RowShape::Follow;
    return plan;
}

QString eventText(const std::vector<std::reference_wrapper<const ChatLine>>& lines)
{
    if (lines.size() == 1)
        return single(lines.front());
    QStringList sentences;
    std::size_t at = 0;
    while (at < lines.size()) {
        const ChatLine& first = lines[at];
        const bool gathers = first.kind == LineKind::Join || first.kind == LineKind::Part || first.kind == LineKind::Quit;
        const auto isAlike = [&](const ChatLine& other) {
            return (first.kind == LineKind::Join) == (other.kind == LineKind::Join) && other.kind != LineKind::Rename;
        };
        QStringList names;
        std::size_t end = at;
        for (; end < lines.size() && (end == at || (gathers && isAlike(lines[end]))); ++end) {
            if (!names.contains(lines[end].get().author))
                names += lines[end].get().author;
        }
        sentences += names.size() > 1 || end - at > 1 ? several(first.kind, names) : single(first);
        at = end;
        if (sentences.size() == 8 && at < lines.size()) {
            sentences += tr("%n more came or left", static_cast<int>(lines.size() - at));
            break;
        }
    }
    return sentences.join(u" \u00b7 "_s);
}

QString dayName(QDate day, QDate today)
{
    if (day == today)
        return tr("Today");
    if (day == today.addDays(-1))
        return tr("Yesterday");
    return QLocale().toString(day, QLocale::LongFormat);
}

} // namespace chatroom::clientgui
