// Who is writing something, told and heard: the client tag +typing. IRCv3 typing: nobody is told more often than once in three
// seconds, and what was heard is forgotten after six.
#pragma once

#include <QByteArray>
#include <QPointer>
#include <QString>
#include <QTimer>

#include <chrono>
#include <string_view>
#include <vector>

namespace chatroom::client {

struct SessionCore;
class Conversation;

// Of one conversation.
struct TypingPart final
{
    enum class Told : std::uint8_t { Nothing, Active, Paused };

    struct Writer final
    {
        QString name;
        std::chrono::milliseconds until{0};
    };
    std::vector<Writer> writers; // others, in the order in which they began
    Told told = Told::Nothing;   // of us
    bool isDone = false;         // given up, and others are still to be told
    std::chrono::milliseconds toldAt{0}, changedAt{0};
};

class Typing final
{
public:
    explicit Typing(SessionCore& core);

    [[nodiscard]] bool isOn() const;
    void note(Conversation& where, const QString& draft);
    void said(Conversation& where); // a message of ours tells that it is done
    void heard(Conversation& where, const QString& name, std::string_view state);
    void ended(Conversation& where, const QString& name); // they said it, or left
    void left(Conversation& where);                       // we did

private:
    void tell(Conversation& where, const QByteArray& state);
    void tick();
    [[nodiscard]] bool isSpeaker(const Conversation& where) const;

    SessionCore& m_core;
    QTimer m_tick;
};

} // namespace chatroom::client
