#include "client-gui/emoji/emojimodel.h"

#include "widgets/plaintext.h"

namespace chatroom::clientgui {

void EmojiModel::show(std::vector<const Emoji*> emoji)
{
    beginResetModel();
    m_emoji = std::move(emoji);
    endResetModel();
}

void EmojiModel::showGroup(int group)
{
    std::vector<const Emoji*> found;
    for (const Emoji& each : allEmoji()) {
        if (each.group == group)
            found.push_back(&each);
    }
    show(std::move(found));
}

void EmojiModel::showThese(const QStringList& texts)
{
    std::vector<const Emoji*> found;
    for (const QString& text : texts) {
        if (const Emoji* each = emojiByText(text))
            found.push_back(each);
    }
    show(std::move(found));
}

void EmojiModel::search(const QString& typed)
{
    show(findEmoji(typed, kMostFound));
}

int EmojiModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_emoji.size());
}

QVariant EmojiModel::data(const QModelIndex& index, int role) const
{
    const Emoji* each = index.isValid() ? emoji(index.row()) : nullptr;
    if (!each)
        return {};
    switch (role) {
    case Qt::DisplayRole: return each->text;
    case Qt::ToolTipRole: return widgets::toolTipText(each->name);
    case Qt::AccessibleTextRole: return each->name;
    default: return {};
    }
}

const Emoji* EmojiModel::emoji(int row) const
{
    return row >= 0 && row < rowCount() ? m_emoji[static_cast<std::size_t>(row)] : nullptr;
}

} // namespace chatroom::clientgui
