#include "client-gui/composer/composer.h"

#include "client-gui/composer/codeblocks.h"
#include "client-gui/composer/completionpopup.h"
#include "client-gui/composer/messageedit.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScopedValueRollback>
#include <QToolButton>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

Composer::Composer(const widgets::Theme& theme, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_reply(new ReplyBar(theme, this)), m_edit(new MessageEdit(theme, this)),
      m_code(new QToolButton(this)), m_emoji(new QToolButton(this)), m_send(new QToolButton(this)), m_problem(new QLabel(this)),
      m_size(new QLabel(this))
{
    setObjectName(u"composer"_s);
    widgets::setGround(*this, widgets::Ground::Surface);
    prepareButtons();
    m_problem->setObjectName(u"composerProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    widgets::setTextLook(*m_problem, widgets::TextLook::Secondary, widgets::Tone::Danger);
    m_problem->hide();
    m_size->setObjectName(u"composerSize"_s);
    m_size->setTextFormat(Qt::PlainText);
    m_size->hide();

    auto* grid = new QGridLayout(this);
    grid->addWidget(m_reply, 0, 0, 1, 4);
    grid->addWidget(m_edit, 1, 0);
    grid->addWidget(m_code, 1, 1, Qt::AlignBottom);
    grid->addWidget(m_emoji, 1, 2, Qt::AlignBottom);
    grid->addWidget(m_send, 1, 3, Qt::AlignBottom);
    grid->addWidget(m_problem, 2, 0, 1, 4);
    grid->addWidget(m_size, 3, 0, 1, 4);
    grid->setColumnStretch(0, 1);

    m_edit->installEventFilter(this);
    connect(m_reply, &ReplyBar::cancelled, this, [this] {
        setReply({});
        m_edit->setFocus();
    });
    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::onTextChanged);
    connect(m_edit, &QPlainTextEdit::cursorPositionChanged, this, &Composer::offer);
    connect(&theme, &widgets::Theme::changed, this, &Composer::dress);
    setFocusProxy(m_edit);
    dress();
}

void Composer::prepareButtons()
{
    m_code->setObjectName(u"codeButton"_s);
    m_code->setAccessibleName(tr("Code"));
    m_code->setToolTip(tr("Code: on lines of its own, exactly as written (Ctrl+Shift+C)"));
    m_emoji->setObjectName(u"emojiButton"_s);
    m_emoji->setAccessibleName(tr("Emoji"));
    m_emoji->setToolTip(tr("Choose an emoji (Ctrl+.)"));
    m_send->setObjectName(u"sendButton"_s);
    m_send->setAccessibleName(tr("Send"));
    m_send->setToolTip(tr("Send (Enter)"));
    m_send->setEnabled(false);
    connect(m_code, &QToolButton::clicked, this, &Composer::makeCode);
    connect(m_emoji, &QToolButton::clicked, this, &Composer::emojiAsked);
    connect(m_send, &QToolButton::clicked, this, &Composer::submit);
}

void Composer::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    auto* grid = static_cast<QGridLayout*>(layout());
    grid->setContentsMargins(metrics.groupGap(), metrics.unit(), metrics.groupGap(), metrics.px(12));
    grid->setHorizontalSpacing(metrics.unit());
    grid->setVerticalSpacing(metrics.unit());
    m_send->setIcon(widgets::icon(m_theme, widgets::Icon::Send, m_send->isEnabled() ? widgets::Role::Accent : widgets::Role::Muted));
    m_code->setIcon(widgets::icon(m_theme, widgets::Icon::Code, widgets::Role::Muted));
    m_emoji->setIcon(widgets::icon(m_theme, widgets::Icon::Emoji, widgets::Role::Muted));
    for (QToolButton* button : {m_code, m_emoji, m_send}) {
        button->setIconSize(QSize(metrics.icon(), metrics.icon()));
        button->setFixedSize(metrics.control(), metrics.control());
    }
    showButtons();
}

// The field needs the room more than what a key does too.
void Composer::showButtons()
{
    m_code->setVisible(width() >= m_theme.metrics().px(420));
    m_emoji->setVisible(width() >= m_theme.metrics().px(280));
}

void Composer::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    showButtons();
}

void Composer::setConversation(const QString& key, const QString& placeholder)
{
    hidePopup();
    if (key != m_key) {
        m_drafts[m_key].text = m_edit->toPlainText();
        m_key = key;
        const QScopedValueRollback browsing(m_isBrowsing, true);
        const QScopedValueRollback quiet(m_isQuiet, true);
        m_edit->setText(m_drafts[key].text);
        m_reply->showTarget(m_drafts[key].reply);
        showProblem({});
    }
    m_edit->setPlaceholderText(placeholder);
}

void Composer::renameConversation(const QString& from, const QString& to)
{
    auto draft = m_drafts.extract(from);
    if (draft.empty())
        return;
    draft.key() = to;
    m_drafts.erase(to);
    m_drafts.insert(std::move(draft));
    if (m_key == from)
        m_key = to;
}

void Composer::forgetConversation(const QString& key)
{
    if (key != m_key)
        m_drafts.erase(key);
}

void Composer::setCandidates(Candidates names, Candidates rooms)
{
    m_names = std::move(names);
    m_rooms = std::move(rooms);
}

void Composer::setLimits(const MessageLimits& limits)
{
    m_limits = limits;
    showSize();
}

QString Composer::text() const
{
    return m_edit->toPlainText();
}

