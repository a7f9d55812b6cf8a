// The rooms that exist: one row each.
#pragma once

#include "models/rowsmodel.h"
#include "server/serverevents.h"

#include <QString>

#include <optional>

namespace chatroom::servergui {

struct Room final
{
    QByteArray id; // as the server knows it
    QString name, topic;
    int people = 0;
    quint64 messages = 0;
    std::optional<quint64> entries; // in the history; none: nothing is kept
    Timestamp created;
    std::chrono::minutes age{};
    friend bool operator==(const Room&, const Room&) = default;
};

class RoomsModel final : public RowsModel<Room, QByteArray>
{
    Q_OBJECT

public:
    enum Column : int { Name, People, Topic, Messages, History, Age, ColumnCount };
    enum Role : int { SortRole = Qt::UserRole };

    explicit RoomsModel(QObject* parent = nullptr);

    void follow(const server::ServerSnapshot& snapshot);
    [[nodiscard]] std::optional<Room> room(const QModelIndex& index) const;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QByteArray keyOf(const Room& room) const override;
    [[nodiscard]] QString shown(const Room& room, int column) const;
    [[nodiscard]] QVariant sortKey(const Room& room, int column) const;
    [[nodiscard]] QString hint(const Room& room, int column) const;
};

} // namespace chatroom::servergui
