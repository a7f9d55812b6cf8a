#include "models/namesmodel.h"

#include "text.h"
#include "widgets/plaintext.h"

namespace chatroom::servergui {

using namespace std::chrono_literals;

namespace {

std::chrono::minutes minutesBetween(Timestamp from, Timestamp to)
{
    return std::max(0min, std::chrono::floor<std::chrono::minutes>(to - from));
}

KeptName toName(const server::AccountRow& row, Timestamp at)
{
    return {.id = row.name,
            .name = Text::fromOthers(row.name),
            .created = row.created,
            .lastSeen = row.lastSeen,
            .devices = row.devices,
            .keys = row.keys,
            .hasPassword = row.hasPassword,
            .age = minutesBetween(row.created, at),
            .away = row.devices > 0 ? 0min : minutesBetween(row.lastSeen, at)};
}

QString signInText(const KeptName& kept)
{
    if (kept.hasPassword)
        return kept.keys > 0 ? NamesModel::tr("Password or key") : NamesModel::tr("Password");
    return kept.keys > 0 ? NamesModel::tr("Key") : NamesModel::tr("Nothing");
}

QString signInHint(const KeptName& kept)
{
    const QString keys = kept.keys == 1 ? NamesModel::tr("by a key on one device")
                                        : NamesModel::tr("by keys on %1 devices").arg(Text::number(static_cast<quint64>(kept.keys)));
    if (kept.hasPassword)
        return kept.keys > 0 ? NamesModel::tr("They sign in by a password, or %1.").arg(keys)
                             : NamesModel::tr("They sign in by a password.");
    return kept.keys > 0 ? NamesModel::tr("They sign in %1, without a password.").arg(keys)
                         : NamesModel::tr("They cannot sign in before you make a new password for them.");
}

} // namespace

NamesModel::NamesModel(QObject* parent) : RowsModel(parent) {}

void NamesModel::follow(const server::ServerSnapshot& snapshot)
{
    QList<KeptName> names;
    names.reserve(snapshot.accounts.size());
    for (const server::AccountRow& row : snapshot.accounts)
        names.append(toName(row, snapshot.at));
    RowsModel::follow(names);
}

std::optional<KeptName> NamesModel::keptName(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return std::nullopt;
    return row(index.row());
}

QByteArray NamesModel::keyOf(const KeptName& kept) const
{
    return kept.id;
}

int NamesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant NamesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const KeptName& kept = row(index.row());
    switch (role) {
    case Qt::DisplayRole: return shown(kept, index.column());
    case Qt::ToolTipRole: return widgets::toolTipText(hint(kept, index.column()));
    case NameRole: return kept.name;
    case AwayRole: return !kept.isHere();
    case SortRole: return sortKey(kept, index.column());
    case Qt::TextAlignmentRole:
        if (index.column() == Devices)
            return QVariant::fromValue(Qt::Alignment(Qt::AlignTrailing | Qt::AlignVCenter));
        return {};
    default: return {};
    }
}

QString NamesModel::shown(const KeptName& kept, int column) const
{
    switch (column) {
    case Name: return kept.name;
    case Age: return Text::duration(kept.age);
    case Seen:
        if (kept.isHere())
            return tr("here now");
        return kept.away < 1min ? Text::duration(kept.away) : tr("%1 ago").arg(Text::duration(kept.away));
    case Devices: return kept.isHere() ? Text::number(static_cast<quint64>(kept.devices)) : tr("–");
    case SignIn: return signInText(kept);
    default: return {};
    }
}

QString NamesModel::hint(const KeptName& kept, int column) const
{
    switch (column) {
    case Age: return tr("Kept since %1").arg(Text::exactTime(kept.created));
    case Seen: return kept.isHere() ? tr("Signed in now") : tr("Last here on %1").arg(Text::exactTime(kept.lastSeen));
    case Devices:
        if (!kept.isHere())
            return tr("Away");
        return kept.devices == 1 ? tr("Signed in on one device")
                                 : tr("Signed in on %1 devices").arg(Text::number(static_cast<quint64>(kept.devices)));
    case SignIn: return signInHint(kept);
    default: return shown(kept, column);
    }
}

QVariant NamesModel::sortKey(const KeptName& kept, int column) const
{
    switch (column) {
    case Age: return QVariant::fromValue<qlonglong>(-kept.created.time_since_epoch().count());
    case Seen: return QVariant::fromValue<qlonglong>(kept.isHere() ? -1 : kept.away.count());
    case Devices: return kept.devices;
    default: return shown(kept, column).toCaseFolded();
    }
}

QVariant NamesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment((section == Devices ? Qt::AlignTrailing : Qt::AlignLeading) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Name");
    case Age: return tr("Kept for");
    case Seen: return tr("Last seen");
    case Devices: return tr("Devices");
    case SignIn: return tr("Signs in by");
    default: return {};
    }
}

} // namespace chatroom::servergui