void Composer::setText(const QString& text)
{
    m_edit->setText(text);
}

void Composer::mention(const QString& name)
{
    const int at = m_edit->caret();
    m_edit->replace(at, 0, insertedName(name, at));
    m_edit->setFocus();
}

void Composer::insert(const QString& text)
{
    m_edit->insertPlainText(text);
    m_edit->setFocus();
}

void Composer::makeCode()
{
    const QTextCursor cursor = m_edit->textCursor();
    const CodeEdit edit = fenced(text(), cursor.selectionStart(), cursor.selectionEnd());
    m_edit->replace(static_cast<int>(edit.start), static_cast<int>(edit.length), edit.by);
    m_edit->setCaret(static_cast<int>(edit.caret));
    m_edit->setFocus();
}

void Composer::setReply(const ReplyTarget& target)
{
    m_drafts[m_key].reply = target;
    m_reply->showTarget(target);
}

ReplyTarget Composer::reply() const
{
    const auto draft = m_drafts.find(m_key);
    return draft == m_drafts.end() ? ReplyTarget{} : draft->second.reply;
}

void Composer::submit()
{
    const QString typed = text();
    if (typed.trimmed().isEmpty())
        return;
    hidePopup();
    if (const auto wrong = commandProblem(typed)) {
        showProblem(*wrong);
        m_edit->setFocus();
        return;
    }
    m_drafts[m_key].history.add(typed);
    {
        const QScopedValueRollback quiet(m_isQuiet, true);
        m_edit->clear();
    }
    const bool isCommand = typed.startsWith(u'/') && !typed.startsWith(u"//"_s);
    if (isCommand) { // what is being answered waits
        Q_EMIT submitted(typed, {});
        return;
    }
    const QString replyTo = reply().messageId;
    setReply({});
    Q_EMIT submitted(typed, replyTo);
}

void Composer::showProblem(const QString& problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_edit->setAccessibleDescription(problem);
}

QString Composer::problem() const
{
    return m_problem->text();
}

void Composer::takeKey(QKeyEvent* event)
{
    m_edit->setFocus();
    QApplication::sendEvent(m_edit, event);
}

void Composer::onTextChanged()
{
    const QString typed = m_edit->toPlainText();
    if (typed == std::exchange(m_seen, typed))
        return; // its looks have changed
    const bool hasText = !typed.trimmed().isEmpty();
    if (m_send->isEnabled() != hasText) {
        m_send->setEnabled(hasText);
        dress();
    }
    if (!m_isBrowsing)
        m_drafts[m_key].history.stop();
    showProblem({});
    showSize();
    if (!m_isQuiet)
        Q_EMIT draftChanged(typed);
}

void Composer::showSize()
{
    const MessageSize hint = messageSize(m_edit->toPlainText(), m_limits);
    m_size->setText(hint.text);
    m_size->setVisible(!hint.text.isEmpty());
    widgets::setTextLook(*m_size, widgets::TextLook::Secondary, hint.isOver ? widgets::Tone::Danger : widgets::Tone::Muted);
}

bool Composer::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_edit)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut)
        hidePopup();
    if (event->type() == QEvent::KeyPress)
        return handleKey(static_cast<QKeyEvent*>(event));
    return false;
}

bool Composer::handleKey(QKeyEvent* event)
{
    const bool isTab = event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab;
    if (!isTab && event->key() != Qt::Key_Shift)
        m_cycle = {};
    if (m_popup && m_popup->isVisible() && handlePopupKey(event))
        return true;
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: return handleEnter(modifiers);
    case Qt::Key_Tab: return modifiers == Qt::NoModifier && completeByTab(false);
    case Qt::Key_Backtab: return !m_cycle.matches.isEmpty() && completeByTab(true);
    case Qt::Key_Up: return modifiers == Qt::NoModifier && m_edit->isOnFirstLine() && browse(true);
    case Qt::Key_Down: return modifiers == Qt::NoModifier && m_edit->isOnLastLine() && browse(false);
    case Qt::Key_Escape:
        if (reply().messageId.isEmpty())
            Q_EMIT escapePressed();
        else
            setReply({});
        return true;
    default: return handleControlKey(event, modifiers);
    }
}

bool Composer::handleEnter(Qt::KeyboardModifiers modifiers)
{
    const bool breaks = modifiers.testFlag(Qt::ShiftModifier) || modifiers.testFlag(Qt::AltModifier);
    const bool isCode = modifiers == Qt::NoModifier && isInCode(text(), m_edit->caret());
    if (breaks || isCode)
        m_edit->insertPlainText(u"\n"_s);
    else
        submit();
    return true;
}

bool Composer::handleControlKey(QKeyEvent* event, Qt::KeyboardModifiers modifiers)
{
    if (event->key() == Qt::Key_C && modifiers == (Qt::ControlModifier | Qt::ShiftModifier)) {
        makeCode();
        return true;
    }
    if (event->key() == Qt::Key_Period && modifiers == Qt::ControlModifier) {
        Q_EMIT emojiAsked();
        return true;
    }
    return false;
}

bool Composer::browse(bool isOlder)
{
    InputHistory& history = m_drafts[m_key].history;
    const auto found = isOlder ? history.older(text()) : history.newer();
    if (!found)
        return false;
    const QScopedValueRollback browsing(m_isBrowsing, true);
    m_edit->setText(*found);
    hidePopup();
    return true;
}

} // namespace chatroom::clientgui
