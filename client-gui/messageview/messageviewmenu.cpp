// What can be done with a message: its menu, the toolbar above it, and deleting it.
#include "client-gui/messageview/messageview.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::DeliveryState;
using client::LineId;

bool MessageView::isActedOn(int row) const
{
    if (!m_book || row < 0 || row >= m_book->size() || m_book->plan(row).shape == RowShape::Hidden)
        return false;
    const client::ChatLine& line = m_lines->line(row);
    return (isMessage(line.kind) || line.kind == client::LineKind::Action) && !line.isDeleted
           && m_deletions.stateOf(line.id) == Leaving::No;
}

bool MessageView::canReply(int row) const
{
    return m_abilities.canReply && isActedOn(row) && !m_lines->line(row).messageId.isEmpty();
}

bool MessageView::canReact(int row) const
{
    return m_abilities.canReact && isActedOn(row) && !m_lines->line(row).messageId.isEmpty();
}

bool MessageView::canDelete(int row) const
{
    return isActedOn(row) && m_abilities.canDelete && m_abilities.canDelete(m_lines->line(row).id);
}

void MessageView::contextMenuEvent(QContextMenuEvent* event)
{
    if (event->reason() != QContextMenuEvent::Keyboard) {
        showMenu(hitTest(event->pos()), event->globalPos());
        return;
    }
    Hit hit;
    hit.row = chosenRow();
    if (hit.row < 0 && m_focused && m_lines)
        hit.row = m_lines->rowOf(m_focused->line).value_or(-1);
    const QRect row = rowRect(hit.row);
    const int y = std::clamp(row.top() + m_style.lineHeight, 0, viewport()->height() - 1);
    const QPoint at = hit.row < 0 ? viewport()->rect().center() : QPoint(m_style.textLeft, y);
    showMenu(hit, viewport()->mapToGlobal(at));
}

void MessageView::showMenu(const Hit& hit, const QPoint& globalAt)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(u"messageMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillContextMenu(*menu, hit, globalAt);
    m_isMenuOpen = true; // its message stays lit
    connect(menu, &QMenu::aboutToHide, this, [this] {
        m_isMenuOpen = false;
        if (!viewport()->underMouse())
            setHovered(-1);
    });
    menu->popup(globalAt);
}

void MessageView::fillContextMenu(QMenu& menu, const Hit& hit, const QPoint& globalAt)
{
    using widgets::Icon;
    if (isActedOn(hit.row))
        addMessageItems(menu, hit.row, globalAt);
    QAction* copyAction = menu.addAction(widgets::icon(m_theme, Icon::Copy), tr("Copy"), QKeySequence::Copy, this, &MessageView::copy);
    copyAction->setEnabled(!m_selection.isEmpty());
    if (hit.link) {
        const QString target = hit.link->target;
        menu.addAction(widgets::icon(m_theme, Icon::Link), tr("Copy link"), this, [target] { QApplication::clipboard()->setText(target); });
    }
    if (hit.row >= 0 && m_book->plan(hit.row).shape != RowShape::Gap) {
        const QString text = layoutFor(hit.row).text;
        menu.addAction(tr("Copy message"), this, [text] { QApplication::clipboard()->setText(text); });
        const client::ChatLine& line = m_lines->line(hit.row);
        const bool isSomebody = (isMessage(line.kind) || line.kind == client::LineKind::Action) && !line.isOwn;
        if (isSomebody) {
            const QString author = line.author;
            menu.addSeparator();
            QString shown = shownName(m_cards, author, line.account);
            menu.addAction(widgets::icon(m_theme, Icon::Mail), tr("Message %1").arg(shown.replace(u'&', u"&&"_s)), this,
                           [this, author] { Q_EMIT personActivated(author); });
        }
    }
    menu.addSeparator();
    menu.addAction(tr("Select all"), QKeySequence::SelectAll, this, &MessageView::selectAll);
    if (canDelete(hit.row)) {
        const LineId id = m_lines->line(hit.row).id;
        menu.addSeparator();
        menu.addAction(widgets::icon(m_theme, Icon::Delete, widgets::Role::Danger), tr("Delete"), QKeySequence(Qt::Key_Delete), this,
                       [this, id] { startDeletion(m_lines ? m_lines->rowOf(id).value_or(-1) : -1); });
    }
}

void MessageView::addMessageItems(QMenu& menu, int row, const QPoint& globalAt)
{
    using widgets::Icon;
    const LineId id = m_lines->line(row).id;
    if (canReply(row))
        menu.addAction(widgets::icon(m_theme, Icon::Reply), tr("Reply"), this, [this, id] { Q_EMIT replyAsked(id); });
    if (canReact(row)) {
        menu.addAction(widgets::icon(m_theme, Icon::Emoji), tr("React\u2026"), this,
                       [this, id, globalAt] { Q_EMIT reactionPickerAsked(id, globalAt); });
    }
    if (!menu.isEmpty())
        menu.addSeparator();
}

void MessageView::copyMessage(int row)
{
    QApplication::clipboard()->setText(rowText(m_source->input(row)));
}

void MessageView::startDeletion(int row)
{
    if (!canDelete(row))
        return;
    const bool isByKeyboard = chosenRow() == row;
    const LineId id = m_lines->line(row).id;
    m_deletions.start(id);
    if (!isByKeyboard)
        return;
    // Enter takes it back.
    for (const Action& action : rowActions(m_lines->rowOf(id).value_or(row))) {
        if (action.kind == Action::Kind::Undo)
            setFocusedAction(action);
    }
}

void MessageView::onDeletionChanged(LineId line)
{
    if (!m_book)
        return;
    if (m_focused && m_focused->line == line && m_focused->kind == Action::Kind::Undo)
        setFocusedAction({});
    if (const std::optional<int> row = m_lines->rowOf(line))
        relay(*row);
    placeToolbar();
}

void MessageView::commitDeletions()
{
    m_deletions.commitAll();
}

void MessageView::hideEvent(QHideEvent* event)
{
    // Nobody could take it back any more.
    commitDeletions();
    QAbstractScrollArea::hideEvent(event);
}

} // namespace chatroom::clientgui
