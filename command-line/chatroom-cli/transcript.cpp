#include "transcript.h"

#include "client/models/linemodel.h"
#include "client/models/searchmodel.h"
#include "client/session.h"

#include <QLocale>

#include <algorithm>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;
using client::ChatLine;
using client::Conversation;
using client::DeliveryState;
using client::LineKind;
using client::LineModel;

namespace {

constexpr int kShownAtFirst = 20; // messages of a room that is entered

bool isSaid(LineKind kind)
{
    return kind == LineKind::Message || kind == LineKind::Action || kind == LineKind::Notice || kind == LineKind::Error;
}

// Of what is past: who came and went is nobody's to read any more.
bool isWorthReading(LineKind kind)
{
    return kind == LineKind::Message || kind == LineKind::Action || kind == LineKind::Notice || kind == LineKind::Topic
           || kind == LineKind::Gap;
}

// Where what comes live begins: at our coming in, if that is among the lines.
template <typename Lines>
auto liveBegin(const Lines& lines)
{
    const auto ownJoin =
        std::find_if(lines.rbegin(), lines.rend(), [](const ChatLine& line) { return line.kind == LineKind::Join && line.isOwn; });
    return ownJoin == lines.rend() ? lines.begin() : std::prev(ownJoin.base());
}

std::int64_t placeOf(Conversation& conversation, client::LineId id, std::int64_t otherwise)
{
    const auto row = conversation.lines().rowOf(id);
    return row ? conversation.lines().line(*row).place : otherwise;
}

} // namespace

Transcript::Transcript(client::Session& session, LineEditor& editor, Palette palette, QObject* parent)
    : QObject(parent), m_session(session), m_editor(editor), m_palette(palette), m_day(QDate::currentDate())
{}

Transcript::~Transcript() = default;

void Transcript::add(Conversation& conversation)
{
    Place& place = m_places.try_emplace(&conversation, Place{conversation}).first->second;
    place.feed = std::make_unique<LineFeed>(m_session, conversation, LineFeed::Gaps::Tell);
    place.watch = std::make_unique<MessageWatch>(m_session, conversation);
    connect(place.watch.get(), &MessageWatch::happened, this, [this, &place, &conversation](const MessageEvent& event) {
        place.feed->hurry();
        tell(conversation, event);
    });
    connect(place.feed.get(), &LineFeed::came, this, [this, &place](const Lines& lines) { take(place, lines); });
    connect(place.feed.get(), &LineFeed::waited, this, [this, &place](const ChatLine& line) { showWaiting(place, line); });
}

void Transcript::remove(Conversation& conversation)
{
    if (m_current == &conversation)
        m_current = nullptr;
    m_backlog.reset();
    m_places.erase(&conversation);
}

void Transcript::setCurrent(Conversation* conversation)
{
    m_current = conversation;
    for (auto& [key, place] : m_places) {
        if (place.unshown.empty())
            continue;
        if (key == conversation)
            showFirst(place, std::exchange(place.unshown, {}));
        else
            showNews(place, std::exchange(place.unshown, {}));
    }
    flush();
}

// ---- what comes

void Transcript::take(Place& place, const Lines& lines)
{
    const bool isRoom = place.conversation.kind() == Conversation::Kind::Room;
    if (!std::exchange(place.hasBegun, true)) {
        if (isRoom && m_current != &place.conversation && m_session.hasHistory())
            showNews(place, lines);
        else
            showFirst(place, lines);
    } else {
        showMissed(place, lines);
    }
    flush();
}

void Transcript::showFirst(Place& place, const Lines& lines)
{
    Conversation& conversation = place.conversation;
    const bool isRoom = conversation.kind() == Conversation::Kind::Room;
    const auto live = isRoom                                              ? liveBegin(lines)
                      : conversation.kind() == Conversation::Kind::Direct ? std::prev(lines.end())
                                                                          : lines.begin();
    const std::int64_t read = placeOf(conversation, conversation.lastRead(), std::numeric_limits<std::int64_t>::max());
    Lines past;
    std::copy_if(lines.begin(), live, std::back_inserter(past), [](const ChatLine& line) { return isWorthReading(line.kind); });
    const auto unread = std::ranges::find_if(past, [read](const ChatLine& line) { return line.place > read; });
    const auto usual = past.end() - std::min<std::ptrdiff_t>(kShownAtFirst, std::ssize(past));
    const bool isMissing = unread != past.end();
    for (auto line = std::min(unread, usual); line != past.end(); ++line) {
        if (!place.oldest.isValid())
            place.oldest = line->id;
        if (line == unread && isMissing)
            m_rows += notice(tr("while you were away:"));
        put(place, *line);
    }
    if (!place.oldest.isValid())
        place.oldest = lines.front().id;
    for (auto line = live; line != lines.end(); ++line)
        put(place, *line);
    if (!place.newest.isValid())
        place.newest = lines.back().id;
}

