#include "client/models/conversationlistmodel.h"

#include "client/conversation.h"

#include <algorithm>

namespace chatroom::client {

namespace {

bool comesBefore(const Conversation* a, const Conversation* b)
{
    if (a->kind() != b->kind())
        return a->kind() < b->kind();
    const int order = QString::compare(a->name(), b->name(), Qt::CaseInsensitive);
    return order != 0 ? order < 0 : a->name() < b->name();
}

} // namespace

ConversationListModel::ConversationListModel(QObject* parent) : QAbstractListModel(parent) {}

int ConversationListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_conversations.size());
}

QVariant ConversationListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    Conversation* each = conversation(index.row());
    switch (role) {
    case Qt::DisplayRole: return each->name();
    case ConversationRole: return QVariant::fromValue(each);
    case KindRole: return static_cast<int>(each->kind());
    case UnreadRole: return each->unread();
    case MentionsRole: return each->mentions();
    case IsJoinedRole: return each->isJoined();
    case IsAwayRole: return each->isPersonAway();
    default: return {};
    }
}

QHash<int, QByteArray> ConversationListModel::roleNames() const
{
    return {{Qt::DisplayRole, "name"},  {ConversationRole, "conversation"}, {KindRole, "kind"},    {UnreadRole, "unread"},
            {MentionsRole, "mentions"}, {IsJoinedRole, "isJoined"},         {IsAwayRole, "isAway"}};
}

Conversation* ConversationListModel::conversation(int row) const
{
    return m_conversations.at(static_cast<std::size_t>(row));
}

int ConversationListModel::rowOf(const Conversation* conversation) const
{
    const auto found = std::find(m_conversations.begin(), m_conversations.end(), conversation);
    return found == m_conversations.end() ? -1 : static_cast<int>(found - m_conversations.begin());
}

void ConversationListModel::insert(Conversation* conversation)
{
    const auto place = std::lower_bound(m_conversations.begin(), m_conversations.end(), conversation, comesBefore);
    const int row = static_cast<int>(place - m_conversations.begin());
    beginInsertRows({}, row, row);
    m_conversations.insert(place, conversation);
    endInsertRows();
    connect(conversation, &Conversation::changed, this, [this, conversation](Conversation::Changes what) {
        const int at = rowOf(conversation);
        if (at < 0)
            return;
        if (what.testFlag(Conversation::Name)) { // a person has another name, and so another place
            remove(conversation);
            insert(conversation);
            return;
        }
        Q_EMIT dataChanged(index(at), index(at));
    });
}

void ConversationListModel::remove(Conversation* conversation)
{
    const int row = rowOf(conversation);
    if (row < 0)
        return;
    disconnect(conversation, nullptr, this, nullptr);
    beginRemoveRows({}, row, row);
    m_conversations.erase(m_conversations.begin() + row);
    endRemoveRows();
}

} // namespace chatroom::client
