#include "options.h"

#include "protocol/names.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QRegularExpression>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLongestTimeout = 24 * 60 * 60; // seconds

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
    if (word == "rooms"_L1)
        return Mode::Rooms;
    return word == "people"_L1 ? Mode::People : Mode::Chat;
}

void addOptions(QCommandLineParser& parser)
{
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
    for (const char* name : {"tls", "no-tls", "json", "events"})
        parser.addOption(QCommandLineOption(QString::fromLatin1(name)));
    for (const char* name : {"server", "name", "room", "to", "count", "trust", "password-file", "timeout", "data"})
        parser.addOption(QCommandLineOption(QString::fromLatin1(name), {}, u"value"_s));
    parser.addOption(QCommandLineOption(QStringList{u"h"_s, u"help"_s}));
    parser.addOption(QCommandLineOption(QStringList{u"v"_s, u"version"_s}));
}

// Which options mean something in which mode; elsewhere they are a mistake, not silently ignored.
bool isMeantFor(Mode mode, const QString& option)
{
    if (option == "to"_L1)
        return mode == Mode::Send;
    if (option == "count"_L1 || option == "events"_L1)
        return mode == Mode::Tail;
    if (option == "json"_L1)
        return mode == Mode::Tail || mode == Mode::Rooms || mode == Mode::People;
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
    if (options.mode != Mode::Chat && options.mode != Mode::Tail && options.rooms.size() > 1)
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

} // namespace

Result<Options, UsageError> parseOptions(const QStringList& arguments, const QProcessEnvironment& environment, const QString& loginName)
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
    if (options.mode == Mode::Send)
        options.text = words.join(u' ');
    if (options.mode != Mode::Send && !words.isEmpty())
        return wrong(tr("%1 is one word too many.").arg(words.first()));
    if (!target.isEmpty() && (parser.isSet(u"server"_s) || (parser.isSet(u"name"_s) && target.contains(u'@'))))
        return wrong(tr("The name and the chatroom are given twice."));

    if (const auto read = readRooms(parser, options); !read)
        return Unexpected(read.error());
    if (const auto read = readWhoAndWhere(parser, target, environment, loginName, options); !read)
        return Unexpected(read.error());
    if (const auto read = readNumbers(parser, options); !read)
        return Unexpected(read.error());
    options.passwordFile = parser.value(u"password-file"_s);
    options.dataFolder = parser.value(u"data"_s);
    options.isJson = parser.isSet(u"json"_s);
    options.isWithEvents = parser.isSet(u"events"_s);
    return options;
}

QString helpText()
{
    return tr("Talk in a chatroom from a terminal or a script.\n"
              "\n"
              "  chatroom-cli [options] NAME@HOST[:PORT]             chat; /help lists the commands\n"
              "  chatroom-cli send [--room ROOM | --to PERSON] [TEXT...]\n"
              "                                                      say TEXT, or each line of standard input\n"
              "  chatroom-cli tail [--json] [--events] [--room ROOM]... [--count N]\n"
              "                                                      print what is said, one line a message\n"
              "  chatroom-cli rooms [--json]                         list the rooms\n"
              "  chatroom-cli people [--json] [--room ROOM]          list who is in a room\n"
              "\n"
              "      --server HOST[:PORT]   the chatroom (or CHATROOM_SERVER)\n"
              "      --name NAME            your name (or CHATROOM_NAME; else your login name or a free one like it)\n"
              "      --room ROOM            #lobby unless given; the # may be left out\n"
              "      --tls, --no-tls        encrypted or not; not given: encrypted unless the port is 6667\n"
              "      --trust FINGERPRINT    trust the server that has this SHA-256 fingerprint, and no other\n"
              "      --password-file FILE   the chatroom's password is the first line of FILE\n"
              "      --timeout SECONDS      for getting in and for each confirmation (30 unless given);\n"
              "                             with tail: for the whole\n"
              "      --data FOLDER          where trusted servers and the history of what you typed are kept\n"
              "  -h, --help                 this text\n"
              "  -v, --version              the version\n"
              "\n"
              "In chat: Tab completes names, rooms and commands; Alt+Up and Alt+Down or /switch ROOM change the room;\n"
              "Ctrl+C clears the line, twice leaves; Ctrl+D leaves. NO_COLOR=1 switches the colours off.\n"
              "\n"
              "Exit status: 0 done, 1 refused by the server (the room, the name, the person), 2 wrong usage, 3 cannot connect,\n"
              "4 timed out, 5 the server is not trusted, 6 the connection was lost before everything was confirmed.\n");
}

} // namespace chatroom::cli