// Of a room in the background: what comes is shown, what was said before waits until one looks there.
void Transcript::showNews(Place& place, Lines lines)
{
    const bool isLooking = m_current != nullptr; // else it is not known yet where one looks first
    const auto news = isLooking ? std::next(liveBegin(lines)) : lines.cend();
    for (auto line = news; line != lines.cend(); ++line) {
        put(place, *line);
        place.newest = line->id;
    }
    lines.erase(news, lines.cend());
    place.unshown = std::move(lines);
}

void Transcript::showMissed(Place& place, const Lines& lines)
{
    Conversation& conversation = place.conversation;
    const std::int64_t oldest = placeOf(conversation, place.oldest, std::numeric_limits<std::int64_t>::min());
    const std::int64_t newest = placeOf(conversation, place.newest, std::numeric_limits<std::int64_t>::min());
    const std::int64_t live = liveBegin(lines)->place;
    bool hasHeading = false;
    for (const ChatLine& line : lines) {
        if (line.place < oldest)
            continue;                                               // loaded because somebody asked for it, and shown then
        const bool isRefused = line.state == DeliveryState::Failed; // ours, where it was typed
        const bool isPast = (line.place < newest || line.place < live) && !isRefused;
        if (isPast && !isWorthReading(line.kind))
            continue;
        if (isPast && !std::exchange(hasHeading, true)) {
            m_rows += notice(isElsewhere(conversation) ? tr("while you were away, in %1:").arg(sanitized(conversation.name()))
                                                       : tr("while you were away:"));
        }
        put(place, line);
        if (line.place > newest)
            place.newest = line.id;
    }
}

void Transcript::showWaiting(const Place& place, const ChatLine& line)
{
    const Conversation& conversation = place.conversation;
    if (m_session.state() == client::Session::State::Online && conversation.isJoined())
        return; // it is shown in a moment, when the server has it
    if (!m_told.insert(line.id).second)
        return;
    const QString where = &conversation == m_current ? QString() : u' ' + tr("in %1").arg(sanitized(conversation.name()));
    const QString what = sanitized(line.text);
    note(line.state == DeliveryState::Waiting ? tr("waits to be sent%1: %2").arg(where, what)
                                              : tr("not confirmed yet%1: %2").arg(where, what));
}

void Transcript::noteUnconfirmed()
{
    for (const auto& [conversation, place] : m_places) {
        const LineModel& lines = place.conversation.lines();
        for (const client::LineId id : place.feed->unsettled()) {
            if (const auto row = lines.rowOf(id))
                showWaiting(place, lines.line(*row));
        }
    }
}

int Transcript::unsentCount() const
{
    std::size_t count = 0;
    for (const auto& [conversation, place] : m_places)
        count += place.feed->unsettled().size();
    return static_cast<int>(count);
}

// ---- what is asked for

Transcript::Lines Transcript::older(Place& place) const
{
    const LineModel& lines = place.conversation.lines();
    const int end = place.oldest.isValid() ? lines.rowOf(place.oldest).value_or(0) : lines.rowCount();
    Lines found;
    for (int row = 0; row < end; ++row) {
        if (isWorthReading(lines.line(row).kind))
            found.push_back(lines.line(row));
    }
    return found;
}

void Transcript::showOlder(Conversation& conversation, int count)
{
    const auto found = m_places.find(&conversation);
    if (conversation.kind() == Conversation::Kind::Server || found == m_places.end())
        return note(tr("What the server says is not kept. Change to a room first."));
    if (m_backlog != nullptr)
        return note(tr("Still loading."));
    Place& place = found->second;
    const auto isEnough = [this, &place, count] { return std::ssize(older(place)) >= count; };
    if (!isEnough() && (m_session.state() != client::Session::State::Online || !conversation.isJoined()))
        return note(tr("You are not connected here at the moment."));
    m_backlog = std::make_unique<Backlog>(m_session, conversation, isEnough);
    connect(m_backlog.get(), &Backlog::ended, this, [this, &conversation, count](Backlog::End how) {
        m_backlog.release()->deleteLater(); // it is the one that tells
        showGathered(conversation, count, how);
    });
    m_backlog->start();
}

