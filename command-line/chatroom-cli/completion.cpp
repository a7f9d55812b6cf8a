#include "completion.h"

#include "client/commandhelp.h"
#include "client/models/peoplemodel.h"
#include "client/session.h"
#include "owncommands.h"

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;

namespace {

QStringList matching(const QStringList& all, const QString& start, const QString& before, const QString& after)
{
    QStringList found;
    for (const QString& candidate : all) {
        if (candidate.startsWith(start, Qt::CaseInsensitive))
            found.append(before + candidate + after);
    }
    return found;
}

} // namespace

QStringList completions(const CompletionWords& words, const QString& line, int start, const QString& word)
{
    if (start == 0 && word.startsWith(u'/'))
        return matching(words.commands, word.mid(1), u"/"_s, u" "_s);
    if (word.startsWith(u'#'))
        return matching(words.rooms, word, {}, u" "_s);
    if (word.startsWith(u'@') && word.size() > 1)
        return matching(words.names, word.mid(1), u"@"_s, u" "_s);
    QStringList found = matching(words.names, word, {}, start == 0 ? u": "_s : u" "_s);
    if (line.startsWith("/switch "_L1))
        found += matching(words.rooms, u'#' + word, {}, u" "_s);
    return found;
}

CompletionWords completionWords(client::Session& session, client::Conversation* current)
{
    CompletionWords words;
    for (const auto table : {client::typedCommands(), ownCommands()}) {
        for (const client::TypedCommand& command : table)
            words.commands.append(QString::fromLatin1(command.name.data(), static_cast<qsizetype>(command.name.size())));
    }
    words.commands.removeDuplicates();
    for (const client::Conversation* place : session.conversations()) {
        if (place->kind() == client::Conversation::Kind::Room)
            words.rooms.append(place->name());
        if (place->kind() == client::Conversation::Kind::Direct)
            words.names.append(place->name());
    }
    if (current == nullptr)
        return words;
    const client::PeopleModel& people = current->people();
    for (int row = 0; row < people.rowCount(); ++row) {
        const client::Person& person = people.person(row);
        if (!person.isSelf && !words.names.contains(person.nickname))
            words.names.append(person.nickname);
    }
    return words;
}

} // namespace chatroom::cli
