// The messages of one conversation: a view on a LineModel that lays out and paints only what is seen.
//
// Heights out of sight are estimates, put right when a row comes into view, while what is in view stays where it is: also when
// lines come in above or in the middle. GUI thread. Text of others is only ever drawn, never interpreted but by markup.h.
//
// messageview.cpp has what the model does, messageviewscroll.cpp where everything stands, messageviewpaint.cpp what is seen,
// messageviewinput.cpp the mouse, messageviewtips.cpp what it is told, messageviewkeys.cpp the keys, messageviewactions.cpp what
// can be pressed, messageviewmenu.cpp what can be done with a message.
#pragma once

#include "client-gui/messageview/foundtext.h"
#include "client-gui/messageview/historyhead.h"
#include "client-gui/messageview/layoutcache.h"
#include "client-gui/messageview/messagepainter.h"
#include "client-gui/messageview/messagestyle.h"
#include "client-gui/messageview/pendingdeletions.h"
#include "client-gui/messageview/rowbook.h"
#include "client-gui/messageview/rowsource.h"
#include "client-gui/messageview/selection.h"
#include "client-gui/messageview/viewabilities.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

class QMenu;
class QPushButton;
class QVariantAnimation;

namespace chatroom::widgets {
class EmptyState;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::clientgui {

class HoverToolbar;

class MessageView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit MessageView(const widgets::Theme& theme, QWidget* parent = nullptr);
    ~MessageView() override;

    // Null: nothing to show. The model outlives its being shown. Opens at the newest, or where the "New" line stands when
    // that is further up than a page.
    void setLines(client::LineModel* lines, client::LineId lastRead);
    void setLastRead(client::LineId lastRead);
    // What stands above the oldest line; `text` as HistoryHead takes it.
    void setHistory(HistoryHead::State state, const QString& text);
    // Says again what is needed of what is in view, whatever was said before: olderNeeded, gapNeeded.
    void lookAround();
    void setDensity(Density density);
    void setShowsComings(bool shows);
    // What the server can do, and what this person may do here; nothing until it is said.
    void setAbilities(const Abilities& abilities);
    // Without it nicknames are shown.
    void setNameCards(const NameCards& cards);
    void refreshNames(); // what the cards say has changed
    // Messages that wait for their deletion are deleted now. To be called before the lines become others' or go.
    void commitDeletions();
    void setUndoTime(std::chrono::milliseconds time) { m_deletions.setUndoTime(time); }
    // Marks every place where it occurs; empty: none.
    void setFoundText(const FoundText& found);
    // The row nearest to `from` that holds all of it, going up or down; -1: none.
    [[nodiscard]] int findRow(const FoundText& found, int from, bool isUpward) const;

    void scrollToNewest();
    // To the "New" line, when it is further up than a page.
    void showNew();
    void showRow(int row); // scrolls there, to the middle, and lights it up for a moment
    [[nodiscard]] bool isAtNewest() const { return m_sticks; }
    [[nodiscard]] int arrivedBelow() const { return m_arrived; }

    void selectAll();
    void copy() const;
    [[nodiscard]] QString selectedText() const;

