#include "chatrun.h"

#include "client/models/roomdirectorymodel.h"

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;
using client::Conversation;
using client::Session;

namespace {

constexpr qint64 kTwice = 2000; // milliseconds between two Ctrl+C that leave

} // namespace

ChatRun::ChatRun(Options options, SignalWatch& watch, Palette palette, QObject* parent)
    : Run(std::move(options), parent), m_palette(palette), m_editor(std::make_unique<LineEditor>(folder().typedLines())),
      m_transcript(session(), *m_editor, palette), m_search(session(), m_transcript), m_messages(session(), m_transcript),
      m_account(
          session(), m_transcript, [this](Question question) { ask(std::move(question)); }, !this->options().key.isEmpty())
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
        if (state == Session::State::Online)
            m_nameRefusal.reset();
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
    connect(m_editor.get(), &LineEditor::endReached, this, &ChatRun::reachEnd, Qt::QueuedConnection);
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

// Ctrl+D. At a question of which only the question is left, readline goes on.
void ChatRun::reachEnd()
{
    if (!m_question)
        return end(ExitStatus::Ok);
    const bool isOver = m_question->ifLeft.has_value();
    leaveQuestion();
    if (!isOver)
        m_editor->reopen();
}

void ChatRun::interrupt()
{
    if (m_question)
        return leaveQuestion();
    if (m_sinceInterrupt.isValid() && m_sinceInterrupt.elapsed() < kTwice)
        return end(ExitStatus::Ok);
    m_sinceInterrupt.start();
    const bool wasEmpty = m_editor->isEmpty() && !m_composition.isOpen();
    m_composition.clear();
    m_editor->clearLine();
    updatePrompt();
    if (wasEmpty)
        note(tr("Ctrl+C once more leaves."));
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

} // namespace chatroom::cli
