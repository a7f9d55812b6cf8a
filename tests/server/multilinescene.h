// Somebody says a message of many lines: ann runs #room, bob can read such messages, carl gets their lines.
#pragma once

#include "server/dialogue.h"
#include "server/historyscene.h"

#include <QRegularExpression>

namespace chatroom::server::test {

inline const QByteArray kMultilineCapabilities =
    "batch server-time message-tags echo-message labeled-response standard-replies draft/multiline";
inline const QByteArray kLineCapabilities = "batch server-time message-tags standard-replies";

// The references that batches of such messages have are as random as ids.
inline QByteArrayList settled(QByteArrayList lines)
{
    static const QRegularExpression reference(QStringLiteral("m-[A-Za-z0-9-]{6}"));
    for (QByteArray& line : lines)
        line = QString::fromUtf8(line).replace(reference, QStringLiteral("m")).toUtf8();
    return lines;
}

// ann runs #room; bob can read messages of many lines, carl cannot.
struct MultilineScene final
{
    explicit MultilineScene(ServerConfig config = {}, const QByteArray& ofAnn = kMultilineCapabilities)
        : dialogue(std::move(config), 1, std::make_unique<storage::MemoryStore>()), ann(dialogue.enter("ann", ofAnn)),
          bob(dialogue.enter("bob", kMultilineCapabilities)), carl(dialogue.enter("carl", kLineCapabilities))
    {
        for (Person* each : {&ann, &bob, &carl})
            each->say("JOIN #room");
        dialogue.forgetLines();
    }

    // One message of these lines; a '+' first: it goes on.
    QByteArrayList say(const QByteArrayList& lines, const QByteArray& target = "#room", const QByteArray& tags = {})
    {
        ann.say((tags.isEmpty() ? QByteArray() : '@' + tags + ' ') + "BATCH +1 draft/multiline " + target);
        for (const QByteArray& line : lines) {
            const bool isConcat = line.startsWith('+');
            ann.say((isConcat ? "@batch=1;draft/multiline-concat PRIVMSG " : "@batch=1 PRIVMSG ") + target + " :"
                    + line.mid(isConcat ? 1 : 0));
        }
        ann.say("BATCH -1");
        return settled(ann.read());
    }

    Dialogue dialogue;
    Person& ann;
    Person& bob;
    Person& carl;
};

inline const QByteArray kMask = ":ann!ann@192.0.2.1";

inline QByteArray batchFailure(const QByteArray& rest)
{
    return "@time=* :chat.local FAIL BATCH " + rest;
}

} // namespace chatroom::server::test
