// Names that are somebody's, whether they are here or not: one row an account.
#pragma once

#include "models/peoplemodel.h"
#include "models/rowsmodel.h"
#include "server/serverevents.h"

#include <QString>

#include <optional>

namespace chatroom::servergui {

struct KeptName final
{
    QByteArray id; // as the server knows it
    QString name;
    Timestamp created, lastSeen;
    int devices = 0; // 0: not here
    int keys = 0;
    bool hasPassword = false;
    std::chrono::minutes age{}, away{}; // the second is 0 while they are here
    friend bool operator==(const KeptName&, const KeptName&) = default;

    [[nodiscard]] bool isHere() const { return devices > 0; }
};

class NamesModel final : public RowsModel<KeptName, QByteArray>
{
    Q_OBJECT

public:
    enum Column : int { Name, Age, Seen, Devices, SignIn, ColumnCount };
    // Those of a person, for NameDelegate.
    enum Role : int { SortRole = PeopleModel::SortRole, NameRole = PeopleModel::NameRole, AwayRole = PeopleModel::AwayRole };

    explicit NamesModel(QObject* parent = nullptr);

    void follow(const server::ServerSnapshot& snapshot);
    [[nodiscard]] std::optional<KeptName> keptName(const QModelIndex& index) const;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QByteArray keyOf(const KeptName& kept) const override;
    [[nodiscard]] QString shown(const KeptName& kept, int column) const;
    [[nodiscard]] QString hint(const KeptName& kept, int column) const;
    [[nodiscard]] QVariant sortKey(const KeptName& kept, int column) const;
};

} // namespace chatroom::servergui
