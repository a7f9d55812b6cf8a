// The messages of one conversation: a view on a LineModel that lays out and paints only what is seen.
//
// Heights out of sight are estimates, put right when a row comes into view, while what is in view stays where it is. GUI
// thread. Text of others is only ever drawn, never interpreted but by markup.h.
#pragma once

#include "client-gui/messageview/layoutcache.h"
#include "client-gui/messageview/messagepainter.h"
#include "client-gui/messageview/messagestyle.h"
#include "client-gui/messageview/rowbook.h"
#include "client-gui/messageview/selection.h"

#include <QAbstractScrollArea>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>

class QMenu;
class QPushButton;
class QVariantAnimation;

namespace chatroom::widgets {
class EmptyState;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::clientgui {

class MessageView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit MessageView(const widgets::Theme& theme, QWidget* parent = nullptr);
    ~MessageView() override;

    // Null: nothing to show. The model outlives its being shown.
    void setLines(client::LineModel* lines, client::LineId lastRead);
    void setLastRead(client::LineId lastRead);
    void setDensity(Density density);
    void setShowsComings(bool shows);
    // Marks every place where `text` occurs; empty: none.
    void setFoundText(const QString& text);
    // The row nearest to `from` that holds `text`, going up or down; -1: none.
    [[nodiscard]] int findRow(const QString& text, int from, bool isUpward) const;

    void scrollToNewest();
    void showRow(int row); // scrolls there and lights it up for a moment
    [[nodiscard]] bool isAtNewest() const { return m_sticks; }
    [[nodiscard]] int arrivedBelow() const { return m_arrived; }

    void selectAll();
    void copy() const;
    [[nodiscard]] QString selectedText() const;

    // For tests and assistive tools.
    [[nodiscard]] int rowsPainted() const { return m_rowsPainted; } // by the last paint event
    [[nodiscard]] std::size_t layoutsHeld() const { return m_cache.size(); }
    [[nodiscard]] std::uint64_t layoutsMade() const { return m_cache.inserted(); } // ever
    [[nodiscard]] QRect rowRect(int row) const;                                    // in the viewport
    [[nodiscard]] int rowAt(const QPoint& viewportPoint) const;
    [[nodiscard]] QString rowDescription(int row) const; // "[10:21] Ann: text"
    [[nodiscard]] const client::LineModel* lines() const { return m_lines; }
    [[nodiscard]] const RowLayout* layoutOf(int row);

Q_SIGNALS:
    void retryRequested(chatroom::client::LineId line);
    void personActivated(const QString& name); // a click on a disc or a name
    void linkActivated(const QString& target);
    void typedInto(QKeyEvent* event); // a printable key: belongs to the composer
    void newestReached();

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

private:
    struct Hit final
    {
        int row = -1;
        std::optional<TextPlace> place;
        const Span* link = nullptr;
        bool isPerson = false, isRetry = false, isOnText = false;
    };

    void restyle();
    void listen();
    void onInserted(int first, int last);
    void onRemoved(int first, int last);
    void onChanged(int first, int last);
    RowLayout& layoutFor(int row);
    void forgetLayout(int row);
    // Lays out what is in view and keeps the anchor (or the end) where it is.
    void settle();
    bool measureVisible(std::int64_t top);
    void takeAnchor();
    void placeNewestButton();
    [[nodiscard]] std::int64_t contentTop() const; // of row 0 in the viewport
    [[nodiscard]] Hit hitTest(const QPoint& at);
    void setHovered(int row);
    void updateCursor(const Hit& hit);
    void autoScroll();
    [[nodiscard]] RowLook lookOf(int row, const std::optional<RowRange>& selected) const;
    void fillContextMenu(QMenu& menu, const Hit& hit);

    const widgets::Theme& m_theme;
    QPointer<client::LineModel> m_lines;
    std::unique_ptr<RowBook> m_book; // null without lines
    MessageStyle m_style;
    Density m_density = Density::Comfortable;
    LayoutCache m_cache;
    Selection m_selection;
    PlanOptions m_options;
    QString m_found;

    bool m_sticks = true; // at the newest: stays there when more comes
    int m_arrived = 0;    // messages that came below while not there
    int m_anchorRow = 0;
    int m_anchorY = 0; // where the anchor's top is in the viewport
    bool m_isSettling = false;

    int m_hovered = -1;
    bool m_isSelecting = false;
    QPoint m_pressedAt, m_mouseAt;
    int m_autoScrollTimer = 0;
    client::LineId m_flashed;
    double m_flash = 0;
    QVariantAnimation* m_flashing;
    QPushButton* m_newest;
    widgets::EmptyState* m_empty;
    QIcon m_failureIcon;
    int m_rowsPainted = 0;
    QTimer m_midnight;
};

} // namespace chatroom::clientgui
