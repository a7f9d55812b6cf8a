#include "client-gui/composer/composer.h"

#include "client-gui/composer/completionpopup.h"
#include "client-gui/composer/emoji.h"
#include "client-gui/composer/messageedit.h"
#include "client/commandhelp.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScopedValueRollback>
#include <QToolButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr int kMostOffered = 50;

QString fromTable(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString translated(std::string_view text)
{
    return QCoreApplication::translate("chatroom::client::TypedCommand", std::string(text).c_str());
}

} // namespace

Composer::Composer(const widgets::Theme& theme, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_edit(new MessageEdit(theme, this)), m_send(new QToolButton(this)), m_problem(new QLabel(this))
{
    setObjectName(u"composer"_s);
    widgets::setGround(*this, widgets::Ground::Surface);
    m_send->setObjectName(u"sendButton"_s);
    m_send->setAccessibleName(tr("Send"));
    m_send->setToolTip(tr("Send (Enter)"));
    m_send->setEnabled(false);
    m_problem->setObjectName(u"composerProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    widgets::setTextLook(*m_problem, widgets::TextLook::Secondary, widgets::Tone::Danger);
    m_problem->hide();

    auto* grid = new QGridLayout(this);
    grid->addWidget(m_edit, 0, 0);
    grid->addWidget(m_send, 0, 1, Qt::AlignBottom);
    grid->addWidget(m_problem, 1, 0);
    grid->setColumnStretch(0, 1);

    m_edit->installEventFilter(this);
    connect(m_send, &QToolButton::clicked, this, &Composer::submit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::onTextChanged);
    connect(m_edit, &QPlainTextEdit::cursorPositionChanged, this, &Composer::offer);
    connect(&theme, &widgets::Theme::changed, this, &Composer::dress);
    setFocusProxy(m_edit);
    dress();
}

void Composer::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    auto* grid = static_cast<QGridLayout*>(layout());
    grid->setContentsMargins(metrics.groupGap(), metrics.gap(), metrics.groupGap(), metrics.px(12));
    grid->setHorizontalSpacing(metrics.gap());
    grid->setVerticalSpacing(metrics.unit());
    m_send->setIcon(widgets::icon(m_theme, widgets::Icon::Send, m_send->isEnabled() ? widgets::Role::Accent : widgets::Role::Muted));
    m_send->setIconSize(QSize(metrics.icon(), metrics.icon()));
    m_send->setFixedSize(metrics.control(), metrics.control());
}

void Composer::setConversation(const QString& key, const QString& placeholder)
{
    hidePopup();
    if (key != m_key) {
        m_drafts[m_key].text = m_edit->toPlainText();
        m_key = key;
        const QScopedValueRollback browsing(m_isBrowsing, true);
        m_edit->setText(m_drafts[key].text);
        showProblem({});
    }
    m_edit->setPlaceholderText(placeholder);
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
    m_edit->clear();
    Q_EMIT submitted(typed);
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
    const bool hasText = !m_edit->toPlainText().trimmed().isEmpty();
    if (m_send->isEnabled() != hasText) {
        m_send->setEnabled(hasText);
        dress();
    }
    if (!m_isBrowsing)
        m_drafts[m_key].history.stop();
    showProblem({});
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
    case Qt::Key_Enter:
        if (modifiers.testFlag(Qt::ShiftModifier) || modifiers.testFlag(Qt::AltModifier)) {
            m_edit->insertPlainText(u"\n"_s);
            return true;
        }
        submit();
        return true;
    case Qt::Key_Tab: return modifiers == Qt::NoModifier && completeByTab(false);
    case Qt::Key_Backtab: return !m_cycle.matches.isEmpty() && completeByTab(true);
    case Qt::Key_Up: return modifiers == Qt::NoModifier && m_edit->isOnFirstLine() && browse(true);
    case Qt::Key_Down: return modifiers == Qt::NoModifier && m_edit->isOnLastLine() && browse(false);
    case Qt::Key_Escape: Q_EMIT escapePressed(); return true;
    default: return false;
    }
}