void Transcript::showGathered(Conversation& conversation, int count, Backlog::End how)
{
    const auto found = m_places.find(&conversation);
    if (found == m_places.end())
        return;
    const QString name = sanitized(conversation.name());
    Lines lines = older(found->second);
    const bool isAll = std::ssize(lines) <= count;
    if (!isAll)
        lines.erase(lines.begin(), lines.end() - count);
    if (how == Backlog::End::Failed)
        note(tr("What was said earlier did not come: %1").arg(sanitized(conversation.historyError())));
    if (lines.empty() && how == Backlog::End::None)
        return note(tr("This chatroom keeps no history."));
    if (lines.empty() && how != Backlog::End::Failed)
        return note(tr("Nothing was said here before."));
    if (lines.empty())
        return;
    m_rows += notice(isAll && how == Backlog::End::Beginning ? tr("the beginning of %1:").arg(name) : tr("earlier in %1:").arg(name));
    for (const ChatLine& line : lines)
        put(found->second, line);
    m_rows += notice(tr("now"));
    found->second.oldest = lines.front().id;
    flush();
}

void Transcript::showHits(const QString& heading, const std::vector<client::SearchHit>& hits)
{
    m_rows += notice(heading);
    for (const client::SearchHit& hit : hits) {
        const bool isHere = m_current != nullptr && m_current->name().compare(hit.conversation, Qt::CaseInsensitive) == 0;
        put(hit.line, isHere ? QString() : hit.conversation);
    }
    m_rows += notice(tr("now"));
    flush();
}

// ---- printing

bool Transcript::isElsewhere(const Conversation& conversation) const
{
    return m_current != nullptr && m_current != &conversation && conversation.kind() != Conversation::Kind::Server;
}

QString Transcript::notice(const QString& text) const
{
    return m_palette.dim(u"-- "_s + text);
}

void Transcript::note(const QString& text)
{
    m_rows += notice(text);
    flush();
}

void Transcript::note(const QStringList& rows)
{
    for (const QString& row : rows)
        m_rows += notice(row);
    flush();
}

void Transcript::put(Place& place, const ChatLine& given)
{
    Conversation& conversation = place.conversation;
    if (given.kind == LineKind::Gap) {
        m_rows += notice(tr("more was said here than can be shown"));
        return;
    }
    // Some wait until one looks there: meanwhile they may have changed.
    const auto row = conversation.lines().rowOf(given.id);
    const ChatLine line = row ? conversation.lines().line(*row) : given;
    if (isElsewhere(conversation) && !isSaid(line.kind))
        return;
    put(line, isElsewhere(conversation) ? conversation.name() : QString(), quoteFor(conversation, line));
    place.watch->remember(line);
}

void Transcript::put(const ChatLine& line, const QString& room, const QString& quote)
{
    const QDate day = line.time.toLocalTime().date();
    if (day != m_day)
        m_rows += notice(QLocale().toString(day, u"dddd, d MMMM yyyy"_s));
    m_day = day;
    if (!quote.isEmpty())
        m_rows += quote;
    m_rows += formatted(line, m_palette, room);
    if (const QString reactions = reactionsOf(line, m_palette); !reactions.isEmpty())
        m_rows += reactions;
}

QString Transcript::quoteFor(Conversation& conversation, const ChatLine& line) const
{
    if (line.replyTo.isEmpty())
        return {};
    const auto row = conversation.lines().rowOfMessage(line.replyTo);
    return quoteOf(row ? &conversation.lines().line(*row) : nullptr, m_palette);
}

void Transcript::tell(const Conversation& conversation, const MessageEvent& event)
{
    const bool isForUs = event.line.isOwn || conversation.kind() == Conversation::Kind::Direct;
    if (isElsewhere(conversation) && !isForUs)
        return;
    const QString where = isElsewhere(conversation) ? u"[%1] "_s.arg(sanitized(conversation.name())) : QString();
    note(where + eventSentence(event));
}

void Transcript::flush()
{
    if (m_rows.isEmpty())
        return;
    m_editor.print(m_rows.join(u'\n'));
    m_rows.clear();
}

} // namespace chatroom::cli
