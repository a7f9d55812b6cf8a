// The conversations of a session for the left panel: the server, rooms by name, people by name.
#pragma once

#include "client/conversation.h"

#include <QAbstractListModel>
#include <QTimer>

#include <set>
#include <vector>

namespace chatroom::client {

class ConversationListModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role : int { ConversationRole = Qt::UserRole + 1, KindRole, UnreadRole, MentionsRole, IsJoinedRole, IsAwayRole };

    explicit ConversationListModel(QObject* parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override; // DisplayRole: the name
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] Conversation* conversation(int row) const;
    [[nodiscard]] int rowOf(const Conversation* conversation) const; // -1: none

    void insert(Conversation* conversation);
    void remove(Conversation* conversation);

private:
    void follow(Conversation* conversation, Conversation::Changes what);
    void tell(const Conversation* conversation);

    std::vector<Conversation*> m_conversations;
    // What is unread is counted with each line: it is told of at once, and then so often as one can follow it.
    QTimer m_frame;
    std::set<Conversation*> m_untold;
};

} // namespace chatroom::client
