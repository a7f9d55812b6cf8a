#include "options.h"

#include "protocol/names.h"
#include "times.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QRegularExpression>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLongestTimeout = 24 * 60 * 60; // seconds
constexpr int kUsualLimit = 50;
constexpr int kMostHits = 5'000; // that a search keeps

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom-cli", text);
}

Unexpected<UsageError> wrong(QString what)
{
    return Unexpected(UsageError{std::move(what)});
}

Mode modeOf(const QString& word)
{
    if (word == "send"_L1)
        return Mode::Send;
    if (word == "tail"_L1)
        return Mode::Tail;
    if (word == "history"_L1)
        return Mode::History;
    if (word == "search"_L1)
        return Mode::Search;
    if (word == "rooms"_L1)
        return Mode::Rooms;
    if (word == "react"_L1)
        return Mode::React;
    if (word == "delete"_L1)
        return Mode::Delete;
    return word == "people"_L1 ? Mode::People : Mode::Chat;
}

void addOptions(QCommandLineParser& parser)
{
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
    for (const char* name : {"tls", "no-tls", "json", "events", "multi", "remove"})
        parser.addOption(QCommandLineOption(QString::fromLatin1(name)));
    for (const char* name : {"server", "name", "room", "to", "count", "trust", "password-file", "chatroom-password-file", "account", "key",
                             "timeout", "data", "limit", "since", "after", "before", "from", "reply-to"})
        parser.addOption(QCommandLineOption(QString::fromLatin1(name), {}, u"value"_s));
    parser.addOption(QCommandLineOption(QStringList{u"h"_s, u"help"_s}));
    parser.addOption(QCommandLineOption(QStringList{u"v"_s, u"version"_s}));
}

// Which options mean something in which mode; elsewhere they are a mistake, not silently ignored.
bool isMeantFor(Mode mode, const QString& option)
{
    const bool isAboutOne = mode == Mode::React || mode == Mode::Delete;
    if (option == "to"_L1)
        return mode == Mode::Send || isAboutOne;
    if (option == "multi"_L1 || option == "reply-to"_L1)
        return mode == Mode::Send;
    if (option == "remove"_L1)
        return mode == Mode::React;
    const bool isLooking = mode == Mode::History || mode == Mode::Search;
    if (option == "count"_L1)
        return mode == Mode::Tail;
    if (option == "events"_L1)
        return mode == Mode::Tail || mode == Mode::History;
    if (option == "limit"_L1 || option == "before"_L1)
        return isLooking;
    if (option == "since"_L1 || option == "after"_L1)
        return isLooking || mode == Mode::Tail;
    if (option == "from"_L1)
        return mode == Mode::Search;
    if (option == "json"_L1)
        return mode != Mode::Chat && mode != Mode::Send && !isAboutOne;
    if (option == "room"_L1)
        return mode != Mode::Rooms;
    return true;
}

Result<int, UsageError> number(const QCommandLineParser& parser, const QString& option, int greatest)
{
    bool isNumber = false;
    const int value = parser.value(option).toInt(&isNumber);
    if (!isNumber || value < 1 || value > greatest)
        return wrong(tr("--%1 takes a whole number from 1 to %2.").arg(option).arg(greatest));
    return value;
}

Result<QByteArray, UsageError> fingerprint(const QString& typed)
{
    static const QRegularExpression whole(u"^[0-9a-f]{64}$"_s);
    const QString digits = QString(typed).remove(u':').remove(u' ').toLower();
    if (!whole.match(digits).hasMatch())
        return wrong(tr("--trust takes a SHA-256 fingerprint: 64 digits from 0 to 9 and a to f."));
    return digits.toLatin1();
}

Result<void, UsageError> readRooms(const QCommandLineParser& parser, Options& options)
{
    options.rooms = parser.values(u"room"_s);
    options.person = parser.value(u"to"_s);
    if (!options.person.isEmpty() && !options.rooms.isEmpty())
        return wrong(tr("Give either --room or --to, not both."));
    const bool isForMany = options.mode == Mode::Chat || options.mode == Mode::Tail || options.mode == Mode::Search;
    if (!isForMany && options.rooms.size() > 1)
        return wrong(tr("Give one --room."));
    for (QString& room : options.rooms) {
        if (!room.startsWith(u'#') && !room.startsWith(u'&'))
            room.prepend(u'#'); // a shell takes a bare # for a comment
        if (room.size() < 2 || room.contains(u' ') || room.contains(u','))
            return wrong(tr("%1 cannot be the name of a room.").arg(room));
    }
    if (options.rooms.isEmpty() && options.person.isEmpty())
        options.rooms = {u"#lobby"_s};
    return {};
}

