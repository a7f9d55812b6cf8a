#include "client/presence.h"

#include "client/session_p.h"

namespace chatroom::client {

using protocol::bytes;
using protocol::view;

namespace {

constexpr std::size_t kMostUnseen = 1'000; // of one conversation
constexpr qsizetype kMostBytes = 400;      // of one line's names

} // namespace

bool Presence::isOn() const
{
    return m_core.state == Session::State::Online && m_core.isupport.contains("MONITOR");
}

void Presence::online()
{
    if (!isOn())
        return;
    QByteArray names;
    int count = 0;
    const int most = m_core.isupport.number("MONITOR").value_or(100);
    const auto flush = [this, &names] {
        if (!names.isEmpty())
            m_core.write({"MONITOR", "+", names});
        names.clear();
    };
    for (auto& each : m_core.conversations) {
        auto& d = ConversationWriter::of(*each.second);
        if (d.kind != Conversation::Kind::Direct || count >= most)
            continue;
        if (names.size() + d.target.size() >= kMostBytes)
            flush();
        names += (names.isEmpty() ? QByteArray() : QByteArray(",")) + d.target;
        ++count;
    }
    flush();
}

void Presence::opened(Conversation& conversation)
{
    if (isOn() && conversation.kind() == Conversation::Kind::Direct)
        m_core.write({"MONITOR", "+", ConversationWriter::of(conversation).target});
}

void Presence::closed(Conversation& conversation)
{
    if (isOn() && conversation.kind() == Conversation::Kind::Direct)
        m_core.write({"MONITOR", "-", ConversationWriter::of(conversation).target});
}

void Presence::renamed(Conversation& conversation, const QByteArray& from)
{
    if (!isOn() || m_core.fold(view(from)) == m_core.fold(view(ConversationWriter::of(conversation).target)))
        return;
    m_core.write({"MONITOR", "-", from});
    opened(conversation);
}

void Presence::lost()
{
    for (auto& each : m_core.conversations) {
        auto& d = ConversationWriter::of(*each.second);
        if (std::exchange(d.isPersonHere, true))
            continue;
        Q_EMIT each.second->changed(Conversation::Presence);
    }
}

void Presence::mark(Conversation& conversation, LineId id)
{
    auto& d = ConversationWriter::of(conversation);
    const std::optional<int> row = d.lines.rowOf(id);
    if (d.kind != Conversation::Kind::Direct || d.isPersonHere || !row)
        return;
    ChatLine line = d.lines.line(*row);
    line.isUnseen = true;
    d.lines.update(id, line);
    if (d.unseen.size() >= kMostUnseen)
        d.unseen.erase(d.unseen.begin());
    d.unseen.push_back(id);
}

void Presence::take(std::string_view people, bool isHere)
{
    for (const QByteArray& each : bytes(people).split(',')) {
        const QByteArray name = each.left(each.indexOf('!') < 0 ? each.size() : each.indexOf('!'));
        Conversation* conversation = m_core.find(view(name));
        if (!conversation || conversation->kind() != Conversation::Kind::Direct)
            continue;
        auto& d = ConversationWriter::of(*conversation);
        if (!isHere)
            m_core.profiles.gone(view(name));
        if (std::exchange(d.isPersonHere, isHere) == isHere)
            continue;
        if (isHere)
            seen(*conversation);
        else
            d.isPersonAway = false;
        Q_EMIT conversation->changed(Conversation::Presence);
    }
}

void Presence::seen(Conversation& conversation)
{
    auto& d = ConversationWriter::of(conversation);
    for (const LineId id : std::exchange(d.unseen, {})) {
        const std::optional<int> row = d.lines.rowOf(id);
        if (!row)
            continue;
        ChatLine line = d.lines.line(*row);
        line.isUnseen = false;
        d.lines.update(id, line);
    }
}

bool Presence::takeAbsence(Conversation& conversation)
{
    auto& d = ConversationWriter::of(conversation);
    return d.kind == Conversation::Kind::Direct && !d.isPersonHere;
}

} // namespace chatroom::client
