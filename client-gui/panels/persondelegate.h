// A row of the people panel: disc, shown name, what they say of themselves beside it, and marks for bots and those in charge.
#pragma once

#include <QStyledItemDelegate>

#include <functional>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class PersonDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using Card = std::function<QString(const QModelIndex& index)>; // rich text, for the tooltip

    PersonDelegate(const widgets::Theme& theme, Card card, QObject* parent)
        : QStyledItemDelegate(parent), m_theme(theme), m_card(std::move(card))
    {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index) override;

private:
    [[nodiscard]] int paintMarks(QPainter& painter, const QRect& bar, const QModelIndex& index) const; // where they begin
    void paintNames(QPainter& painter, const QRect& box, const QModelIndex& index) const;

    const widgets::Theme& m_theme;
    Card m_card;
};

} // namespace chatroom::clientgui
