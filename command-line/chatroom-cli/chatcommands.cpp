// What a person types into ChatRun: commands of its own, what the session knows, and text.
#include "chatrun.h"
#include "owncommands.h"

#include <algorithm>
#include <array>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;
using client::Session;

namespace {

constexpr int kOlder = 20; // lines that /history shows
constexpr int kMostOlder = 1000;

QString text(std::string_view source)
{
    return QString::fromUtf8(source.data(), static_cast<qsizetype>(source.size()));
}

} // namespace

void ChatRun::handleLine(const QString& line)
{
    m_sinceInterrupt.invalidate();
    if (m_question)
        return takeAnswer(line.trimmed());
    const bool wasOpen = m_composition.isOpen();
    const std::optional<Composed> composed = m_composition.take(line);
    updatePrompt();
    if (!composed)
        return showBegun(line, wasOpen);
    if (composed->text.trimmed().isEmpty())
        return;
    if (!composed->isMessage && handleOwnCommand(composed->text))
        return;
    if (!hasEntered() || m_current == nullptr)
        return note(tr("Not connected yet: this was not sent."));
    if (composed->isMessage)
        session().send(*m_current, composed->text);
    else
        session().submit(*m_current, composed->text);
}

// What was typed of a message that goes on stays to be read, as it is not said yet.
void ChatRun::showBegun(const QString& line, bool wasOpen)
{
    if (!wasOpen && line.startsWith("/multi"_L1, Qt::CaseInsensitive) && !line.endsWith(u'\\'))
        return note(tr("A line with a single dot ends the message, Ctrl+C drops it."));
    m_editor->print(m_palette.dim(u"... "_s + sanitized(line, true)));
}

bool ChatRun::handleOwnCommand(const QString& line)
{
    const QString command = line.section(u' ', 0, 0).toLower(); // not a name
    const QString rest = line.section(u' ', 1).trimmed();
    if (!command.startsWith(u'/'))
        return false;
    using Action = void (*)(ChatRun&, const QString& rest);
    struct Row final
    {
        QLatin1StringView name;
        bool isForOnline;
        Action act;
    };
    static constexpr std::array kRows = std::to_array<Row>({
        {"/clear"_L1, false, [](ChatRun& run, const QString&) { run.m_editor->clearScreen(); }},
        {"/help"_L1, false, [](ChatRun& run, const QString& about) { run.showHelp(about); }},
        {"/history"_L1, true, [](ChatRun& run, const QString& typed) { run.showHistory(typed); }},
        {"/list"_L1, true, [](ChatRun& run, const QString&) { run.askDirectory(); }},
        {"/retry"_L1, false, [](ChatRun& run, const QString&) { run.session().retryNow(); }},
        {"/search"_L1, true, [](ChatRun& run, const QString& typed) { run.m_search.run(typed); }},
        {"/switch"_L1, false, [](ChatRun& run, const QString& typed) { run.switchBy(typed); }},
    });
    if (command == "/quit"_L1 && !hasEntered()) {
        end(ExitStatus::Ok);
        return true;
    }
    const auto* row = std::ranges::find(kRows, command, &Row::name);
    if (row != kRows.end() && (hasEntered() || !row->isForOnline)) {
        row->act(*this, rest);
        return true;
    }
    return hasEntered() && (m_account.run(command, rest) || m_messages.run(command, rest, m_current));
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

// The session's commands and ours, which win, in one list.
void ChatRun::showHelp(const QString& about)
{
    const QString name = about.startsWith(u'/') ? about.mid(1) : about;
    std::vector<client::TypedCommand> all(ownCommands().begin(), ownCommands().end());
    std::ranges::copy_if(client::typedCommands(), std::back_inserter(all), [](const client::TypedCommand& each) {
        return std::ranges::find(ownCommands(), each.name, &client::TypedCommand::name) == ownCommands().end();
    });
    std::ranges::sort(all, {}, &client::TypedCommand::name);
    bool isFound = false;
    for (const client::TypedCommand& each : all) {
        if (!name.isEmpty() && name.compare(text(each.name), Qt::CaseInsensitive) != 0)
            continue;
        isFound = true;
        note(tr(each.usage.data()) + u" – "_s + tr(each.help.data()));
    }
    if (!isFound)
        note(tr("There is no command /%1. Type /help to see them all.").arg(sanitized(name)));
}

void ChatRun::askDirectory()
{
    m_isListAsked = true;
    session().refreshRoomDirectory();
}

QStringList ChatRun::completed(const QString& line, int start, const QString& word)
{
    return completions(completionWords(session(), m_current), line, start, word);
}

} // namespace chatroom::cli
