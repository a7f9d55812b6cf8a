// Four people and what they read of METADATA.
#pragma once

#include "server/dialogue.h"

#include <utility>

namespace chatroom::server::test {

inline const QByteArray kThird = "batch draft/metadata-3";
inline const QByteArray kSecond = "batch draft/metadata-2";

// ann runs #room, bob is inside, carl is not; root is an operator of the server and nowhere.
struct Scene final
{
    explicit Scene(const QByteArray& capabilities = kThird, ServerConfig config = few())
        : dialogue(std::move(config)), ann(dialogue.enter("ann", capabilities)), bob(dialogue.enter("bob", capabilities)),
          carl(dialogue.enter("carl", capabilities)), root(dialogue.enter("root", capabilities))
    {
        ann.say("JOIN #room");
        bob.say("JOIN #room");
        root.say("OPER root secret");
        dialogue.forgetLines();
    }

    static ServerConfig few()
    {
        ServerConfig config;
        config.operators = {{"root", "secret"}};
        config.metadata.maxKeys = 3;
        config.metadata.maxSubscriptions = 3;
        return config;
    }

    Person& person(const QByteArray& name) { return name == "ann" ? ann : name == "bob" ? bob : name == "carl" ? carl : root; }

    Dialogue dialogue;
    Person& ann;
    Person& bob;
    Person& carl;
    Person& root;
};

// The lines that hold `text`.
inline QByteArrayList having(const QByteArrayList& lines, const QByteArray& text)
{
    QByteArrayList found;
    for (const QByteArray& line : lines) {
        if (line.contains(text))
            found.append(line);
    }
    return found;
}

// The references of batches are not what a row is about.
inline QByteArrayList plain(QByteArrayList lines)
{
    for (QByteArray& line : lines) {
        if (line.startsWith("@batch="))
            line = "@ " + line.mid(line.indexOf(' ') + 1);
        const qsizetype at = line.indexOf(" BATCH ");
        if (at >= 0) {
            const QByteArray sign = line.mid(at + 7, 1);
            const qsizetype end = line.indexOf(' ', at + 7);
            line = line.left(at + 7) + sign + (end < 0 ? QByteArray() : line.mid(end));
        }
    }
    return lines;
}

inline QByteArrayList batch(const QByteArray& target, const QByteArrayList& lines, const QByteArray& type = "metadata")
{
    QByteArrayList all{":chat.local BATCH + " + type + (target.isEmpty() ? QByteArray() : ' ' + target)};
    for (const QByteArray& line : lines)
        all.append("@ :chat.local " + line);
    all.append(":chat.local BATCH -");
    return all;
}

inline QByteArrayList just(const QByteArray& line)
{
    return {":chat.local " + line};
}
} // namespace chatroom::server::test
