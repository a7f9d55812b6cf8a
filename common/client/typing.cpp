#include "client/typing.h"

#include "client/session_p.h"

#include <algorithm>

namespace chatroom::client {

using namespace std::chrono_literals;

namespace {

constexpr auto kApart = 3s;     // between two that we send; also: as long without a change is a pause
constexpr auto kActiveFor = 6s; // that we hear
constexpr std::size_t kMostWriters = 100;

// A command is nobody's business; "//" is a text that begins with a "/".
bool isText(const QString& draft)
{
    const bool isCommand = draft.startsWith(u'/') && !draft.startsWith(QLatin1String("//")) && !draft.startsWith(QLatin1String("/me "));
    return !draft.trimmed().isEmpty() && !isCommand;
}

} // namespace

Typing::Typing(SessionCore& core) : m_core(core)
{
    m_tick.setInterval(500ms);
    QObject::connect(&m_tick, &QTimer::timeout, &m_tick, [this] { tick(); });
}

bool Typing::isOn() const
{
    return m_core.isTagAllowed("typing");
}

bool Typing::isSpeaker(const Conversation& where) const
{
    const auto& d = ConversationWriter::of(where);
    if (m_core.state != Session::State::Online || !d.isJoined || d.kind == Conversation::Kind::Server)
        return false;
    return d.kind == Conversation::Kind::Direct || !d.flags.contains('m') || d.rank >= Rank::Voice;
}

void Typing::note(Conversation& where, const QString& draft)
{
    if (!isOn() || !isSpeaker(where))
        return;
    TypingPart& part = ConversationWriter::of(where).typing;
    const auto now = m_core.clock.monotonic();
    part.isDone = !isText(draft) && part.told != TypingPart::Told::Nothing;
    if (isText(draft)) {
        part.changedAt = now;
        if (part.toldAt == 0ms || now - part.toldAt >= kApart)
            tell(where, "active");
    }
    m_tick.start();
}

void Typing::said(Conversation& where)
{
    TypingPart& part = ConversationWriter::of(where).typing;
    part.told = TypingPart::Told::Nothing;
    part.isDone = false;
}

void Typing::tell(Conversation& where, const QByteArray& state)
{
    TypingPart& part = ConversationWriter::of(where).typing;
    part.told = state == "active" ? TypingPart::Told::Active : state == "paused" ? TypingPart::Told::Paused : TypingPart::Told::Nothing;
    part.isDone = false;
    part.toldAt = m_core.clock.monotonic();
    protocol::Message message{"TAGMSG", {ConversationWriter::of(where).target}};
    message.tags.set("+typing", state);
    m_core.writeQuietly(std::move(message));
}

void Typing::heard(Conversation& where, const QString& name, std::string_view state)
{
    if (state != "active")
        return ended(where, name);
    TypingPart& part = ConversationWriter::of(where).typing;
    const auto until = m_core.clock.monotonic() + kActiveFor;
    const auto known = std::ranges::find(part.writers, name, &TypingPart::Writer::name);
    if (known != part.writers.end()) {
        known->until = until;
        return;
    }
    if (part.writers.size() >= kMostWriters)
        return;
    part.writers.push_back({name, until});
    m_tick.start();
    Q_EMIT where.changed(Conversation::Typing);
}

void Typing::ended(Conversation& where, const QString& name)
{
    TypingPart& part = ConversationWriter::of(where).typing;
    if (std::erase_if(part.writers, [&](const TypingPart::Writer& each) { return each.name == name; }) > 0)
        Q_EMIT where.changed(Conversation::Typing);
}

void Typing::left(Conversation& where)
{
    const bool isAny = !std::exchange(ConversationWriter::of(where).typing, {}).writers.empty();
    if (isAny)
        Q_EMIT where.changed(Conversation::Typing);
}

void Typing::tick()
{
    const auto now = m_core.clock.monotonic();
    bool isAny = false;
    for (const auto& each : m_core.conversations) {
        Conversation& where = *each.second;
        TypingPart& part = ConversationWriter::of(where).typing;
        const bool mayTell = now - part.toldAt >= kApart && isSpeaker(where);
        if (part.isDone && mayTell)
            tell(where, "done");
        else if (part.told == TypingPart::Told::Active && mayTell && now - part.changedAt >= kApart)
            tell(where, "paused");
        if (std::erase_if(part.writers, [now](const TypingPart::Writer& writer) { return now >= writer.until; }) > 0)
            Q_EMIT where.changed(Conversation::Typing);
        isAny = isAny || !part.writers.empty() || part.isDone || part.told == TypingPart::Told::Active;
    }
    if (!isAny)
        m_tick.stop();
}

} // namespace chatroom::client
