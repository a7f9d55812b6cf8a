// The lines of a conversation, oldest first, as a model without widgets. Rows come in at the end (or at the front, when
// older ones are loaded) and change in place; nothing is ever reset while a conversation lives.
#pragma once

#include "client/chatline.h"

#include <QAbstractListModel>

#include <deque>
#include <optional>
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
    };

    // At most `maximum` lines are kept; the oldest go first, in steps, so that the cost stays flat.
    explicit LineModel(int maximum = 200'000, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] const ChatLine& line(int row) const;       // the fast way for a view: no QVariant
    [[nodiscard]] std::optional<int> rowOf(LineId id) const; // O(log n)

    void append(ChatLine line);
    void append(std::vector<ChatLine> lines); // one insertion
    void update(LineId id, const ChatLine& line);
    void remove(LineId id);

private:
    std::deque<ChatLine> m_lines; // ids ascend
    int m_maximum;
};

} // namespace chatroom::client
