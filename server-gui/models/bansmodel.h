// Who is kept out: one row an address.
#pragma once

#include "models/rowsmodel.h"
#include "server/serverevents.h"

#include <QString>

#include <optional>

namespace chatroom::servergui {

struct Ban final
{
    QByteArray id; // as the server knows it
    QString who, by, reason;
    Timestamp since, until;
    std::chrono::minutes left{}; // not shown when it is for ever
    friend bool operator==(const Ban&, const Ban&) = default;

    [[nodiscard]] bool isForEver() const { return until == since; }
};

class BansModel final : public RowsModel<Ban, QByteArray>
{
    Q_OBJECT

public:
    enum Column : int { Who, Reason, By, Since, Until, ColumnCount };
    enum Role : int { SortRole = Qt::UserRole };

    explicit BansModel(QObject* parent = nullptr);

    void follow(const server::ServerSnapshot& snapshot);
    [[nodiscard]] std::optional<Ban> ban(const QModelIndex& index) const;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QByteArray keyOf(const Ban& ban) const override;
    [[nodiscard]] QString shown(const Ban& ban, int column) const;
    [[nodiscard]] QString hint(const Ban& ban, int column) const;
    [[nodiscard]] QVariant sortKey(const Ban& ban, int column) const;
};

} // namespace chatroom::servergui
