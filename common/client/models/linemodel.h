// The lines of a conversation, oldest first, as a model without widgets. Rows come in at the end, at the front when older ones are
// loaded, and in the middle where something was missed; they change in place; nothing is ever reset while a conversation lives.
#pragma once

#include "client/chatline.h"

#include <QAbstractListModel>
#include <QHash>

#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace chatroom::client {

class LineModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role : int {
        IdRole = Qt::UserRole + 1, // quint64
        KindRole,                  // int of LineKind
        StateRole,                 // int of DeliveryState
        TimeRole,                  // QDateTime, UTC
        AuthorRole,
        TextRole, // also Qt::DisplayRole
        DetailRole,
        IsOwnRole,
        IsMentionRole,
        AccountRole,
        ReplyToRole,   // msgid
        ReactionsRole, // QList<Reaction>
        IsDeletedRole,
        DeletedByRole,
        IsUnseenRole,
    };

    // At most `maximum` lines are kept. Of those that are appended the oldest go first, in steps, so that the cost stays flat;
    // of older ones that are put before them only the newest that still fit are taken.
    explicit LineModel(int maximum = 200'000, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] const ChatLine& line(int row) const;       // the fast way for a view: no QVariant
    [[nodiscard]] std::optional<int> rowOf(LineId id) const; // O(log n)
    // The line with that msgid; of several the first that came. O(log n)
    [[nodiscard]] std::optional<int> rowOfMessage(const QString& messageId) const;
    [[nodiscard]] bool isFull() const { return rowCount() >= m_maximum; }

    // Each gives its lines their place and is one insertion. An id is never given twice.
    void append(ChatLine line);
    void append(std::vector<ChatLine> lines);
    void prepend(std::vector<ChatLine> lines);
    void insertBefore(LineId id, std::vector<ChatLine> lines); // at the end where there is no such line
    void update(LineId id, const ChatLine& line);              // all but its id and place
    void remove(LineId id);
    void remove(int first, int count); // one removal

private:
    void insert(std::size_t row, std::vector<ChatLine> lines);
    void insertWithin(std::size_t row, std::vector<ChatLine> lines);
    void renumber();
    void trim();
    void enter(const ChatLine& line); // in the indices
    void forget(const ChatLine& line);

    std::deque<ChatLine> m_lines; // places ascend
    std::unordered_map<LineId, std::int64_t> m_places;
    QHash<QString, LineId> m_messages;
    int m_maximum;
};

} // namespace chatroom::client
