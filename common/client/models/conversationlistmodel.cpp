#include "client/models/conversationlistmodel.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace chatroom::client {

namespace {

constexpr std::chrono::milliseconds kFrame{33};

bool comesBefore(const Conversation* a, const Conversation* b)
{
    if (a->kind() != b->kind())
        return a->kind() < b->kind();
    const int order = QString::compare(a->name(), b->name(), Qt::CaseInsensitive);
    return order != 0 ? order < 0 : a->name() < b->name();
}

} // namespace

ConversationListModel::ConversationListModel(QObject* parent) : QAbstractListModel(parent)
{
    m_frame.setSingleShot(true);
    m_frame.setInterval(kFrame);
    connect(&m_frame, &QTimer::timeout, this, [this] {
        if (m_untold.empty())
            return;
        m_frame.start();
        for (const Conversation* each : std::exchange(m_untold, {}))
            tell(each);
    });
}

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
    connect(conversation, &Conversation::changed, this, [this, conversation](Conversation::Changes what) { follow(conversation, what); });
}

void ConversationListModel::follow(Conversation* conversation, Conversation::Changes what)
{
    if (rowOf(conversation) < 0)
        return;
    if (what.testFlag(Conversation::Name)) { // a person has another name, and so another place
        remove(conversation);
        insert(conversation);
        return;
    }
    if (what != Conversation::Unread)
        return tell(conversation);
    if (m_frame.isActive()) {
        m_untold.insert(conversation);
        return;
    }
    m_frame.start();
    tell(conversation);
}

void ConversationListModel::tell(const Conversation* conversation)
{
    const int row = rowOf(conversation);
    Q_EMIT dataChanged(index(row), index(row));
}

void ConversationListModel::remove(Conversation* conversation)
{
    const int row = rowOf(conversation);
    if (row < 0)
        return;
    disconnect(conversation, nullptr, this, nullptr);
    m_untold.erase(conversation);
    beginRemoveRows({}, row, row);
    m_conversations.erase(m_conversations.begin() + row);
    endRemoveRows();
}

} // namespace chatroom::client
