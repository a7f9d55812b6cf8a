// What can be done with a message.
#include "client-gui/messageview/messageview.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

void MessageView::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    menu.setObjectName(u"messageMenu"_s);
    const bool isKeyboard = event->reason() == QContextMenuEvent::Keyboard;
    fillContextMenu(menu, isKeyboard ? Hit{} : hitTest(event->pos()));
    menu.exec(isKeyboard ? viewport()->mapToGlobal(viewport()->rect().center()) : event->globalPos());
}

void MessageView::fillContextMenu(QMenu& menu, const Hit& hit)
{
    using widgets::Icon;
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
            QString shown = author;
            menu.addAction(widgets::icon(m_theme, Icon::Mail), tr("Message %1").arg(shown.replace(u'&', u"&&"_s)), this,
                           [this, author] { Q_EMIT personActivated(author); });
        }
    }
    menu.addSeparator();
    menu.addAction(tr("Select all"), QKeySequence::SelectAll, this, &MessageView::selectAll);
}

} // namespace chatroom::clientgui
