// Who is connected: one row a person.
#pragma once

#include "models/rowsmodel.h"
#include "server/serverevents.h"

#include <QString>

#include <optional>

namespace chatroom::servergui {

// What a row shows, decoded once when it changes and not at every painting.
struct Person final
{
    ConnectionId connection;
    QByteArray nickname;     // as the server knows it
    QList<QByteArray> rooms; // without the signs of rank
    QString name, shownRooms, about;
    QString account; // that they are signed in to; empty: none
    QString address; // without the port
    Timestamp since;
    std::chrono::seconds idle{};
    quint64 messages = 0;
    int devices = 1;
    bool isSecure = false, isAway = false, isOperator = false, isBot = false;
    std::chrono::seconds connected{}; // to the minute once it is more than one
    friend bool operator==(const Person&, const Person&) = default;
};

class PeopleModel final : public RowsModel<Person, quint64>
{
    Q_OBJECT

public:
    enum Column : int { Name, Account, Address, Rooms, Since, Idle, Messages, Encrypted, ColumnCount };
    enum Role : int { SortRole = Qt::UserRole, NameRole, AwayRole, SecureRole };

    explicit PeopleModel(QObject* parent = nullptr);

    void follow(const server::ServerSnapshot& snapshot);
    [[nodiscard]] std::optional<Person> person(const QModelIndex& index) const;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] quint64 keyOf(const Person& person) const override;
    [[nodiscard]] QString shown(const Person& person, int column) const;
    [[nodiscard]] QVariant sortKey(const Person& person, int column) const;
    [[nodiscard]] QString hint(const Person& person, int column) const;
};

} // namespace chatroom::servergui
