#include "client/models/linemodel.h"

#include <algorithm>
#include <iterator>

namespace chatroom::client {

namespace {

// Between two lines that come one after the other: room for a million that come between them later.
constexpr std::int64_t kStep = std::int64_t{1} << 20;

} // namespace

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
    case AccountRole: return each.account;
    case ReplyToRole: return each.replyTo;
    case ReactionsRole: return QVariant::fromValue(each.reactions);
    case IsDeletedRole: return each.isDeleted;
    case DeletedByRole: return each.deletedBy;
    case IsUnseenRole: return each.isUnseen;
    default: return {};
    }
}

QHash<int, QByteArray> LineModel::roleNames() const
{
    return {{IdRole, "lineId"},           {KindRole, "kind"},           {StateRole, "state"},      {TimeRole, "time"},
            {AuthorRole, "author"},       {TextRole, "text"},           {DetailRole, "detail"},    {IsOwnRole, "isOwn"},
            {IsMentionRole, "isMention"}, {AccountRole, "account"},     {ReplyToRole, "replyTo"},  {ReactionsRole, "reactions"},
            {IsDeletedRole, "isDeleted"}, {DeletedByRole, "deletedBy"}, {IsUnseenRole, "isUnseen"}};
}

const ChatLine& LineModel::line(int row) const
{
    return m_lines.at(static_cast<std::size_t>(row));
}

std::optional<int> LineModel::rowOf(LineId id) const
{
    const auto place = m_places.find(id);
    if (place == m_places.end())
        return std::nullopt;
    const auto found = std::ranges::lower_bound(m_lines, place->second, {}, &ChatLine::place);
    Q_ASSERT(found != m_lines.end() && found->id == id);
    return static_cast<int>(found - m_lines.begin());
}

std::optional<int> LineModel::rowOfMessage(const QString& messageId) const
{
    const auto found = m_messages.find(messageId);
    return found == m_messages.end() ? std::nullopt : rowOf(*found);
}

void LineModel::append(ChatLine line)
{
    std::vector<ChatLine> one;
    one.push_back(std::move(line));
    append(std::move(one));
}

void LineModel::append(std::vector<ChatLine> lines)
{
    if (lines.size() > static_cast<std::size_t>(m_maximum))
        lines.erase(lines.begin(), lines.end() - m_maximum);
    std::int64_t place = m_lines.empty() ? 0 : m_lines.back().place;
    for (ChatLine& each : lines)
        each.place = place += kStep;
    insert(m_lines.size(), std::move(lines));
    trim();
}

void LineModel::prepend(std::vector<ChatLine> lines)
{
    const auto room = static_cast<std::size_t>(std::max(0, m_maximum - rowCount()));
    if (lines.size() > room)
        lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(room));
    std::int64_t place = m_lines.empty() ? 0 : m_lines.front().place;
    for (auto each = lines.rbegin(); each != lines.rend(); ++each)
        each->place = place -= kStep;
    insert(0, std::move(lines));
}

void LineModel::insertBefore(LineId id, std::vector<ChatLine> lines)
{
    const std::optional<int> row = rowOf(id);
    if (!row)
        return append(std::move(lines));
    if (*row == 0)
        return prepend(std::move(lines));
    insertWithin(static_cast<std::size_t>(*row), std::move(lines));
    trim();
}

void LineModel::insertWithin(std::size_t row, std::vector<ChatLine> lines)
{
    const auto count = static_cast<std::int64_t>(lines.size());
    if (m_lines[row].place - m_lines[row - 1].place <= count)
        renumber();
    // After it there is a step between neighbours, and fewer lines are kept than a step has places.
    const std::int64_t above = m_lines[row - 1].place;
    const std::int64_t step = (m_lines[row].place - above) / (count + 1);
    std::int64_t place = above;
    for (ChatLine& each : lines)
        each.place = place += step;
    insert(row, std::move(lines));
}

void LineModel::insert(std::size_t row, std::vector<ChatLine> lines)
{
    if (lines.empty())
        return;
    const int first = static_cast<int>(row);
    beginInsertRows({}, first, first + static_cast<int>(lines.size()) - 1);
    for (const ChatLine& each : lines)
        enter(each);
    m_lines.insert(m_lines.begin() + static_cast<std::ptrdiff_t>(row), std::make_move_iterator(lines.begin()),
                   std::make_move_iterator(lines.end()));
    endInsertRows();
}

void LineModel::renumber()
{
    std::int64_t place = 0;
    for (ChatLine& each : m_lines)
        m_places[each.id] = each.place = place += kStep;
}

void LineModel::trim()
{
    const auto maximum = static_cast<std::size_t>(m_maximum);
    if (m_lines.size() <= maximum)
        return;
    // A twentieth more than needed goes, so that a full model does not remove a row for each row that comes.
    const std::size_t step = std::max<std::size_t>(maximum / 20, 1);
    const std::size_t excess = std::min(m_lines.size() - maximum + step - 1, m_lines.size() - 1);
    remove(0, static_cast<int>(excess));
}

void LineModel::enter(const ChatLine& line)
{
    m_places[line.id] = line.place;
    if (!line.messageId.isEmpty() && !m_messages.contains(line.messageId))
        m_messages.insert(line.messageId, line.id);
}

void LineModel::forget(const ChatLine& line)
{
    m_places.erase(line.id);
    if (const auto found = m_messages.find(line.messageId); found != m_messages.end() && *found == line.id)
        m_messages.erase(found);
}

void LineModel::update(LineId id, const ChatLine& line)
{
    const std::optional<int> row = rowOf(id);
    if (!row)
        return;
    ChatLine& kept = m_lines[static_cast<std::size_t>(*row)];
    const std::int64_t place = kept.place;
    forget(kept);
    kept = line;
    kept.id = id; // rows are found by it: it never changes
    kept.place = place;
    enter(kept);
    Q_EMIT dataChanged(index(*row), index(*row));
}

void LineModel::remove(LineId id)
{
    if (const std::optional<int> row = rowOf(id))
        remove(*row, 1);
}

void LineModel::remove(int first, int count)
{
    if (count <= 0)
        return;
    const auto begin = m_lines.begin() + first;
    beginRemoveRows({}, first, first + count - 1);
    std::for_each(begin, begin + count, [this](const ChatLine& each) { forget(each); });
    m_lines.erase(begin, begin + count);
    endRemoveRows();
}

} // namespace chatroom::client
