// Signing in to an account: while the name is asked for, or later. IRCv3 sasl-3.1 and 3.2.
//
// The best mechanism that the server and we have: our own key, else SCRAM-SHA-256, else PLAIN; that one only where nobody reads along.
// What was refused is not tried again by itself: a wrong password stays wrong.
#pragma once

#include "client/session.h"
#include "protocol/sasl.h"

#include <QByteArray>
#include <QObject>
#include <QThread>
#include <QTimer>

#include <optional>

namespace chatroom::client {

struct SessionCore;

class SignIn final
{
public:
    explicit SignIn(SessionCore& core);
    Q_DISABLE_COPY_MOVE(SignIn)
    ~SignIn();

    [[nodiscard]] Session::AccountState state() const { return m_state; }
    [[nodiscard]] const QByteArray& account() const { return m_account; }
    [[nodiscard]] bool isSignedIn() const { return m_state == Session::AccountState::SignedIn; }
    // The one that Identity means, whether we are signed in or not.
    [[nodiscard]] QByteArray wantedAccount() const;
    // There is something to sign in with that was not refused, and the server takes it: a name that is refused now may be ours then.
    [[nodiscard]] bool isToCome() const;

    // What happens to the session.
    void forget(); // other credentials: none of them was refused
    void lost();   // the connection
    // Begins, where there is reason to. True: ended() is told to the core when it is over.
    [[nodiscard]] bool begin();
    void withdrawn(); // the server takes nobody's word any longer

    // What the server says.
    void challenged(std::string_view parameter);                   // AUTHENTICATE
    void letIn();                                                  // 903, 907
    void refused(std::string_view numeric, std::string_view text); // 902, 904, 905, 906
    void takeMechanisms(std::string_view list);                    // 908
    void became(const QByteArray& account);                        // 900, or ACCOUNT; empty: nobody (901)

private:
    using Answer = Result<QByteArray, protocol::SaslError>;
    [[nodiscard]] bool hasCredentials() const;
    [[nodiscard]] std::optional<QByteArray> nextMechanism() const;
    [[nodiscard]] bool isOffered(std::string_view mechanism) const;
    [[nodiscard]] bool mayTellPassword() const;
    [[nodiscard]] bool tryNext();
    void respond(const QByteArray& message);
    void respondOr(const Answer& answer);
    void prove(const QByteArray& challenge);
    void proved(const protocol::ScramClient& client, const Answer& answer, int attempt);
    void abort(const QString& why);
    enum class Again : std::uint8_t { Never, WithTheNextConnection };
    void fail(const QString& why, Again again = Again::Never);
    void end(Session::AccountState state);
    [[nodiscard]] QString whyNot() const;

    SessionCore& m_core;
    Session::AccountState m_state = Session::AccountState::None;
    QByteArray m_account;
    QByteArray m_mechanism; // of the exchange that goes on; empty: none
    QList<QByteArray> m_mechanisms, m_tried;
    protocol::SaslAssembler m_incoming;
    std::optional<protocol::ScramClient> m_scram;
    int m_step = 0, m_attempt = 0;
    bool m_isProved = false;  // the server knows the password too
    bool m_isRefused = false; // what Identity has was refused
    bool m_isOver = false;    // it went wrong on this connection
    QTimer m_patience;
    QObject m_here;
    QThread m_thread; // where a password is proved; runs from the first time on
    QObject m_there;  // lives in it
};

} // namespace chatroom::client
