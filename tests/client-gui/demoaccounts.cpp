#include "client-gui/demoaccounts.h"

namespace chatroom::tests {

QByteArray DemoAccounts::capabilities() const
{
    QByteArray all;
    if (offersAccounts)
        all += " sasl=PLAIN,EXTERNAL draft/account-registration=custom-account-name account-notify extended-join";
    if (offersProfiles)
        all += " draft/metadata-2";
    return all;
}

void DemoAccounts::connectionOpened()
{
    signedIn.clear();
    m_mechanism.clear();
}

bool DemoAccounts::isRefused(const QByteArray& nick) const
{
    return passwords.contains(nick) && signedIn != nick;
}

bool DemoAccounts::answer(const QByteArray& line, const QByteArray& nick, const Say& say)
{
    const QByteArrayList words = line.split(' ');
    const QByteArray verb = words.value(0);
    if (verb == "AUTHENTICATE") {
        authenticate(words.value(1), nick, say);
    } else if (verb == "REGISTER" && offersAccounts) {
        const QByteArray password = words.value(3).startsWith(':') ? words.value(3).mid(1) : words.value(3);
        used += password;
        if (!refusesPassword.isEmpty()) {
            say("FAIL REGISTER " + refusesPassword.split(' ').front() + ' ' + nick + " :"
                + refusesPassword.mid(refusesPassword.indexOf(' ') + 1));
            return true;
        }
        passwords[nick] = password;
        signedIn = nick;
        say("REGISTER SUCCESS " + nick + " :The name is yours");
        say(":demo 900 " + nick + ' ' + nick + "!me@127.0.0.1 " + nick + " :You are now logged in");
    } else if (verb == "ACCOUNT" && offersAccounts) {
        account(words, nick, say);
    } else if (verb == "METADATA" && words.value(2) == "SET") {
        const qsizetype at = line.indexOf(words.value(3)) + words.value(3).size() + 1;
        QByteArray value = line.mid(at);
        value = value.startsWith(':') ? value.mid(1) : value;
        say(":demo METADATA " + nick + ' ' + words.value(3) + " * :" + value);
    } else {
        return verb == "METADATA";
    }
    return true;
}

void DemoAccounts::authenticate(const QByteArray& what, const QByteArray& nick, const Say& say)
{
    if (what == "PLAIN" || what == "EXTERNAL") {
        m_mechanism = what;
        say("AUTHENTICATE +");
        return;
    }
    const QByteArrayList parts = QByteArray::fromBase64(what).split('\0');
    const QByteArray password = parts.value(2);
    if (m_mechanism == "PLAIN")
        used += password;
    const bool isRight =
        m_mechanism == "EXTERNAL" ? !keyAccount.isEmpty() : passwords.contains(parts.value(1)) && passwords[parts.value(1)] == password;
    if (isRight) {
        letIn(m_mechanism == "EXTERNAL" ? keyAccount : parts.value(1), nick, say);
        say(":demo 903 " + nick + " :Signed in");
    } else {
        say(":demo 904 " + nick + " :SASL authentication failed");
    }
}

void DemoAccounts::letIn(const QByteArray& account, const QByteArray& nick, const Say& say)
{
    signedIn = account;
    say(":demo 900 " + (nick.isEmpty() ? QByteArray("*") : nick) + ' ' + nick + "!me@127.0.0.1 " + account + " :You are now logged in");
}

void DemoAccounts::account(const QByteArrayList& words, const QByteArray& nick, const Say& say)
{
    const QByteArray what = words.value(1);
    const QByteArray first = words.value(2);
    const bool isRight = passwords[signedIn] == first || (first == "*" && keyAccount == signedIn);
    if (what == "KEY") {
        keyAccount = signedIn;
        say("NOTE ACCOUNT KEY_ADDED :Added");
    } else if (!isRight) {
        say("FAIL ACCOUNT WRONG_PASSWORD " + what + " :The password is wrong");
    } else if (what == "PASSWORD") {
        passwords[signedIn] = words.value(3);
        say("NOTE ACCOUNT PASSWORD_CHANGED :Changed");
    } else if (what == "DELETE") {
        passwords.erase(signedIn);
        signedIn.clear();
        say("NOTE ACCOUNT DELETED :Deleted");
        say(":demo 901 " + nick + ' ' + nick + "!me@127.0.0.1 :You are now logged out");
    }
}

} // namespace chatroom::tests
