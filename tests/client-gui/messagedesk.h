// Lines for a list of messages, and a list to look at them in.
#pragma once

#include "client-gui/messageview/messageview.h"
#include "client-gui/messageview/rowlayout.h"
#include "client/models/linemodel.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QMap>
#include <QMouseEvent>
#include <QTest>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace chatroom::tests {

using namespace Qt::Literals::StringLiterals;
using client::ChatLine;
using client::LineId;
using client::LineKind;
using client::LineModel;
using clientgui::MessageView;
using clientgui::RowLayout;

inline const QDateTime kNoon(QDate(2026, 3, 2), QTime(12, 0), Qt::LocalTime);

class Lines final
{
public:
    ChatLine make(const QString& author, const QString& text, LineKind kind = LineKind::Message)
    {
        ChatLine line;
        line.id = LineId{++m_last};
        line.author = author;
        line.text = text;
        line.kind = kind;
        line.time = time.toUTC();
        time = time.addSecs(secondsBetween);
        return line;
    }
    void say(const QString& author, const QString& text, LineKind kind = LineKind::Message) { model.append(make(author, text, kind)); }
    // With a msgid: "m1", "m2" by their number.
    ChatLine identified(const QString& author, const QString& text)
    {
        ChatLine line = make(author, text);
        line.messageId = u"m%1"_s.arg(line.id.value);
        return line;
    }
    ChatLine answer(const QString& author, const QString& text, const QString& replyTo)
    {
        ChatLine line = identified(author, text);
        line.replyTo = replyTo;
        return line;
    }
    ChatLine own(const QString& text)
    {
        ChatLine line = identified(u"Me"_s, text);
        line.isOwn = true;
        line.state = client::DeliveryState::Sent;
        return line;
    }
    // Changes the line of a row.
    void change(int row, const std::function<void(ChatLine&)>& how)
    {
        ChatLine line = model.line(row);
        how(line);
        model.update(line.id, line);
    }
    void sayMany(int count)
    {
        std::vector<ChatLine> lines;
        for (int i = 0; i < count; ++i)
            lines.push_back(make(i % 3 == 0 ? u"Ann"_s : u"Bob"_s, u"Message %1. %2"_s.arg(i).arg(QString(i % 200, u'x'))));
        model.append(std::move(lines));
    }

    // As a page of the history comes: a minute apart, before all that is there; the oldest first.
    std::vector<ChatLine> earlier(int count)
    {
        std::vector<ChatLine> lines;
        earliest = earliest.addSecs(-60 * count);
        const QDateTime later = std::exchange(time, earliest);
        for (int i = 0; i < count; ++i)
            lines.push_back(make(i % 3 == 0 ? u"Ann"_s : u"Bob"_s, u"Earlier %1. %2"_s.arg(i).arg(QString(i * 7 % 200, u'y'))));
        time = later;
        return lines;
    }
    ChatLine gap()
    {
        ChatLine line = make({}, {}, LineKind::Gap);
        line.time = {};
        return line;
    }

    LineModel model;
    QDateTime earliest = kNoon;
    QDateTime time = kNoon;
    int secondsBetween = 60;

private:
    std::uint64_t m_last = 0;
};

// Where the texts that are seen stand in the viewport, by line.
inline QMap<quint64, int> seenTexts(MessageView& view)
{
    QMap<quint64, int> places;
    for (int row = 0; row < view.lines()->rowCount(); ++row) {
        const QRect rect = view.rowRect(row);
        if (rect.height() == 0 || rect.top() >= view.viewport()->height() || rect.bottom() < 0)
            continue;
        const RowLayout* layout = view.layoutOf(row);
        if (!layout->blocks.empty())
            places[view.lines()->line(row).id.value] = rect.top() + static_cast<int>(layout->blocks.front().position.y());
    }
    return places;
}

// As the mouse does, wherever it has been before.
inline void hoverOver(MessageView& view, const QPoint& at)
{
    QMouseEvent move(QEvent::MouseMove, at, view.viewport()->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(view.viewport(), &move);
}

// A list of 600 by 400 and the lines in it.
class MessageDesk final
{
public:
    MessageDesk() : theme(*qApp, widgets::ThemeChoice::Light), view(theme)
    {
        view.resize(600, 400);
        view.show();
    }
    void showLines()
    {
        view.setLines(&lines.model, {});
        paint();
    }
    void paint() { view.viewport()->grab(); }
    [[nodiscard]] const RowLayout& layout(int row) { return *view.layoutOf(row); }
    void hover(const QPoint& at) { hoverOver(view, at); }
    // Everything may be done.
    void allowAll()
    {
        view.setAbilities({.canReply = true, .canReact = true, .canDelete = [](LineId) { return true; }});
    }
    void focus()
    {
        view.activateWindow();
        view.setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&view));
    }
    // Just behind the left edge of the character at `offset` of the row's text, half a line down.
    [[nodiscard]] QPoint textPoint(int row, int offset)
    {
        const clientgui::TextBlock& block = view.layoutOf(row)->blocks.at(0);
        const QTextLine line = block.layout->lineForTextPosition(offset);
        const QPointF inRow = block.position + QPointF(line.cursorToX(offset) + 1, line.y() + line.height() / 2);
        return view.rowRect(row).topLeft() + inRow.toPoint();
    }
    [[nodiscard]] QMap<quint64, int> seen() { return seenTexts(view); }
    // The middle of a part of a row.
    [[nodiscard]] QPoint partPoint(int row, const QRect& part) { return view.rowRect(row).topLeft() + part.center(); }
    void click(const QPoint& at) { QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at); }
    void drag(const QPoint& from, const QPoint& to)
    {
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(view.viewport(), (from + to) / 2);
        QTest::mouseMove(view.viewport(), to);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
    }

    widgets::Theme theme;
    Lines lines;
    MessageView view;
};

} // namespace chatroom::tests
