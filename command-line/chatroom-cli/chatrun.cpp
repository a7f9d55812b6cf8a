#include "chatrun.h"

#include "client/models/roomdirectorymodel.h"
#include "owncommands.h"

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;
using client::Conversation;
using client::Session;

namespace {

constexpr qint64 kTwice = 2000; // milliseconds between two Ctrl+C that leave

constexpr int kOlder = 20; // lines that /history shows
constexpr int kMostOlder = 1000;

QString text(std::string_view source)
{
    return QString::fromUtf8(source.data(), static_cast<qsizetype>(source.size()));
}

} // namespace

ChatRun::ChatRun(Options options, SignalWatch& watch, Palette palette, QObject* parent)
    : Run(std::move(options), parent), m_palette(palette), m_editor(std::make_unique<LineEditor>(folder().typedLines())),
      m_transcript(session(), *m_editor, palette), m_search(session(), m_transcript)
{
    connectEditor();
    connect(&watch, &SignalWatch::received, this, &ChatRun::handleSignal);
    connect(&session(), &Session::conversationRemoved, this, &ChatRun::conversationRemoved);
    connect(&session(), &Session::conversationAsked, this, [this](Conversation* conversation) {
        if (hasEntered())
            switchTo(*conversation);
    });
    connect(this, &Run::ended, this, &ChatRun::noteUnsent);
    connect(&session(), &Session::nicknameChanged, this, [this](const QString& name) {
        if (hasEntered() && name != m_name)
            note(tr("You are now %1.").arg(sanitized(name)));
        m_name = name;
    });
    connect(&session(), &Session::stateChanged, this, [this](Session::State state) {
        updatePrompt();
        if (state != Session::State::Online || !std::exchange(m_isLost, false))
            return;
        note(tr("Connected again."));
    });
    connect(&session(), &Session::retryTick, this, &ChatRun::updatePrompt);
    connect(&session(), &Session::joinFailed, this, [this](const QString& room, const QString& why) {
        if (hasEntered())
            note(tr("%1 cannot be entered: %2").arg(sanitized(room), sanitized(why)));
    });
    connect(&session(), &Session::invited, this, [this](const QString& room, const QString& by) {
        note(tr("%1 invites you to %2. Enter it with /join %2").arg(sanitized(by), sanitized(room)));
    });
    connect(
        &session().roomDirectory(), &client::RoomDirectoryModel::loadingChanged, this,
        [this](bool isLoading) {
            if (!isLoading && m_isListAsked)
                printDirectory();
        },
        Qt::QueuedConnection);
    updatePrompt();
}

ChatRun::~ChatRun() = default;

void ChatRun::connectEditor()
{
    connect(m_editor.get(), &LineEditor::lineEntered, this, &ChatRun::handleLine);
    connect(m_editor.get(), &LineEditor::roomStepped, this, &ChatRun::step);
    connect(
        m_editor.get(), &LineEditor::endReached, this, [this] { end(m_answer != nullptr ? m_ifLeft : ExitStatus::Ok); },
        Qt::QueuedConnection);
    m_editor->setCompleter([this](const QString& line, int start, const QString& word) { return completed(line, start, word); });
}

void ChatRun::handleSignal(SignalWatch::What what)
{
    switch (what) {
    case SignalWatch::What::Interrupt: return interrupt();
    case SignalWatch::What::Terminate: return end(ExitStatus::Ok);
    case SignalWatch::What::Resize: return m_editor->resize();
    case SignalWatch::What::Suspend: return m_editor->suspend();
    }
}

void ChatRun::interrupt()
{
    if (m_answer != nullptr)
        return end(m_ifLeft);
    if (m_sinceInterrupt.isValid() && m_sinceInterrupt.elapsed() < kTwice)
        return end(ExitStatus::Ok);
    m_sinceInterrupt.start();
    const bool wasEmpty = m_editor->isEmpty();
    m_editor->clearLine();
    if (wasEmpty)
        note(tr("Ctrl+C once more leaves."));
}

// ---- what a person types

void ChatRun::handleLine(const QString& line)
{
    m_sinceInterrupt.invalidate();
    if (m_answer != nullptr) {
        const Answer answer = std::exchange(m_answer, nullptr);
        m_question.clear();
        m_editor->setRemembering(true);
        updatePrompt();
        return answer(line.trimmed());
    }
    if (line.trimmed().isEmpty() || handleOwnCommand(line))
        return;
    if (!hasEntered() || m_current == nullptr)
        return note(tr("Not connected yet: this was not sent."));
    session().submit(*m_current, line);
}

