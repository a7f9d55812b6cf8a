#include "lineeditor.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <readline/history.h>
#include <readline/readline.h>
#include <unistd.h>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kRemembered = 1000;             // lines of history
constexpr qsizetype kLongestLine = 64 * 1024; // characters; the rest of a longer paste is cut

// readline marks with these what of a prompt takes no room on screen.
QByteArray markedPrompt(const QString& prompt)
{
    QByteArray marked;
    bool isInColour = false;
    for (const char c : prompt.toUtf8()) {
        if (c == '\033') {
            marked += RL_PROMPT_START_IGNORE;
            isInColour = true;
        }
        marked += c;
        if (isInColour && c == 'm') {
            marked += RL_PROMPT_END_IGNORE;
            isInColour = false;
        }
    }
    return marked;
}

// Passwords do not belong into a file.
bool holdsSecret(const QString& line)
{
    const QString start = line.simplified().toLower();
    return start.startsWith("/quote pass"_L1) || start.startsWith("/quote oper"_L1) || start.startsWith("/oper"_L1)
           || start.contains("identify"_L1) || start.contains("password"_L1);
}

} // namespace

struct LineEditor::Private final
{
    LineEditor* editor = nullptr;
    QByteArray historyFile;
    Completer completer;
    QStringList candidates;
    QByteArray prompt;
    std::unique_ptr<QSocketNotifier> notifier;
    bool isRemembering = true;
    bool isOpen = false;
    bool isSecret = false;
    QByteArray begun; // before it was secret

    void open();
    void close();
    void remember(const QString& line) const;
    void eraseShown() const;
    void showAgain() const;

    // readline's callbacks get no context: this is the one editor that they mean.
    static Private* current;
    static void lineDone(char* line);
    static void showNothing();
    static int accept(int count, int key);
    static int previousRoom(int count, int key);
    static int nextRoom(int count, int key);
    static char** complete(const char* word, int start, int end);
    static char* nextCandidate(const char* word, int state);
};

LineEditor::Private* LineEditor::Private::current = nullptr;

void LineEditor::Private::open()
{
    if (isOpen)
        return;
    isOpen = true;
    rl_callback_handler_install(prompt.constData(), &Private::lineDone);
}

void LineEditor::Private::close()
{
    if (!isOpen)
        return;
    isOpen = false;
    eraseShown();
    rl_callback_handler_remove();
}

void LineEditor::Private::eraseShown() const
{
    rl_clear_visible_line();
    std::fflush(rl_outstream);
}

void LineEditor::Private::showAgain() const
{
    rl_on_new_line();
    (*rl_redisplay_function)();
    std::fflush(rl_outstream);
}

// The prompt alone.
void LineEditor::Private::showNothing()
{
    std::array<char, 1> nothing{};
    char* const line = std::exchange(rl_line_buffer, nothing.data());
    const int point = std::exchange(rl_point, 0);
    const int end = std::exchange(rl_end, 0);
    rl_redisplay();
    rl_line_buffer = line;
    rl_point = point;
    rl_end = end;
}

void LineEditor::Private::remember(const QString& line) const
{
    if (!isRemembering || line.trimmed().isEmpty() || holdsSecret(line))
        return;
    const QByteArray bytes = line.toUtf8();
    const HIST_ENTRY* last = history_length > 0 ? history_get(history_base + history_length - 1) : nullptr;
    if (last != nullptr && bytes == last->line)
        return;
    add_history(bytes.constData());
    if (!historyFile.isEmpty() && !bytes.contains('\n'))
        append_history(1, historyFile.constData());
}

void LineEditor::Private::lineDone(char* line)
{
    if (current == nullptr)
        return;
    const QPointer<LineEditor> editor = current->editor;
    if (line == nullptr) {
        current->close();
        Q_EMIT editor->endReached();
        return;
    }
    const QString text = QString::fromUtf8(line).left(kLongestLine);
    std::free(line); // NOLINT: readline allocates with malloc
    current->remember(text);
    // Not from within readline: whoever gets the line may print or close.
    QMetaObject::invokeMethod(
        editor, [editor, text] { Q_EMIT editor->lineEntered(text); }, Qt::QueuedConnection);
}

// Enter: what was typed goes from the screen, as it comes back as a message when the server has it.
int LineEditor::Private::accept(int, int)
{
    rl_clear_visible_line();
    rl_done = 1;
    RL_SETSTATE(RL_STATE_DONE);
    return 0;
}

int LineEditor::Private::previousRoom(int, int)
{
    const QPointer<LineEditor> editor = current->editor;
    QMetaObject::invokeMethod(
        editor, [editor] { Q_EMIT editor->roomStepped(-1); }, Qt::QueuedConnection);
    return 0;
}

int LineEditor::Private::nextRoom(int, int)
{
    const QPointer<LineEditor> editor = current->editor;
    QMetaObject::invokeMethod(
        editor, [editor] { Q_EMIT editor->roomStepped(1); }, Qt::QueuedConnection);
    return 0;
}

