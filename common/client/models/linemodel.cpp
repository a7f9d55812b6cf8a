#include "client/models/linemodel.h"

#include <algorithm>
#include <iterator>

namespace chatroom::client {

LineModel::LineModel(int maximum, QObject* parent) : QAbstractListModel(parent), m_maximum(std::max(1, maximum)) {}

int LineModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant LineModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ChatLine& each = line(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case TextRole: return each.text;
    case IdRole: return static_cast<quint64>(each.id.value);
    case KindRole: return static_cast<int>(each.kind);
    case StateRole: return static_cast<int>(each.state);
    case TimeRole: return each.time;
    case AuthorRole: return each.author;
    case DetailRole: return each.detail;
    case IsOwnRole: return each.isOwn;
    case IsMentionRole: return each.isMention;
    default: return {};
    }
}

QHash<int, QByteArray> LineModel::roleNames() const
{
    return {{IdRole, "lineId"}, {KindRole, "kind"},     {StateRole, "state"}, {TimeRole, "time"},          {AuthorRole, "author"},
            {TextRole, "text"}, {DetailRole, "detail"}, {IsOwnRole, "isOwn"}, {IsMentionRole, "isMention"}};
}

const ChatLine& LineModel::line(int row) const
{
    return m_lines.at(static_cast<std::size_t>(row));
}

std::optional<int> LineModel::rowOf(LineId id) const
{
    const auto found =
        std::lower_bound(m_lines.begin(), m_lines.end(), id, [](const ChatLine& each, LineId wanted) { return each.id < wanted; });
    if (found == m_lines.end() || found->id != id)
        return std::nullopt;
    return static_cast<int>(found - m_lines.begin());
}

void LineModel::append(ChatLine line)
{
    std::vector<ChatLine> one;
    one.push_back(std::move(line));
    append(std::move(one));
}

void LineModel::append(std::vector<ChatLine> lines)
{
    const auto maximum = static_cast<std::size_t>(m_maximum);
    if (lines.size() > maximum)
        lines.erase(lines.begin(), lines.end() - m_maximum);
    if (lines.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(lines.size()) - 1);
    std::move(lines.begin(), lines.end(), std::back_inserter(m_lines));
    endInsertRows();
    if (m_lines.size() <= maximum)
        return;
    // A twentieth more than needed goes, so that a full model does not remove a row for each row that comes.
    const std::size_t step = std::max<std::size_t>(maximum / 20, 1);
    const std::size_t excess = std::min(m_lines.size() - maximum + step - 1, m_lines.size() - 1);
    beginRemoveRows({}, 0, static_cast<int>(excess) - 1);
    m_lines.erase(m_lines.begin(), m_lines.begin() + static_cast<std::ptrdiff_t>(excess));
    endRemoveRows();
}

void LineModel::update(LineId id, const ChatLine& line)
{
    const std::optional<int> row = rowOf(id);
    if (!row)
        return;
    ChatLine& kept = m_lines[static_cast<std::size_t>(*row)];
    kept = line;
    kept.id = id; // rows are found by it: it never changes
    Q_EMIT dataChanged(index(*row), index(*row));
}

void LineModel::remove(LineId id)
{
    const std::optional<int> row = rowOf(id);
    if (!row)
        return;
    beginRemoveRows({}, *row, *row);
    m_lines.erase(m_lines.begin() + *row);
    endRemoveRows();
}

} // namespace chatroom::client
