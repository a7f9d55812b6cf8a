// Connections that sign in, in small steps: ann has an account of the password "open sesame".
#pragma once

#include "protocol/sasl.h"
#include "server/dialogue.h"
#include "storage/memorystore.h"

namespace chatroom::server::test {

inline const QByteArray kPassword = "open sesame";
inline const QByteArray kFingerprint = QByteArray("ab12").repeated(16);

[[nodiscard]] inline QByteArray kind(const QByteArray& line)
{
    const QByteArrayList words = line.split(' ');
    return words.value(line.startsWith('@') ? 2 : 1);
}

[[nodiscard]] inline QByteArrayList kinds(const QByteArrayList& lines)
{
    QByteArrayList found;
    for (const QByteArray& line : lines)
        found.append(kind(line));
    return found;
}

struct SignInScene final
{
    explicit SignInScene(const ServerConfig& config = {}) : dialogue(config, 1, std::make_unique<storage::MemoryStore>())
    {
        // At the machine's own address, so that nobody's tokens are used up.
        Person& person = dialogue.connectAs({900, 1, 0}, QHostAddress{QHostAddress::LocalHost});
        person.sayAll({"NICK ann", "USER ann 0 * :ann"});
        person.say("REGISTER * * :" + kPassword);
        person.say("QUIT");
        dialogue.recorder.events.clear();
    }

    // Without a name, with the capability.
    Person& newcomer(const QHostAddress& from = {})
    {
        Person& person = dialogue.connect(from);
        person.say("CAP REQ :sasl standard-replies");
        (void)person.read();
        return person;
    }
    // Over TLS, with a certificate.
    Person& newcomerWithKey(const QByteArray& fingerprint = kFingerprint)
    {
        const std::uint32_t slot = m_nextSlot++;
        Person& person = dialogue.connectAs({slot, 1, 0}, QHostAddress{0xc6336400U + slot}, fingerprint);
        person.say("CAP REQ :sasl standard-replies");
        (void)person.read();
        return person;
    }
    // What comes of PLAIN.
    [[nodiscard]] static QByteArrayList plain(Person& person, const QByteArray& account, const QByteArray& password)
    {
        (void)person.ask("AUTHENTICATE PLAIN");
        const QByteArrayList chunks = chunksOf(protocol::makePlain(account, password));
        for (const QByteArray& chunk : chunks.mid(0, chunks.size() - 1))
            person.say("AUTHENTICATE " + chunk);
        return person.ask("AUTHENTICATE " + chunks.last());
    }
    // What comes of SCRAM-SHA-256, with the last challenge verified.
    [[nodiscard]] static QByteArrayList scram(Person& person, const QByteArray& account, const QByteArray& password)
    {
        protocol::ScramClient client(account, password, "abcdef");
        (void)person.ask("AUTHENTICATE SCRAM-SHA-256");
        const QByteArray challenge = responseOf(send(person, *client.first()));
        const auto proof = client.answer(challenge);
        if (!proof)
            return {"no challenge: " + challenge};
        const QByteArrayList signature = send(person, *proof);
        if (kind(signature.value(0)) != "AUTHENTICATE")
            return signature;
        return client.verify(responseOf(signature)) ? person.ask("AUTHENTICATE +") : QByteArrayList{"the server does not know it"};
    }
    [[nodiscard]] static QByteArrayList send(Person& person, const QByteArray& response)
    {
        QByteArrayList lines;
        for (const QByteArray& chunk : chunksOf(response))
            lines = person.ask("AUTHENTICATE " + chunk);
        return lines;
    }
    [[nodiscard]] static QByteArrayList chunksOf(const QByteArray& response)
    {
        const std::vector<QByteArray> chunks = protocol::saslChunks(response);
        return {chunks.begin(), chunks.end()};
    }
    [[nodiscard]] static QByteArray responseOf(const QByteArrayList& lines)
    {
        QByteArray encoded;
        for (const QByteArray& line : lines) {
            if (kind(line) == "AUTHENTICATE" && !line.endsWith(" +"))
                encoded += line.mid(line.lastIndexOf(' ') + 1);
        }
        return QByteArray::fromBase64(encoded);
    }

    Dialogue dialogue;

private:
    std::uint32_t m_nextSlot = 901;
};

} // namespace chatroom::server::test
