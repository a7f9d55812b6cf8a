// The rooms that a server lists (LIST), by people and then by name. Filled as the answers come; bounded.
#pragma once

#include <QAbstractListModel>
#include <QString>

#include <vector>

namespace chatroom::client {

struct ListedRoom final
{
    QString name, topic;
    int people = 0;
};

class RoomDirectoryModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role : int { NameRole = Qt::UserRole + 1, TopicRole, PeopleRole };

    explicit RoomDirectoryModel(QObject* parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override; // DisplayRole: the name
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] const ListedRoom& room(int row) const;
    [[nodiscard]] bool isLoading() const;

    void begin();
    void add(ListedRoom room); // ignored past 20,000
    void finish();

Q_SIGNALS:
    void loadingChanged(bool isLoading);

private:
    std::vector<ListedRoom> m_rooms;    // shown
    std::vector<ListedRoom> m_incoming; // until finish()
    bool m_isLoading = false;
};

} // namespace chatroom::client