// The name and the server: NAME@HOST:PORT, then the options, then the environment.
Result<void, UsageError> readWhoAndWhere(const QCommandLineParser& parser, const QString& target, const QProcessEnvironment& environment,
                                         const QString& loginName, Options& options)
{
    const qsizetype at = target.lastIndexOf(u'@');
    QString name = at > 0 ? target.left(at) : parser.value(u"name"_s);
    QString server = target.isEmpty() ? parser.value(u"server"_s) : target.mid(at + 1);
    if (name.isEmpty())
        name = environment.value(u"CHATROOM_NAME"_s);
    if (server.isEmpty())
        server = environment.value(u"CHATROOM_SERVER"_s);
    if (server.isEmpty())
        return wrong(tr("Say which chatroom: chatroom-cli NAME@HOST[:PORT], --server HOST[:PORT] or CHATROOM_SERVER."));
    const auto address = network::ServerAddress::parse(server);
    if (!address)
        return wrong(address.error().what);
    options.server = *address;
    if (parser.isSet(u"tls"_s) && parser.isSet(u"no-tls"_s))
        return wrong(tr("Give either --tls or --no-tls, not both."));
    if (parser.isSet(u"tls"_s) || parser.isSet(u"no-tls"_s))
        options.server.tls = parser.isSet(u"tls"_s);

    options.account = parser.isSet(u"account"_s) ? parser.value(u"account"_s) : environment.value(u"CHATROOM_ACCOUNT"_s);
    if (options.account.contains(u' '))
        return wrong(tr("An account has no spaces."));
    if (name.isEmpty())
        name = options.account;
    options.isNameGiven = !name.isEmpty();
    options.name = options.isNameGiven ? name : QString::fromUtf8(protocol::suggestNickname(loginName.toStdString(), 32));
    if (options.name.contains(u' '))
        return wrong(tr("A name has no spaces."));
    return {};
}

Result<void, UsageError> readNumbers(const QCommandLineParser& parser, Options& options)
{
    if (parser.isSet(u"count"_s)) {
        const auto count = number(parser, u"count"_s, 1'000'000'000);
        if (!count)
            return Unexpected(count.error());
        options.count = *count;
    }
    options.isTimeoutGiven = parser.isSet(u"timeout"_s);
    if (options.isTimeoutGiven) {
        const auto seconds = number(parser, u"timeout"_s, kLongestTimeout);
        if (!seconds)
            return Unexpected(seconds.error());
        options.timeout = std::chrono::seconds(*seconds);
    }
    if (parser.isSet(u"trust"_s)) {
        const auto given = fingerprint(parser.value(u"trust"_s));
        if (!given)
            return Unexpected(given.error());
        options.fingerprint = *given;
    }
    return {};
}

Result<void, UsageError> readTimes(const QCommandLineParser& parser, const QDateTime& now, Options& options)
{
    const auto read = [&](const QString& option, QDateTime& into) -> Result<void, UsageError> {
        if (!parser.isSet(option))
            return {};
        if (into.isValid())
            return wrong(tr("--since and --after are the same: give one of them."));
        const auto time = parseTime(parser.value(option), now);
        if (!time)
            return wrong(time.error());
        into = *time;
        return {};
    };
    for (const QString& option : {u"since"_s, u"after"_s}) {
        if (const auto done = read(option, options.since); !done)
            return done;
    }
    if (const auto done = read(u"before"_s, options.before); !done)
        return done;
    if (options.since.isValid() && options.before.isValid() && options.since >= options.before)
        return wrong(tr("--since is not earlier than --before."));
    return {};
}

// The words that a mode takes, beside those of a search.
Result<void, UsageError> readWords(QStringList words, Options& options)
{
    const bool isAboutOne = options.mode == Mode::React || options.mode == Mode::Delete;
    if (isAboutOne && words.isEmpty())
        return wrong(tr("Say which message: its id, as chatroom-cli tail --json prints it."));
    if (isAboutOne)
        options.messageId = words.takeFirst();
    if (options.messageId.contains(u' '))
        return wrong(tr("The id of a message has no spaces."));
    if (options.mode == Mode::React && words.isEmpty())
        return wrong(tr("Say which emoji: chatroom-cli react ID EMOJI."));
    if (options.mode == Mode::React)
        options.text = words.takeFirst();
    if (options.mode == Mode::Send || options.mode == Mode::Delete)
        options.text = words.join(u' ');
    const bool takesMore = options.mode == Mode::Send || options.mode == Mode::Delete || options.mode == Mode::Search;
    if (!takesMore && !words.isEmpty())
        return wrong(tr("%1 is one word too many.").arg(words.first()));
    if (options.isMulti && !options.text.isEmpty())
        return wrong(tr("--multi takes the message from standard input: give no words."));
    return {};
}

// What history and search show, and how much of it.
Result<void, UsageError> readWanted(const QCommandLineParser& parser, const QDateTime& now, const QStringList& words, Options& options)
{
    if (const auto read = readTimes(parser, now, options); !read)
        return read;
    // All since a moment means all of it.
    options.limit = options.mode == Mode::History && options.since.isValid() ? 0 : kUsualLimit;
    if (parser.isSet(u"limit"_s)) {
        const auto limit = number(parser, u"limit"_s, options.mode == Mode::Search ? kMostHits : 1'000'000);
        if (!limit)
            return Unexpected(limit.error());
        options.limit = *limit;
    }
    if (options.mode != Mode::Search)
        return {};
    options.from = parser.value(u"from"_s);
    QStringList terms;
    for (const QString& each : words) {
        const QString word = each.trimmed();
        const bool isPhrase = word.contains(u' ') && !word.contains(u'"'); // the shell took its quotes away
        terms.append(isPhrase ? u'"' + word + u'"' : word);
    }
    options.text = terms.join(u' ').trimmed();
    if (options.text.isEmpty() && options.from.isEmpty())
        return wrong(tr("Say what to look for: words, or --from NAME."));
    return {};
}

} // namespace

