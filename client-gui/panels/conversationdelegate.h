// A row of the left panel: a room, a person or the server, with what is unread; headings where a kind begins.
#pragma once

#include <QStyledItemDelegate>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class ConversationDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    ConversationDelegate(const widgets::Theme& theme, QObject* parent);

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    [[nodiscard]] bool hasHeading(const QModelIndex& index) const;
    [[nodiscard]] int headingHeight() const;
    void paintHeading(QPainter& painter, const QRect& box, const QModelIndex& index) const;
    void paintSign(QPainter& painter, const QRect& box, const QModelIndex& index) const;

    const widgets::Theme& m_theme;
};

// "lobby" for "#lobby": the sign stands before it.
[[nodiscard]] QString shownRoomName(const QString& name);

} // namespace chatroom::clientgui
