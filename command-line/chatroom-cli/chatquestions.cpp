// What ChatRun asks a person: another name, a password, whether a server is trusted.
#include "chatrun.h"

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;

void ChatRun::ask(Question question)
{
    const bool isSecret = question.isSecret;
    m_question = std::move(question);
    m_editor->setRemembering(false);
    m_editor->setSecret(isSecret);
    stopWaiting(); // a person may take their time
    updatePrompt();
}

void ChatRun::takeAnswer(const QString& answer)
{
    const Question asked = *std::exchange(m_question, std::nullopt);
    asked.take(answer);
    if (!m_question) // else it asks for more
        forgetQuestion();
}

void ChatRun::forgetQuestion()
{
    m_question.reset();
    m_editor->setRemembering(true);
    m_editor->setSecret(false);
    updatePrompt();
}

// Whoever leaves instead of answering: the run ends, or only the question does.
void ChatRun::leaveQuestion()
{
    if (m_question->ifLeft)
        return end(*m_question->ifLeft);
    m_editor->clearLine();
    forgetQuestion();
}

void ChatRun::nameRefused(const QString& name, const QString& why, const QString& suggestion)
{
    if (m_question && m_question->isSecret) { // it is the account's: the password was another one
        m_nameRefusal = NameRefusal{name, why, suggestion};
        m_question->prompt = signInPrompt(m_signInAccount);
        return updatePrompt();
    }
    note(tr("Not let in as %1: %2").arg(sanitized(name), sanitized(why)));
    askName(suggestion);
}

void ChatRun::askName(const QString& suggestion)
{
    const QString offer = sanitized(suggestion);
    const QString prompt = offer.isEmpty() ? tr("Another name: ") : tr("Another name [%1]: ").arg(offer);
    const auto take = [this, offer](const QString& typed) {
        const QString chosen = typed.isEmpty() ? offer : typed;
        if (chosen.isEmpty())
            return end(ExitStatus::Refused, tr("No other name was given."));
        session().setNickname(chosen);
    };
    ask({.prompt = prompt, .take = take, .isSecret = false, .ifLeft = ExitStatus::Refused});
}

void ChatRun::signInNeeded(const QString& account, const QString& why, const std::optional<NameRefusal>& refusal)
{
    if (refusal)
        m_nameRefusal = refusal;
    note(refusal ? tr("The name %1 belongs to an account. If it is yours, type its password.").arg(sanitized(account))
                 : tr("You are not signed in: %1").arg(sanitized(why)));
    const auto take = [this, account](const QString& password) {
        if (!password.isEmpty())
            return session().signIn(account, password);
        if (const auto refused = std::exchange(m_nameRefusal, std::nullopt))
            return askName(refused->suggestion);
        note(tr("You go on without signing in; /signin does it later."));
    };
    ask({.prompt = signInPrompt(account),
         .take = take,
         .isSecret = true,
         .ifLeft = hasEntered() ? std::nullopt : std::optional(ExitStatus::NotSignedIn)});
    m_signInAccount = account;
}

QString ChatRun::signInPrompt(const QString& account) const
{
    return m_nameRefusal ? tr("Password for %1 (Enter alone: another name): ").arg(sanitized(account))
                         : tr("Password for %1 (Enter alone: without): ").arg(sanitized(account));
}

void ChatRun::signInMissing()
{
    note(tr("This chatroom has no accounts: you are not signed in."));
}

void ChatRun::trustNeeded(const QByteArray& fingerprint, const QByteArray& known)
{
    const QString where = options().server.toString();
    if (known.isEmpty()) {
        note(tr("This is the first contact with %1.").arg(where));
    }
    if (!known.isEmpty()) {
        note(tr("The server at %1 is not the one that was trusted before. Somebody may stand in between, or it was set up "
                "anew.")
                 .arg(where));
        note(tr("Its fingerprint was: %1").arg(network::fingerprintWords(known).join(u' ')));
    }
    note(tr("Its fingerprint is: %1").arg(network::fingerprintWords(fingerprint).join(u' ')));
    note(tr("Compare these words with those that the server shows."));
    const auto take = [this, where](const QString& typed) {
        const bool isTrusted = typed.compare("yes"_L1, Qt::CaseInsensitive) == 0;
        if (!isTrusted)
            return end(ExitStatus::NotTrusted, tr("The server at %1 was not trusted.").arg(where));
        session().answerTrust(true);
    };
    ask({.prompt = tr("Trust this server? Type yes or no: "), .take = take, .isSecret = false, .ifLeft = ExitStatus::NotTrusted});
}

} // namespace chatroom::cli
