// What the scripted server knows of accounts and profiles: signing in by SASL PLAIN or EXTERNAL, keeping a name, ACCOUNT, METADATA.
// Off until it is told to offer them.
#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <functional>
#include <map>

namespace chatroom::tests {

class DemoAccounts final
{
public:
    using Say = std::function<void(const QByteArray& line)>;

    [[nodiscard]] QByteArray capabilities() const; // with a space before each
    // True: answered. `nick` is whoever says it.
    bool answer(const QByteArray& line, const QByteArray& nick, const Say& say);
    [[nodiscard]] bool isRefused(const QByteArray& nick) const; // the name belongs to an account that is not signed in
    void connectionOpened();

    bool offersAccounts = false;
    bool offersProfiles = false;
    QByteArray refusesPassword;                 // for a new account: "WEAK_PASSWORD Too short"
    std::map<QByteArray, QByteArray> passwords; // of accounts
    QByteArray keyAccount;                      // whose key the connection shows; empty: nobody's
    QByteArray signedIn;                        // the account of the connection
    QByteArrayList used;                        // passwords that came

private:
    void authenticate(const QByteArray& what, const QByteArray& nick, const Say& say);
    void letIn(const QByteArray& account, const QByteArray& nick, const Say& say);
    void account(const QByteArrayList& words, const QByteArray& nick, const Say& say);

    QByteArray m_mechanism;
};

} // namespace chatroom::tests
