// Cells with a picture before the text: a person's disc, a lock.
#pragma once

#include <QStyledItemDelegate>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class NameDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit NameDelegate(const widgets::Theme& theme, QObject* parent = nullptr);

private:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

    const widgets::Theme& m_theme;
};

// "Yes" has a closed lock before it.
class LockDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit LockDelegate(const widgets::Theme& theme, QObject* parent = nullptr);

private:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

    const widgets::Theme& m_theme;
};

} // namespace chatroom::servergui
