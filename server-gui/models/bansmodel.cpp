#include "models/bansmodel.h"

#include "text.h"
#include "widgets/plaintext.h"

#include <limits>

namespace chatroom::servergui {

namespace {

Ban toBan(const server::BanRow& row, Timestamp at)
{
    return {.id = row.mask,
            .who = Text::fromOthers(row.mask),
            .by = Text::fromOthers(row.by),
            .reason = Text::fromOthers(row.reason),
            .since = row.since,
            .until = row.until,
            .left = std::chrono::ceil<std::chrono::minutes>(row.until - at)};
}

} // namespace

BansModel::BansModel(QObject* parent) : RowsModel(parent) {}

void BansModel::follow(const server::ServerSnapshot& snapshot)
{
    QList<Ban> bans;
    bans.reserve(snapshot.bans.size());
    for (const server::BanRow& row : snapshot.bans)
        bans.append(toBan(row, snapshot.at));
    RowsModel::follow(bans);
}

std::optional<Ban> BansModel::ban(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return std::nullopt;
    return row(index.row());
}

QByteArray BansModel::keyOf(const Ban& ban) const
{
    return ban.id;
}

int BansModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant BansModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Ban& ban = row(index.row());
    switch (role) {
    case Qt::DisplayRole: return shown(ban, index.column());
    case Qt::ToolTipRole: return widgets::toolTipText(hint(ban, index.column()));
    case SortRole: return sortKey(ban, index.column());
    default: return {};
    }
}

QString BansModel::shown(const Ban& ban, int column) const
{
    switch (column) {
    case Who: return ban.who;
    case Reason: return ban.reason;
    case By: return ban.by;
    case Since: return Text::shortTime(ban.since);
    case Until: return ban.isForEver() ? tr("For ever") : tr("%1 left").arg(Text::duration(ban.left));
    default: return {};
    }
}

QString BansModel::hint(const Ban& ban, int column) const
{
    switch (column) {
    case Since: return Text::exactTime(ban.since);
    case Until: return ban.isForEver() ? tr("Until somebody lifts it") : Text::exactTime(ban.until);
    default: return shown(ban, column).toCaseFolded();
    }
}

QVariant BansModel::sortKey(const Ban& ban, int column) const
{
    switch (column) {
    case Since: return QVariant::fromValue<qlonglong>(ban.since.time_since_epoch().count());
    case Until:
        return QVariant::fromValue<qlonglong>(ban.isForEver() ? std::numeric_limits<qlonglong>::max()
                                                              : ban.until.time_since_epoch().count());
    default: return shown(ban, column);
    }
}

QVariant BansModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeading | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Who: return tr("Kept out");
    case Reason: return tr("Reason");
    case By: return tr("By");
    case Since: return tr("Since");
    case Until: return tr("Until");
    default: return {};
    }
}

} // namespace chatroom::servergui
