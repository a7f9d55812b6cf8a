// Accounts and their devices: ann and bob have accounts of the passwords "ann's word" and "bob's word"; carl has none.
#pragma once

#include "server/dialogue.h"
#include "server/historyscene.h"
#include "storage/memorystore.h"

namespace chatroom::server::test {

inline const QByteArray kAccountCapabilities =
    "batch sasl account-tag account-notify extended-join echo-message message-tags standard-replies draft/chathistory soju.im/search "
    "labeled-response";

[[nodiscard]] inline QByteArray plainResponse(const QByteArray& account, const QByteArray& password)
{
    return (QByteArray(1, '\0') + account + QByteArray(1, '\0') + password).toBase64();
}

[[nodiscard]] inline QByteArray passwordOf(const QByteArray& account)
{
    return account + "'s word";
}

class AccountScene
{
public:
    explicit AccountScene(ServerConfig config = {}, std::unique_ptr<storage::Store> store = std::make_unique<storage::MemoryStore>())
        : dialogue(std::move(config), 1, std::move(store))
    {}

    // Registers the account and leaves again.
    void hasAccount(const QByteArray& name)
    {
        Person& person = dialogue.enter(name);
        person.say("REGISTER * * :" + passwordOf(name));
        person.say("QUIT");
    }
    // A device that signs in before it comes in, by any name; it has read its welcome.
    Person& device(const QByteArray& account, const QByteArray& nickname, const QByteArray& capabilities = kAccountCapabilities)
    {
        Person& person = begin(account, nickname, capabilities);
        (void)person.readRaw();
        return person;
    }
    // The same, and its welcome is still to be read.
    Person& begin(const QByteArray& account, const QByteArray& nickname, const QByteArray& capabilities = kAccountCapabilities)
    {
        Person& person = dialogue.connect();
        person.sayAll({"CAP REQ :" + capabilities, "NICK " + nickname, "USER " + account + " 0 * :" + account, "AUTHENTICATE PLAIN"});
        person.say("AUTHENTICATE " + plainResponse(account, passwordOf(account)));
        person.say("CAP END");
        return person;
    }

    Dialogue dialogue;
};

} // namespace chatroom::server::test