bool ChatRun::handleOwnCommand(const QString& line)
{
    const QString command = line.section(u' ', 0, 0).toLower();
    const QString rest = line.section(u' ', 1).trimmed();
    if (command == "/switch"_L1) {
        switchBy(rest);
        return true;
    }
    if (command == "/retry"_L1) {
        session().retryNow();
        return true;
    }
    if (command == "/quit"_L1 && !hasEntered()) {
        end(ExitStatus::Ok);
        return true;
    }
    if (command == "/list"_L1 && hasEntered()) {
        m_isListAsked = true;
        session().refreshRoomDirectory();
        return true;
    }
    if (command == "/history"_L1 && hasEntered()) {
        showHistory(rest);
        return true;
    }
    if (command == "/search"_L1 && hasEntered()) {
        m_search.run(rest);
        return true;
    }
    if (command == "/clear"_L1) {
        m_editor->clearScreen();
        return true;
    }
    if (command == "/help"_L1)
        showHelp(rest);
    return false;
}

void ChatRun::showHistory(const QString& typed)
{
    bool isNumber = true;
    const int count = typed.isEmpty() ? kOlder : typed.toInt(&isNumber);
    if (!isNumber || count < 1 || count > kMostOlder)
        return note(tr("/history takes a number from 1 to %1.").arg(kMostOlder));
    if (m_current != nullptr)
        m_transcript.showOlder(*m_current, count);
}

// Of what the session does not know; its own commands it tells itself.
void ChatRun::showHelp(const QString& about)
{
    const QString name = about.startsWith(u'/') ? about.mid(1) : about;
    for (const client::TypedCommand& each : ownCommands()) {
        if (name.isEmpty() || name.compare(text(each.name), Qt::CaseInsensitive) == 0)
            note(tr(each.usage.data()) + u" – "_s + tr(each.help.data()));
    }
}

void ChatRun::ask(const QString& prompt, ExitStatus ifLeft, Answer answer)
{
    m_ifLeft = ifLeft;
    m_answer = std::move(answer);
    m_question = prompt;
    m_editor->setRemembering(false);
    stopWaiting(); // a person may take their time
    updatePrompt();
}

QStringList ChatRun::completed(const QString& line, int start, const QString& word)
{
    return completions(completionWords(session(), m_current), line, start, word);
}

// ---- questions

void ChatRun::nameRefused(const QString& name, const QString& why, const QString& suggestion)
{
    note(tr("Not let in as %1: %2").arg(sanitized(name), sanitized(why)));
    const QString offer = sanitized(suggestion);
    const QString prompt = offer.isEmpty() ? tr("Another name: ") : tr("Another name [%1]: ").arg(offer);
    ask(prompt, ExitStatus::Refused, [this, offer](const QString& typed) {
        const QString chosen = typed.isEmpty() ? offer : typed;
        if (chosen.isEmpty())
            return end(ExitStatus::Refused, tr("No other name was given."));
        session().setNickname(chosen);
    });
}

void ChatRun::trustNeeded(const QByteArray& fingerprint, const QByteArray& known)
{
    const QString where = options().server.toString();
    if (known.isEmpty()) {
        note(tr("This is the first contact with %1.").arg(where));
    }
    if (!known.isEmpty()) {
        note(tr("The server at %1 is not the one that was trusted before. Somebody may stand in between, or it was set up "
                "anew.")
                 .arg(where));
        note(tr("Its fingerprint was: %1").arg(network::fingerprintWords(known).join(u' ')));
    }
    note(tr("Its fingerprint is: %1").arg(network::fingerprintWords(fingerprint).join(u' ')));
    note(tr("Compare these words with those that the server shows."));
    ask(tr("Trust this server? Type yes or no: "), ExitStatus::NotTrusted, [this, where](const QString& typed) {
        const bool isTrusted = typed.compare("yes"_L1, Qt::CaseInsensitive) == 0;
        if (!isTrusted)
            return end(ExitStatus::NotTrusted, tr("The server at %1 was not trusted.").arg(where));
        session().answerTrust(true);
    });
}

// ---- what comes

void ChatRun::entered()
{
    for (const QString& room : options().rooms) {
        if (Conversation* conversation = session().find(room))
            return switchTo(*conversation);
    }
}

void ChatRun::lost()
{
    if (std::exchange(m_isLost, true))
        return; // it was tried again
    const auto tell = [this] {
        note(tr("The connection was lost. What you type waits until it is back; /retry tries at once."));
        m_transcript.noteUnconfirmed();
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection); // behind what the server said last
}

void ChatRun::noteUnsent()
{
    const int count = m_transcript.unsentCount();
    if (count == 0)
        return;
    note(session().isKeeping() ? tr("%1 of your messages wait; they are sent when you are back as %2.").arg(count).arg(options().name)
                               : tr("%1 of your messages were not sent.").arg(count));
}