    // For tests and assistive tools.
    [[nodiscard]] int rowsPainted() const { return m_rowsPainted; } // by the last paint event
    [[nodiscard]] std::size_t layoutsHeld() const { return m_cache.size(); }
    [[nodiscard]] std::uint64_t layoutsMade() const { return m_cache.inserted(); } // ever
    [[nodiscard]] int timesSettled() const { return m_timesSettled; }              // ever
    [[nodiscard]] QRect rowRect(int row) const;                                    // in the viewport
    [[nodiscard]] QRect historyRect() const; // in the viewport; null: nothing stands above the oldest line
    [[nodiscard]] const HistoryHead& history() const { return m_head; }
    [[nodiscard]] int flashedRow() const;        // the one that is lit up; -1: none
    [[nodiscard]] QString focusedAction() const; // what Enter would press; empty: nothing
    [[nodiscard]] int chosenRow() const;         // by the keyboard; -1: none
    [[nodiscard]] int hoveredRow() const { return m_hovered; }
    [[nodiscard]] QString tipAt(const QPoint& viewportPoint); // plain; empty: none
    [[nodiscard]] int rowAt(const QPoint& viewportPoint) const;
    [[nodiscard]] bool startsNew(int row) const;         // the "New" line stands above it
    [[nodiscard]] QString rowDescription(int row) const; // "[10:21] Ann: text"
    [[nodiscard]] const client::LineModel* lines() const { return m_lines; }
    [[nodiscard]] const RowLayout* layoutOf(int row);

Q_SIGNALS:
    void retryRequested(chatroom::client::LineId line);
    void replyAsked(chatroom::client::LineId line);
    void reactionToggled(chatroom::client::LineId line, const QString& emoji);
    void reactionPickerAsked(chatroom::client::LineId line, const QPoint& globalAt); // the picker's corner belongs there
    void deletionAsked(chatroom::client::LineId line);                               // the time to undo it is over
    void messageAsked(const QString& messageId);                                     // a reply's quote was pressed; not loaded
    // Less than a page and a half stands above what is seen, and there is more to be had. Said by itself, once for each view.
    void olderNeeded();
    void olderRequested(); // pressed: "Load earlier messages" or "Try again"
    // A gap came into view, or was pressed; `fromBelow`: one reads what is newer than it.
    void gapNeeded(chatroom::client::LineId gap, bool fromBelow);
    void personActivated(const QString& name); // a click on a disc or a name
    void linkActivated(const QString& target);
    void typedInto(QKeyEvent* event); // a printable key: belongs to the composer
    void newestReached();
    void readingChanged(chatroom::client::LineId line); // a line in view; invalid: at the newest

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool focusNextPrevChild(bool next) override;

private:
    // What can be pressed in the list.
    struct Action final
    {
        enum class Kind : std::uint8_t { Older, Gap, Retry, Undo, Quote, CopyCode, Fold, React, AddReaction };
        Kind kind{};
        client::LineId line; // that it belongs to
        QRect box;           // in the viewport
        QString text;
        int index = 0; // of several alike in one row
        [[nodiscard]] bool isSame(const Action& other) const { return kind == other.kind && line == other.line && index == other.index; }
        [[nodiscard]] bool isOfMessage() const { return kind >= Kind::Quote; } // the keyboard reaches it in the chosen message alone
    };
    struct Hit final
    {
        int row = -1;
        std::optional<TextPlace> place;
        const Span* link = nullptr;
        bool isPerson = false, isOnText = false, isOnMark = false;
        std::optional<Action> action;
    };
    // Where the text of a line stands in the viewport.
    struct Held final
    {
        client::LineId line;
        int y = 0;
    };

