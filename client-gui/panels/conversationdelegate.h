// A row of the left panel: a room, a person or the server, with what is unread; headings where a kind begins.
#pragma once

#include <QStyledItemDelegate>

#include <functional>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class ConversationDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using ShownName = std::function<QString(const QString& nickname)>; // of a person

    ConversationDelegate(const widgets::Theme& theme, ShownName shownName, QObject* parent);

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    [[nodiscard]] bool hasHeading(const QModelIndex& index) const;
    [[nodiscard]] int headingHeight() const;
    [[nodiscard]] QString shownName(const QModelIndex& index) const;
    void paintHeading(QPainter& painter, const QRect& box, const QModelIndex& index) const;
    void paintSign(QPainter& painter, const QRect& box, const QModelIndex& index) const;

    const widgets::Theme& m_theme;
    ShownName m_shownName;
};

// "lobby" for "#lobby": the sign stands before it.
[[nodiscard]] QString shownRoomName(const QString& name);

} // namespace chatroom::clientgui
