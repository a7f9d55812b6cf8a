#include "client-gui/messageview/rownote.h"

#include "client-gui/messageview/messagestyle.h"
#include "client-gui/messageview/rowtext.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QIcon>
#include <QPainter>

#include <algorithm>

namespace chatroom::clientgui {

namespace {

constexpr int kWrapped = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap | Qt::AlignAbsolute;
constexpr int kOneLine = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::AlignAbsolute;

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::MessageView", text);
}

RowNote noteOf(const RowInput& input)
{
    RowNote note;
    const client::ChatLine& line = input.line;
    if (input.leaving != Leaving::No) {
        note.kind = RowNote::Kind::Leaving;
        note.text = tr("Deleting\u2026");
        note.action = input.leaving == Leaving::Undoable ? tr("Undo") : QString();
    } else if (line.state == client::DeliveryState::Failed) {
        note.kind = RowNote::Kind::Failed;
        note.text = line.detail.isEmpty() ? tr("Not sent") : tr("Not sent: %1").arg(line.detail);
        note.action = tr("Try again");
    } else if (line.isUnseen && !line.isDeleted && !input.goesOnUnseen) {
        note.kind = RowNote::Kind::Unseen;
        note.text = tr("Sent, but nobody there yet");
    }
    return note;
}

} // namespace

RowNote layOutNote(const RowInput& input, const MessageStyle& style, int top)
{
    RowNote note = noteOf(input);
    if (note.kind == RowNote::Kind::None)
        return note;
    const QFontMetrics metrics(style.secondary);
    const int iconRoom = style.metrics.smallIcon() + style.metrics.unit();
    const int actionWidth = note.action.isEmpty() ? 0 : metrics.horizontalAdvance(note.action) + 1;
    const int room = style.textWidth - iconRoom - (actionWidth > 0 ? actionWidth + style.metrics.gap() : 0);
    const int width = metrics.horizontalAdvance(note.text) + 1;
    const int height = style.secondaryHeight;
    if (width <= room) {
        note.box = QRect(style.textLeft, top, iconRoom + width, height);
        if (actionWidth > 0)
            note.actionBox = QRect(note.box.right() + 1 + style.metrics.gap(), top, actionWidth, height);
        return note;
    }
    // The reason is told whole; what to do stands below it.
    const QRect wide(style.textLeft + iconRoom, top, std::max(1, style.textWidth - iconRoom), 0);
    const int wrapped = metrics.boundingRect(wide, kWrapped, note.text).height();
    note.isWrapped = true;
    note.box = QRect(style.textLeft, top, style.textWidth, wrapped + style.metrics.px(2));
    if (actionWidth > 0)
        note.actionBox = QRect(wide.left(), note.box.bottom() + 1, actionWidth, height);
    return note;
}

int bottomOf(const RowNote& note, const MessageStyle& style)
{
    return std::max(note.box.bottom(), note.actionBox.bottom()) + 1 + style.metrics.px(2);
}

void paintNote(QPainter& painter, const RowNote& note, const QIcon& icon, const MessageStyle& style)
{
    const int size = style.metrics.smallIcon();
    const int firstLine = note.isWrapped ? QFontMetrics(style.secondary).height() : note.box.height();
    icon.paint(&painter, QRect(note.box.left(), note.box.top() + (firstLine - size) / 2, size, size));
    painter.setFont(style.secondary);
    painter.setPen(note.kind == RowNote::Kind::Failed ? style.palette.danger : style.palette.muted);
    drawWords(painter, note.box.adjusted(size + style.metrics.unit(), 0, 0, 0), note.isWrapped ? kWrapped : kOneLine, note.text);
    if (note.actionBox.isNull())
        return;
    QFont underlined = style.secondary;
    underlined.setUnderline(true);
    painter.setFont(underlined);
    painter.setPen(style.palette.accent);
    painter.drawText(note.actionBox, kOneLine, note.action);
}

} // namespace chatroom::clientgui