    void restyle();
    void connectToolbar();
    void listen();
    void onInserted(int first, int last);
    void onRemoved();
    void onChanged(int first, int last);
    void countArrived(int first, int last);
    void findLastRead();
    RowLayout& layoutFor(int row);
    void forgetLayout(int row);
    void forgetQuotesOf(int first, int last);
    void unfoldFound(int row);
    [[nodiscard]] int foundTop(const RowLayout& layout) const;
    void relay(int row); // lays it out anew, while what is in view stays
    // Lays out what is in view and keeps the anchor (or the end) where it is.
    void settle();
    void settleLater(); // once a frame, however much comes
    bool measureVisible(std::int64_t top);
    void moveBar(std::int64_t value, std::int64_t most);
    void takeAnchor();
    // Around a change of the model: the line in the middle of the view stays, whatever comes or goes around it.
    void hold(int firstLeaving, int lastLeaving);
    void keepHeld();
    [[nodiscard]] int textTop(int row); // from the row's top
    void lookAroundNow();
    void lookForGap();
    void placeNewestButton();
    [[nodiscard]] std::int64_t scrolled() const;      // how much of the content is above the viewport
    [[nodiscard]] std::int64_t contentHeight() const; // with the head and the air below
    [[nodiscard]] std::int64_t contentTop() const;    // of row 0 in the viewport
    [[nodiscard]] Hit hitTest(const QPoint& at);
    void setHovered(int row);
    void hoverAgain();
    void placeToolbar();
    void updateCursor(const Hit& hit);
    void autoScroll();
    [[nodiscard]] RowLook lookOf(int row, const std::optional<RowRange>& selected) const;
    void showMenu(const Hit& hit, const QPoint& globalAt);
    void fillContextMenu(QMenu& menu, const Hit& hit, const QPoint& globalAt);
    void addMessageItems(QMenu& menu, int row, const QPoint& globalAt);
    void copyMessage(int row);
    [[nodiscard]] bool isActedOn(int row) const; // somebody has said it, and it is still there
    [[nodiscard]] bool canReply(int row) const;
    [[nodiscard]] bool canReact(int row) const;
    [[nodiscard]] bool canDelete(int row) const;
    void startDeletion(int row);
    void onDeletionChanged(client::LineId line);
    [[nodiscard]] QString nameTip(const client::ChatLine& line) const;
    [[nodiscard]] QString peopleText(const client::Reaction& reaction) const;
    [[nodiscard]] QString chipText(const client::ChatLine& line, const Chip& chip) const;
    [[nodiscard]] std::optional<Action> headAction() const;
    [[nodiscard]] std::vector<Action> rowActions(int row);
    [[nodiscard]] std::vector<Action> actionsInView();
    void press(const Action& action);
    bool pressFocused(const QKeyEvent& key);
    void setFocusedAction(const std::optional<Action>& action);
    void showQuoted(client::LineId line);
    void copyCode(client::LineId line, int card);
    void toggleFold(client::LineId line);
    [[nodiscard]] bool pressCommand(QKeyEvent& key);
    void choose(int row); // -1: none
    void chooseNext(int step);
    void makeVisible(int row);
    void paintRows(QPainter& painter, const QRect& area);
    void paintFocused(QPainter& painter);

    const widgets::Theme& m_theme;
    Abilities m_abilities;
    NameCards m_cards;
    PendingDeletions m_deletions;
    std::unordered_set<client::LineId> m_unfolded;
    QPointer<client::LineModel> m_lines;
    std::unique_ptr<RowBook> m_book;     // null without lines
    std::unique_ptr<RowSource> m_source; // of the book's rows
    MessageStyle m_style;
    Density m_density = Density::Comfortable;
    LayoutCache m_cache;
    Selection m_selection;
    PlanOptions m_options;
    client::LineId m_lastRead;
    FoundText m_found;
    HistoryHead m_head;

    bool m_sticks = true; // at the newest: stays there when more comes
    int m_arrived = 0;    // messages that came below while not there
    int m_anchorRow = 0;
    int m_anchorY = 0; // where the anchor's top is in the viewport
    bool m_isSettling = false;
    std::optional<Held> m_held;
    bool m_keepsBar = false;     // the bar is held, and what came above is none of its business until it is let go:
    std::int64_t m_aboveBar = 0; // so much of the content lies above what it knows of
    client::LineId m_askedGap;   // the gap in view that was told of
    std::optional<Action> m_focused;
    QTimer m_look;
    client::LineId m_reading; // that was told of
    QTimer m_frame;           // what came below is settled when it ends
    QElapsedTimer m_settledAt;

    client::LineId m_chosen; // by the keyboard
    int m_hovered = -1;
    int m_hoveredTop = 0;
    QRect m_hoveredAction; // in the viewport; null: none
    bool m_isMenuOpen = false;
    HoverToolbar* m_toolbar;
    bool m_isSelecting = false;
    QPoint m_pressedAt, m_mouseAt;
    int m_autoScrollTimer = 0;
    client::LineId m_flashed;
    double m_flash = 0;
    QVariantAnimation* m_flashing;
    QPushButton* m_newest;
    widgets::EmptyState* m_empty;
    RowIcons m_icons;
    int m_rowsPainted = 0;
    int m_timesSettled = 0;
    QTimer m_midnight;
};

} // namespace chatroom::clientgui