char** LineEditor::Private::complete(const char* word, int start, int)
{
    rl_attempted_completion_over = 1; // never file names
    rl_completion_append_character = '\0';
    if (current == nullptr || !current->completer || current->isSecret)
        return nullptr;
    const int characters = static_cast<int>(QString::fromUtf8(rl_line_buffer, start).size());
    current->candidates = current->completer(QString::fromUtf8(rl_line_buffer), characters, QString::fromUtf8(word));
    return rl_completion_matches(word, &Private::nextCandidate);
}

char* LineEditor::Private::nextCandidate(const char*, int)
{
    if (current->candidates.isEmpty())
        return nullptr;
    return ::strdup(current->candidates.takeFirst().toUtf8().constData());
}

LineEditor::LineEditor(const QString& historyFile, QObject* parent) : QObject(parent), m_d(std::make_unique<Private>())
{
    Q_ASSERT(Private::current == nullptr);
    m_d->editor = this;
    m_d->historyFile = QFile::encodeName(historyFile);
    Private::current = m_d.get();

    rl_readline_name = "chatroom-cli";
    rl_catch_signals = 0; // SignalWatch has them
    rl_catch_sigwinch = 0;
    rl_attempted_completion_function = &Private::complete;
    rl_basic_word_break_characters = const_cast<char*>(" \t\n"); // NOLINT: readline 8.2 has it const, older ones not
    rl_completer_quote_characters = "";
    rl_initialize();
    rl_bind_key('\r', &Private::accept);
    rl_bind_key('\n', &Private::accept);
    rl_bind_keyseq("\\e[1;3A", &Private::previousRoom);
    rl_bind_keyseq("\\e[1;3B", &Private::nextRoom);
    rl_bind_keyseq("\\e\\e[A", &Private::previousRoom);
    rl_bind_keyseq("\\e\\e[B", &Private::nextRoom);
    // With one ambiguous Tab show what there is, without asking whether to show a hundred.
    rl_variable_bind("show-all-if-ambiguous", "on");
    rl_variable_bind("completion-ignore-case", "on");
    rl_variable_bind("enable-bracketed-paste", "on"); // what is pasted is one message, however many lines it has
    rl_completion_query_items = 0;

    using_history();
    stifle_history(kRemembered);
    if (!m_d->historyFile.isEmpty()) {
        QDir().mkpath(QFileInfo(historyFile).absolutePath());
        QFile file(historyFile);
        if (!file.exists() && file.open(QIODevice::WriteOnly))
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        read_history(m_d->historyFile.constData());
        history_truncate_file(m_d->historyFile.constData(), kRemembered);
    }
    m_d->notifier = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
    connect(m_d->notifier.get(), &QSocketNotifier::activated, this, [this] {
        if (m_d->isOpen)
            rl_callback_read_char();
        else
            m_d->notifier->setEnabled(false);
    });
    m_d->open();
}

LineEditor::~LineEditor()
{
    m_d->close();
    rl_redisplay_function = &rl_redisplay;
    clear_history();
    Private::current = nullptr;
}

void LineEditor::setCompleter(Completer completer)
{
    m_d->completer = std::move(completer);
}

void LineEditor::setPrompt(const QString& prompt)
{
    const QByteArray marked = markedPrompt(prompt);
    if (marked == m_d->prompt)
        return;
    m_d->prompt = marked;
    if (!m_d->isOpen)
        return;
    m_d->eraseShown();
    rl_set_prompt(m_d->prompt.constData());
    m_d->showAgain();
}

void LineEditor::print(const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    if (m_d->isOpen)
        m_d->eraseShown();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
    if (m_d->isOpen)
        m_d->showAgain();
}

void LineEditor::setRemembering(bool isRemembering)
{
    m_d->isRemembering = isRemembering;
}

void LineEditor::setSecret(bool isSecret)
{
    if (m_d->isSecret == isSecret)
        return;
    m_d->isSecret = isSecret;
    if (m_d->isOpen)
        m_d->eraseShown();
    const QByteArray before = std::exchange(m_d->begun, isSecret ? QByteArray(rl_line_buffer) : QByteArray());
    rl_replace_line(isSecret ? "" : before.constData(), 1);
    rl_point = rl_end;
    rl_redisplay_function = isSecret ? &Private::showNothing : &rl_redisplay;
    if (m_d->isOpen)
        m_d->showAgain();
}

void LineEditor::reopen()
{
    m_d->open();
    m_d->notifier->setEnabled(true);
}

bool LineEditor::isEmpty() const
{
    return rl_end == 0;
}

void LineEditor::clearLine()
{
    if (!m_d->isOpen)
        return;
    m_d->eraseShown();
    rl_callback_handler_remove(); // also ends a search or a half-typed key sequence
    rl_replace_line("", 1);
    rl_callback_handler_install(m_d->prompt.constData(), &Private::lineDone);
}

void LineEditor::clearScreen()
{
    if (m_d->isOpen)
        rl_clear_screen(0, 0);
}

void LineEditor::resize()
{
    if (m_d->isOpen)
        rl_resize_terminal();
}

void LineEditor::suspend()
{
    if (m_d->isOpen)
        rl_deprep_terminal();
    std::raise(SIGSTOP);
    if (!m_d->isOpen)
        return;
    rl_prep_terminal(1);
    rl_resize_terminal();
    rl_forced_update_display();
}

} // namespace chatroom::cli