void ChatRun::conversationAdded(Conversation& conversation)
{
    m_transcript.add(conversation);
    connect(&conversation, &Conversation::changed, this, &ChatRun::updatePrompt);
}

void ChatRun::conversationRemoved(Conversation* conversation)
{
    m_transcript.remove(*conversation);
    if (conversation != m_current)
        return;
    m_current = nullptr;
    for (Conversation* other : places()) {
        if (other != conversation)
            return switchTo(*other);
    }
}

void ChatRun::note(const QString& text)
{
    m_transcript.note(text);
}

void ChatRun::printDirectory()
{
    m_isListAsked = false;
    const client::RoomDirectoryModel& rooms = session().roomDirectory();
    if (rooms.rowCount() == 0)
        return note(tr("No rooms yet. /join NAME makes one."));
    for (int row = 0; row < rooms.rowCount(); ++row) {
        const client::ListedRoom& room = rooms.room(row);
        note(u"%1  %2  %3"_s.arg(sanitized(room.name)).arg(room.people).arg(sanitized(room.topic)).trimmed());
    }
}

// ---- rooms

QList<Conversation*> ChatRun::places()
{
    QList<Conversation*> all = session().conversations();
    std::stable_partition(all.begin(), all.end(), [](const Conversation* place) { return place->kind() != Conversation::Kind::Server; });
    return all;
}

void ChatRun::switchTo(Conversation& conversation)
{
    if (m_current == &conversation)
        return;
    m_current = &conversation;
    session().setActive(m_current);
    updatePrompt();
    const bool isServer = conversation.kind() == Conversation::Kind::Server;
    const QString topic = conversation.topic().isEmpty() ? QString() : u": "_s + sanitized(conversation.topic());
    note(isServer ? tr("What the server says") : sanitized(conversation.name()) + topic);
    m_transcript.setCurrent(m_current);
}

void ChatRun::switchBy(const QString& typed)
{
    if (typed.isEmpty())
        return printRooms();
    bool isNumber = false;
    const int number = typed.toInt(&isNumber);
    const QList<Conversation*> all = places();
    if (isNumber && number >= 1 && number <= all.size())
        return switchTo(*all.at(number - 1));
    if (Conversation* exact = session().find(typed))
        return switchTo(*exact);
    const QString bare = typed.startsWith(u'#') ? typed.mid(1) : typed;
    Conversation* found = nullptr;
    for (Conversation* place : all) {
        const QString name = place->name().startsWith(u'#') ? place->name().mid(1) : place->name();
        if (!name.startsWith(bare, Qt::CaseInsensitive))
            continue;
        if (found != nullptr)
            return note(tr("%1 could be more than one of your rooms.").arg(sanitized(typed)));
        found = place;
    }
    if (found == nullptr)
        return note(tr("You are in no room called %1. Enter it with /join").arg(sanitized(typed)));
    switchTo(*found);
}

void ChatRun::printRooms()
{
    const QList<Conversation*> all = places();
    for (qsizetype i = 0; i < all.size(); ++i) {
        const Conversation& place = *all.at(i);
        const QString name = place.kind() == Conversation::Kind::Server ? tr("the server") : sanitized(place.name());
        const QString unread = place.unread() > 0 ? u' ' + tr("(%1 unread)").arg(place.unread()) : QString();
        note(u"%1 %2%3"_s.arg(i + 1).arg(name, unread));
    }
}

void ChatRun::step(int by)
{
    const QList<Conversation*> all = places();
    if (all.isEmpty() || !hasEntered())
        return;
    const qsizetype now = all.indexOf(m_current.data());
    switchTo(*all.at((std::max<qsizetype>(now, 0) + by + all.size()) % all.size()));
}

void ChatRun::updatePrompt()
{
    if (m_answer != nullptr)
        return m_editor->setPrompt(m_question);
    const bool isPlace = m_current != nullptr && m_current->kind() != Conversation::Kind::Server;
    QString place = isPlace ? sanitized(m_current->name()) : sanitized(session().networkName());
    QString state;
    switch (session().state()) {
    case Session::State::Online: break;
    case Session::State::Offline: state = tr("not connected"); break;
    case Session::State::Connecting:
    case Session::State::Registering: state = tr("connecting"); break;
    case Session::State::Waiting: state = tr("next try in %1 s").arg(session().secondsToRetry()); break;
    }
    if (place.isEmpty())
        place = options().server.host;
    const QString stateText = state.isEmpty() ? QString() : m_palette.dim(u" (%1)"_s.arg(state));
    m_editor->setPrompt(m_palette.bold(place) + stateText + u"> "_s);
}

} // namespace chatroom::cli