Result<Options, UsageError> parseOptions(const QStringList& arguments, const QProcessEnvironment& environment, const QString& loginName,
                                         const QDateTime& now)
{
    QCommandLineParser parser;
    addOptions(parser);
    Options options;
    const bool isUnderstood = parser.parse(arguments);
    if (parser.isSet(u"help"_s) || parser.isSet(u"version"_s)) {
        options.mode = parser.isSet(u"help"_s) ? Mode::ShowHelp : Mode::ShowVersion;
        return options;
    }
    if (!isUnderstood)
        return wrong(parser.errorText() + u'.');

    QStringList words = parser.positionalArguments();
    options.mode = words.isEmpty() ? Mode::Chat : modeOf(words.first());
    if (options.mode != Mode::Chat)
        words.removeFirst();
    for (const QString& option : parser.optionNames()) {
        if (!isMeantFor(options.mode, option))
            return wrong(tr("--%1 means nothing here.").arg(option));
    }
    const QString target = options.mode == Mode::Chat && !words.isEmpty() ? words.takeFirst() : QString();
    options.isMulti = parser.isSet(u"multi"_s);
    if (const auto read = readWords(words, options); !read)
        return Unexpected(read.error());
    if (!target.isEmpty() && (parser.isSet(u"server"_s) || (parser.isSet(u"name"_s) && target.contains(u'@'))))
        return wrong(tr("The name and the chatroom are given twice."));

    if (const auto read = readRooms(parser, options); !read)
        return Unexpected(read.error());
    if (const auto read = readWhoAndWhere(parser, target, environment, loginName, options); !read)
        return Unexpected(read.error());
    if (const auto read = readNumbers(parser, options); !read)
        return Unexpected(read.error());
    if (const auto read = readWanted(parser, now, words, options); !read)
        return Unexpected(read.error());
    options.passwordFile = parser.value(u"password-file"_s);
    options.chatroomPasswordFile = parser.value(u"chatroom-password-file"_s);
    if (options.account.isEmpty() && !options.passwordFile.isEmpty() && !options.chatroomPasswordFile.isEmpty())
        return wrong(tr("The chatroom's password is given twice."));
    options.key = parser.value(u"key"_s);
    options.replyTo = parser.value(u"reply-to"_s);
    options.isRemoving = parser.isSet(u"remove"_s);
    options.dataFolder = parser.value(u"data"_s);
    options.isJson = parser.isSet(u"json"_s);
    options.isWithEvents = parser.isSet(u"events"_s);
    return options;
}

} // namespace chatroom::cli
