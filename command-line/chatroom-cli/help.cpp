#include "help.h"

#include <QCoreApplication>

namespace chatroom::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom-cli", text);
}

} // namespace

QString helpText()
{
    return tr("Talk in a chatroom from a terminal or a script.\n"
              "\n"
              "  chatroom-cli [options] NAME@HOST[:PORT]             chat; /help lists the commands\n"
              "  chatroom-cli send [--room ROOM | --to PERSON] [--reply-to ID] [TEXT...]\n"
              "                                                      say TEXT, or each line of standard input\n"
              "  chatroom-cli send --multi [--room ROOM | --to PERSON] [--reply-to ID]\n"
              "                                                      say standard input as one message of many lines;\n"
              "                                                      what is too long for one becomes several\n"
              "  chatroom-cli react [--room ROOM | --to PERSON] [--remove] ID EMOJI\n"
              "                                                      put an emoji below a message, or take it away\n"
              "  chatroom-cli delete [--room ROOM | --to PERSON] ID [REASON...]\n"
              "                                                      delete a message\n"
              "  chatroom-cli tail [--json] [--events] [--room ROOM]... [--since TIME] [--count N]\n"
              "                                                      print what is said, one line a message;\n"
              "                                                      first what was said since TIME\n"
              "  chatroom-cli history [--json] [--events] [--room ROOM] [--since TIME] [--before TIME] [--limit N]\n"
              "                                                      print what was said, oldest first, and end\n"
              "  chatroom-cli search [--json] [--room ROOM]... [--from NAME] [--since TIME] [--before TIME]\n"
              "                      [--limit N] WORDS...            print the messages that have all the words,\n"
              "                                                      oldest first, and end\n"
              "  chatroom-cli rooms [--json]                         list the rooms\n"
              "  chatroom-cli people [--json] [--room ROOM]          list who is in a room\n"
              "\n"
              "      --server HOST[:PORT]   the chatroom (or CHATROOM_SERVER)\n"
              "      --name NAME            your name (or CHATROOM_NAME; else your login name or a free one like it)\n"
              "      --room ROOM            #lobby unless given; the # may be left out\n"
              "      --since TIME, --after  from then on: 10m, 2h, 3d, today, yesterday, 14:30, 2026-03-01 or\n"
              "                             2026-03-01T14:30; local time unless it ends in Z or +02:00\n"
              "      --before TIME          only what was said earlier\n"
              "      --limit N              at most the newest N (50 unless given; history --since: all of them)\n"
              "      --from NAME            only what NAME said\n"
              "      --events               also who comes and goes, deleted messages and, with tail, reactions\n"
              "      --tls, --no-tls        encrypted or not; not given: encrypted unless the port is 6667\n"
              "      --trust FINGERPRINT    trust the server that has this SHA-256 fingerprint, and no other\n"
              "      --account NAME         sign in as NAME (or CHATROOM_ACCOUNT), with the password of --password-file or\n"
              "                             CHATROOM_PASSWORD; it is your name too unless another one is given\n"
              "      --password-file FILE   the password is the first line of FILE; - asks on the terminal. It is that of\n"
              "                             --account; without an account that of the chatroom\n"
              "      --chatroom-password-file FILE\n"
              "                             the chatroom's own password, beside --account\n"
              "      --key FOLDER           sign in by the certificate in FOLDER (certificate.pem, key.pem; made when there is\n"
              "                             none) on an encrypted connection; auto: one of this server's in the data folder\n"
              "      --timeout SECONDS      for getting in and for each confirmation (30 unless given);\n"
              "                             with tail: for the whole\n"
              "      --data FOLDER          where trusted servers, the history of what you typed and what waits to be\n"
              "                             sent are kept\n"
              "  -h, --help                 this text\n"
              "  -v, --version              the version\n"
              "\n"
              "The ID of a message is what --json prints as \"id\". A search takes words, \"a phrase\" and the beginning of a word\n"
              "with a star: deploy*. Where a server keeps no history, tail --since says so and prints what comes.\n"
              "\n"
              "In chat: Tab completes names, rooms and commands; Alt+Up and Alt+Down or /switch ROOM change the room;\n"
              "/history shows what was said before and /search finds it; /last numbers the newest messages, and /reply, /react\n"
              "and /delete take such a number; /register keeps your name for you. A line that ends in a backslash goes on in the\n"
              "next, /multi begins a message that a line with a single dot ends, and what is pasted stays one message. What is\n"
              "typed while the connection is lost is sent when it is back. Ctrl+C clears the line, twice leaves; Ctrl+D leaves.\n"
              "NO_COLOR=1 switches the colours off.\n"
              "\n"
              "Exit status: 0 done, 1 refused by the server (the room, the name, the person, the message), 2 wrong usage,\n"
              "3 cannot connect, 4 timed out, 5 the server is not trusted, 6 the connection was lost before everything was done,\n"
              "7 the server keeps no history, cannot search, or lacks what else was asked for, 8 a search found nothing or no\n"
              "message has that ID, 9 not signed in: the password or the key is another one, or the name belongs to somebody.\n");
}

} // namespace chatroom::cli
