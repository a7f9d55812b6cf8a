// One run of the program: gets into a chatroom, does what its kind does there, and ends with a status. The kinds derive.
//
// The main thread. `ended` comes once, after the goodbye was written.
#pragma once

#include "client/session.h"
#include "datafolder.h"
#include "exitstatus.h"
#include "options.h"
#include "passwords.h"
#include "storage/clientstore.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace chatroom::cli {

struct NameRefusal final
{
    QString name, why, suggestion;
};

class Run : public QObject
{
    Q_OBJECT

public:
    explicit Run(Options options, QObject* parent = nullptr);
    ~Run() override;

    void setPasswords(Passwords passwords) { m_passwords = std::move(passwords); } // before start()
    void start();
    // Leaves in order: what a signal asks for.
    virtual void stop();

Q_SIGNALS:
    void ended(const chatroom::cli::Ending& ending);

protected:
    // Online for the first time, and in each of the rooms that were asked for.
    virtual void entered() = 0;
    // Questions that only a person can answer; unless overridden they end the run.
    virtual void nameRefused(const QString& name, const QString& why, const QString& suggestion);
    // Not signed in to `account`; `refusal`: and not let in either, as the name belongs to an account.
    virtual void signInNeeded(const QString& account, const QString& why, const std::optional<NameRefusal>& refusal);
    // An account was asked for, and the server has none.
    virtual void signInMissing();
    virtual void trustNeeded(const QByteArray& fingerprint, const QByteArray& known);
    // The connection went after entered(); unless overridden that ends the run.
    virtual void lost();
    virtual void conversationAdded(client::Conversation& conversation);

    [[nodiscard]] const Options& options() const { return m_options; }
    [[nodiscard]] const DataFolder& folder() const { return m_folder; }
    [[nodiscard]] client::Session& session() { return m_session; }
    [[nodiscard]] bool hasEntered() const { return m_hasEntered; }
    [[nodiscard]] bool isEnding() const { return m_isEnding; }
    void end(ExitStatus status, const QString& what = {});
    // Ends the run as timed out unless stopWaiting() comes first. `what` is the sentence for people.
    void startWaiting(const QString& what);
    void stopWaiting();

private:
    void connectSession();
    [[nodiscard]] Result<client::Identity, QString> identity();
    void answerRefusals();
    void checkEntered();
    void checkTrust(const QByteArray& fingerprint, const QByteArray& known);
    void fail(const network::Failure& failure);
    void stateChanged(client::Session::State state);

    Options m_options;
    DataFolder m_folder;
    SystemClock m_clock;
    network::TrustStore m_trust;
    std::unique_ptr<storage::ClientStore> m_store; // a chat's; what a script says is never said by a later run
    client::Session m_session;
    Passwords m_passwords;
    struct SignInRefusal final
    {
        QString account, why;
    };
    std::optional<NameRefusal> m_nameRefusal; // the two come together when a name belongs to an account
    std::optional<SignInRefusal> m_signInRefusal;
    QTimer m_waiting;
    QString m_waitingFor;
    bool m_wasReached = false; // the server itself, not only its address
    bool m_hasEntered = false;
    bool m_isEnding = false;
};

} // namespace chatroom::cli
