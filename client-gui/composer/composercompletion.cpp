// Completion in the composer: what is offered while somebody types, and what Tab puts in.
#include "client-gui/composer/completionpopup.h"
#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/emoji/emojitable.h"
#include "client/commandhelp.h"
#include "widgets/theme.h"

#include <QCoreApplication>
#include <QKeyEvent>

#include <algorithm>

namespace chatroom::clientgui {

namespace {

constexpr int kMostOffered = 50;
constexpr int kMostEmoji = 8;

QString fromTable(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString translated(std::string_view text)
{
    return QCoreApplication::translate("chatroom::client::TypedCommand", std::string(text).c_str());
}

} // namespace

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
        for (const Emoji* emoji : findEmoji(request.prefix, kMostEmoji))
            items.push_back({emoji->text + u' ', emoji->text, shortName(*emoji)});
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
