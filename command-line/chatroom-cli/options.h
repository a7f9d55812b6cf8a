// What a person asked for on the command line and in the environment, checked. Pure: no I/O, so that every mistake in
// usage is one row of a test.
#pragma once

#include "base/result.h"
#include "network/serveraddress.h"

#include <QByteArray>
#include <QDateTime>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <chrono>
#include <cstdint>

namespace chatroom::cli {

enum class Mode : std::uint8_t { Chat, Send, Tail, History, Search, Rooms, People, React, Delete, ShowHelp, ShowVersion };

struct Options final
{
    Mode mode = Mode::Chat;
    network::ServerAddress server;
    QString name;
    bool isNameGiven = false; // by the person; else it is the login name, and a free one near it will do
    QStringList rooms;        // at least one, but with a person to send to
    QString person;           // send, react, delete --to
    // send: the words after the options; empty: standard input. search: what is looked for. react: the emoji. delete: why
    QString text;
    QString messageId;            // react, delete
    QString replyTo;              // send: the id of what it answers
    QString account;              // to sign in to; empty: none was named
    QString passwordFile;         // "-": the terminal. The account's; without an account, the chatroom's
    QString chatroomPasswordFile; // beside an account
    QString key;                  // the folder of our own certificate; "auto": in the data folder; empty: none
    QByteArray fingerprint;       // --trust: 64 digits, lower-case hexadecimal; empty: not given
    QString dataFolder;           // empty: the platform's
    int count = 0;                // tail: ends after so many; 0: never
    int limit = 0;                // history, search: at most so many, the newest; 0: all
    QDateTime since;              // history, search, tail; UTC; invalid: not given
    QDateTime before;             // history, search; what was said then is not wanted any more
    QString from;                 // search
    std::chrono::seconds timeout{30};
    bool isTimeoutGiven = false;
    bool isJson = false;
    bool isWithEvents = false; // tail, history: also who comes and goes, and what becomes of messages
    bool isMulti = false;      // send: all of standard input is one message
    bool isRemoving = false;   // react: takes it away
};

struct UsageError final
{
    QString what; // a sentence for people
};

// `arguments` with the program's name first, as QCoreApplication has them. `loginName` is used when no name is given;
// times like 10m are before `now`.
[[nodiscard]] Result<Options, UsageError> parseOptions(const QStringList& arguments, const QProcessEnvironment& environment,
                                                       const QString& loginName, const QDateTime& now);

} // namespace chatroom::cli
