// The emoji that a picker shows: those of one group, those used lately, or what was searched for.
#pragma once

#include "client-gui/emoji/emojitable.h"

#include <QAbstractListModel>

#include <vector>

namespace chatroom::clientgui {

class EmojiModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr int kMostFound = 120;

    explicit EmojiModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    void showGroup(int group);
    void showThese(const QStringList& texts); // those that are in the table
    void search(const QString& typed);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    // DisplayRole: the emoji. ToolTipRole and AccessibleTextRole: its name.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] const Emoji* emoji(int row) const; // null: no such row

private:
    void show(std::vector<const Emoji*> emoji);

    std::vector<const Emoji*> m_emoji;
};

} // namespace chatroom::clientgui
