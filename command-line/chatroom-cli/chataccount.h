// What a person does with their account, and with what others read about them, from the prompt: /register, /key, /signin, /password
// and /profile.
#pragma once

#include "client/session.h"
#include "question.h"
#include "transcript.h"

#include <QObject>

#include <functional>

namespace chatroom::cli {

class ChatAccount final : public QObject
{
    Q_OBJECT

public:
    using Ask = std::function<void(Question question)>;

    // Both outlive this. `hasKey`: the session shows a key of our own.
    ChatAccount(client::Session& session, Transcript& transcript, Ask ask, bool hasKey, QObject* parent = nullptr);

    // False: `command` is none of these.
    [[nodiscard]] bool run(const QString& command, const QString& rest);

private:
    void keepName();
    void keepNameByKey();
    void signIn(const QString& typed);
    void changePassword();
    void profile(const QString& typed);
    void showProfile();
    void accountChanged();

    [[nodiscard]] bool isOnline();    // else it says so
    [[nodiscard]] bool canKeepName(); // the same
    // Asks twice, and takes what is the same both times.
    void askNewPassword(const QString& prompt, std::function<void(const QString& password)> take);

    client::Session& m_session;
    Transcript& m_transcript;
    Ask m_ask;
    bool m_hasKey;
    bool m_isProfileAsked = false;
    QString m_told; // the account that we are signed in to
};

} // namespace chatroom::cli
