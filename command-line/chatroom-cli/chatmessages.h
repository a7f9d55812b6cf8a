// What a person does with single messages, from the prompt: /last numbers the newest, /reply, /react and /delete take such a number.
#pragma once

#include "client/session.h"
#include "transcript.h"

#include <QCoreApplication>

#include <optional>

namespace chatroom::cli {

class ChatMessages final
{
    Q_DECLARE_TR_FUNCTIONS(ChatMessages)

public:
    // Both outlive this.
    ChatMessages(client::Session& session, Transcript& transcript) : m_session(session), m_transcript(transcript) {}

    // False: `command` is none of these. `where`: null: nowhere.
    [[nodiscard]] bool run(const QString& command, const QString& rest, client::Conversation* where);
    void forgetNumbers(); // another conversation is looked at

private:
    enum class Of : std::uint8_t { Others, Us };
    // A number in front of what is typed, and what follows it.
    struct Numbered final
    {
        std::optional<int> number;
        QString rest;
    };

    void showLast(client::Conversation& where, const QString& typed);
    void reply(client::Conversation& where, const Numbered& typed);
    void react(client::Conversation& where, const Numbered& typed);
    void remove(client::Conversation& where, const Numbered& typed);

    [[nodiscard]] static Numbered split(const QString& typed, bool isNumberAlone);
    // The message of that number; without one the newest of theirs or ours. Says what is wrong where there is none.
    [[nodiscard]] std::optional<client::ChatLine> find(client::Conversation& where, std::optional<int> number, Of whose);

    client::Session& m_session;
    Transcript& m_transcript;
    std::vector<client::LineId> m_numbered; // by the last /last, newest first
};

} // namespace chatroom::cli
