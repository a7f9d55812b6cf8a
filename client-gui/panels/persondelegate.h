// A row of the people panel: disc, name, and a mark for those in charge.
#pragma once

#include <QStyledItemDelegate>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class PersonDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    PersonDelegate(const widgets::Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index) override;

private:
    const widgets::Theme& m_theme;
};

} // namespace chatroom::clientgui