bool Composer::handlePopupKey(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Up: m_popup->move(-1); return true;
    case Qt::Key_Down: m_popup->move(1); return true;
    case Qt::Key_Escape: hidePopup(); return true;
    case Qt::Key_Tab: accept(m_popup->current()); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: {
        // A command that is written out whole is meant to be sent.
        const bool isWhole = m_request.kind == CompletionKind::Command && client::findTypedCommand(m_request.prefix);
        if (isWhole || event->modifiers().testFlag(Qt::ShiftModifier)) {
            hidePopup();
            return false;
        }
        accept(m_popup->current());
        return true;
    }
    default: return false;
    }
}

bool Composer::completeByTab(bool isBackward)
{
    if (m_cycle.matches.isEmpty()) {
        const CompletionRequest request = completionForTab(text(), m_edit->caret());
        if (request.kind == CompletionKind::None)
            return false;
        for (const CompletionItem& item : itemsFor(request))
            m_cycle.matches += item.inserted;
        if (m_cycle.matches.isEmpty())
            return true; // a word that nothing completes: the focus stays where one writes
        m_cycle.at = 0;
        m_cycle.start = request.start;
        m_cycle.length = request.length;
    } else {
        const qsizetype count = m_cycle.matches.size();
        m_cycle.at = (m_cycle.at + (isBackward ? -1 : 1) + count) % count;
    }
    const Cycle cycle = m_cycle;
    m_edit->replace(cycle.start, cycle.length, cycle.matches[cycle.at]);
    m_cycle = cycle;
    m_cycle.length = static_cast<int>(cycle.matches[cycle.at].size());
    hidePopup();
    return true;
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

void Composer::accept(const QString& inserted)
{
    const CompletionRequest request = m_request;
    hidePopup();
    if (request.kind != CompletionKind::None && !inserted.isEmpty())
        m_edit->replace(request.start, request.length, inserted);
    hidePopup();
}

std::vector<CompletionItem> Composer::itemsFor(const CompletionRequest& request) const
{
    std::vector<CompletionItem> items;
    switch (request.kind) {
    case CompletionKind::None: break;
    case CompletionKind::Name:
        for (const QString& name : matching(m_names ? m_names() : QStringList(), request.prefix))
            items.push_back({insertedName(name, request.start), name, {}});
        break;
    case CompletionKind::Room:
        for (const QString& room : matching(m_rooms ? m_rooms() : QStringList(), request.prefix))
            items.push_back({room + u' ', room, {}});
        break;
    case CompletionKind::Command:
        for (const client::TypedCommand& command : client::typedCommands()) {
            const QString name = fromTable(command.name);
            if (name.startsWith(request.prefix, Qt::CaseInsensitive))
                items.push_back({u'/' + name + u' ', translated(command.usage), translated(command.help)});
        }
        break;
    case CompletionKind::Emoji:
        for (const Emoji* emoji : findEmoji(request.prefix)) {
            const QString sign = QString::fromUtf16(emoji->text.data(), static_cast<qsizetype>(emoji->text.size()));
            items.push_back({sign + u' ', sign, fromTable(emoji->name)});
        }
        break;
    }
    if (items.size() > kMostOffered)
        items.resize(kMostOffered);
    return items;
}

void Composer::offer()
{
    if (m_isBrowsing || !m_edit->hasFocus())
        return;
    m_request = completionWhileTyping(text(), m_edit->caret());
    const std::vector<CompletionItem> items = itemsFor(m_request);
    if (items.empty() && !m_popup)
        return;
    if (!m_popup) {
        m_popup = new CompletionPopup(m_theme, window());
        connect(m_popup, &CompletionPopup::chosen, this, &Composer::accept);
    }
    const QPoint corner = m_edit->mapTo(window(), QPoint(0, -m_theme.metrics().unit()));
    m_popup->showItems(items, corner, m_edit->width());
}

void Composer::hidePopup()
{
    m_request = {};
    if (m_popup)
        m_popup->hide();
}

} // namespace chatroom::clientgui
