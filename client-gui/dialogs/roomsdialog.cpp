#include "client-gui/dialogs/roomsdialog.h"

#include "client/models/roomdirectorymodel.h"
#include "protocol/names.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using Directory = client::RoomDirectoryModel;

namespace {

constexpr std::size_t kRoomBytes = 64; // what our servers take by default

enum Column { NameColumn, PeopleColumn, TopicColumn, ColumnCount };

// The list of rooms as a table that sorts by each column and filters by name and topic.
class RoomTable final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    [[nodiscard]] int columnCount(const QModelIndex&) const override { return ColumnCount; }

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent) const override
    {
        const QModelIndex first = QSortFilterProxyModel::index(row, 0, parent);
        return column == 0 ? first : createIndex(row, column, first.internalPointer());
    }

    [[nodiscard]] QModelIndex mapToSource(const QModelIndex& index) const override
    {
        return index.isValid() ? QSortFilterProxyModel::mapToSource(createIndex(index.row(), 0, index.internalPointer())) : QModelIndex();
    }

    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex&) const override
    {
        return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    }

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override
    {
        const QModelIndex source = mapToSource(index);
        if (!source.isValid())
            return {};
        if (role == Qt::TextAlignmentRole && index.column() == PeopleColumn)
            return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        if (role == Qt::ToolTipRole && index.column() == TopicColumn)
            return source.data(Directory::TopicRole).toString().toHtmlEscaped();
        if (role != Qt::DisplayRole)
            return role >= Qt::UserRole ? source.data(role) : QVariant();
        switch (index.column()) {
        case NameColumn: return source.data(Directory::NameRole);
        case PeopleColumn: return source.data(Directory::PeopleRole);
        default: return source.data(Directory::TopicRole);
        }
    }

    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal)
            return {};
        if (role == Qt::TextAlignmentRole)
            return QVariant((section == PeopleColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        if (role != Qt::DisplayRole)
            return {};
        return section == NameColumn     ? RoomsDialog::tr("Room")
               : section == PeopleColumn ? RoomsDialog::tr("People")
                                         : RoomsDialog::tr("Topic");
    }

    void sort(int column, Qt::SortOrder order) override
    {
        m_column = column;
        QSortFilterProxyModel::sort(0, order);
    }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override
    {
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        const QString wanted = filterRegularExpression().pattern();
        return index.data(Directory::NameRole).toString().contains(filterRegularExpression())
               || index.data(Directory::TopicRole).toString().contains(filterRegularExpression()) || wanted.isEmpty();
    }

    [[nodiscard]] bool lessThan(const QModelIndex& one, const QModelIndex& other) const override
    {
        if (m_column == PeopleColumn)
            return one.data(Directory::PeopleRole).toInt() < other.data(Directory::PeopleRole).toInt();
        const int role = m_column == TopicColumn ? Directory::TopicRole : Directory::NameRole;
        return QString::localeAwareCompare(one.data(role).toString(), other.data(role).toString()) < 0;
    }

private:
    int m_column = PeopleColumn;
};

} // namespace

RoomsDialog::RoomsDialog(const widgets::Theme& theme, client::Session& session, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_session(session), m_shown(new RoomTable(this)), m_edit(new QLineEdit(this)),
      m_reason(new QLabel(this)), m_table(new QTableView(this)),
      m_empty(new widgets::EmptyState(theme, widgets::Icon::Room, tr("No rooms found"), tr("Type a name above to make one."), this)),
      m_reload(new QPushButton(tr("Reload"), this)), m_join(new QPushButton(tr("Join"), this))
{
    setObjectName(u"roomsDialog"_s);
    setWindowTitle(tr("Rooms"));
    const widgets::Metrics& metrics = theme.metrics();
    m_edit->setObjectName(u"roomEdit"_s);
    m_edit->setAccessibleName(tr("Find a room, or the name of a new one"));
    m_edit->setPlaceholderText(tr("Find a room, or name a new one"));
    m_edit->setMaxLength(100);
    m_edit->installEventFilter(this);
    m_reason->setObjectName(u"roomReason"_s);
    m_reason->setTextFormat(Qt::PlainText);
    widgets::setTextLook(*m_reason, widgets::TextLook::Secondary, widgets::Tone::Muted);
    prepareTable();
    m_reload->setObjectName(u"roomsReload"_s);
    m_reload->setToolTip(tr("Ask for the rooms again (F5)"));
    m_reload->setShortcut(QKeySequence::Refresh);
    m_join->setObjectName(u"roomsJoin"_s);
    m_join->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_reload);
    buttons->addStretch();
    auto* close = new QPushButton(tr("Close"), this);
    close->setAutoDefault(false);
    m_reload->setAutoDefault(false);
    buttons->addWidget(close);
    buttons->addWidget(m_join);
    buttons->setSpacing(metrics.gap());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.gap());
    column->addWidget(m_edit);
    column->addWidget(m_reason);
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    column->addSpacing(metrics.gap());
    column->addLayout(buttons);
    resize(metrics.px(620), metrics.px(460));

    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    listen();
    session.refreshRoomDirectory();
    refresh();
    m_edit->setFocus();
}

void RoomsDialog::prepareTable()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    m_shown->setSourceModel(&m_session.roomDirectory());
    m_table->setObjectName(u"roomTable"_s);
    m_table->setAccessibleName(tr("Rooms"));
    m_table->setModel(m_shown);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(metrics.tableRow());
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(PeopleColumn, Qt::DescendingOrder);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->resizeSection(NameColumn, metrics.px(170));
    m_table->horizontalHeader()->resizeSection(PeopleColumn, metrics.px(80));
}

void RoomsDialog::listen()
{
    connect(m_join, &QPushButton::clicked, this, &RoomsDialog::take);
    connect(m_reload, &QPushButton::clicked, &m_session, &client::Session::refreshRoomDirectory);
    connect(m_table, &QTableView::activated, this, &RoomsDialog::take);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RoomsDialog::refresh);
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_shown->setFilterRegularExpression(
            QRegularExpression(QRegularExpression::escape(text.trimmed()), QRegularExpression::CaseInsensitiveOption));
        m_table->clearSelection();
        refresh();
    });
    connect(&m_session.roomDirectory(), &Directory::loadingChanged, this, &RoomsDialog::refresh);
    connect(&m_session.roomDirectory(), &QAbstractItemModel::modelReset, this, &RoomsDialog::refresh);
    connect(&m_session.roomDirectory(), &QAbstractItemModel::rowsInserted, this, &RoomsDialog::refresh);
}

QString RoomsDialog::selectedRoom() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? QString() : rows.front().data(Directory::NameRole).toString();
}

QString RoomsDialog::typedRoom() const
{
    const QString typed = m_edit->text().trimmed();
    if (typed.isEmpty())
        return {};
    const bool hasSign = typed.startsWith(u'#') || typed.startsWith(u'&');
    const QString room = hasSign ? typed : u'#' + typed;
    return protocol::checkChannelName(room.toUtf8().toStdString(), kRoomBytes) ? room : QString();
}

void RoomsDialog::refresh()
{
    const bool isLoading = m_session.roomDirectory().isLoading();
    const bool hasRows = m_shown->rowCount() > 0;
    m_table->setVisible(hasRows);
    m_empty->setVisible(!hasRows);
    m_empty->setTexts(isLoading ? tr("Asking for the rooms") : tr("No rooms found"),
                      isLoading ? QString() : tr("Type a name above to make one."));
    m_reload->setEnabled(!isLoading);
    const QString selected = selectedRoom();
    const QString typed = typedRoom();
    const bool isWrong = !m_edit->text().trimmed().isEmpty() && typed.isEmpty();
    m_reason->setText(isWrong ? tr("A room's name has no spaces or commas and is not too long.") : QString());
    m_reason->setVisible(isWrong);
    widgets::setFaulty(*m_edit, isWrong && !hasRows);
    const QString target = selected.isEmpty() ? typed : selected;
    m_join->setEnabled(!target.isEmpty());
    const bool isNew = selected.isEmpty() && !hasRows && !typed.isEmpty();
    QString shown = target;
    shown.replace(u'&', u"&&"_s);
    m_join->setText(target.isEmpty() ? tr("Join") : isNew ? tr("Make %1").arg(shown) : tr("Join %1").arg(shown));
}

void RoomsDialog::take()
{
    const QString selected = selectedRoom();
    const QString room = selected.isEmpty() ? typedRoom() : selected;
    if (room.isEmpty())
        return;
    accept();
    Q_EMIT roomChosen(room);
}

bool RoomsDialog::eventFilter(QObject* watched, QEvent* event)
{
    const bool goesDown = watched == m_edit && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down
                          && m_shown->rowCount() > 0;
    if (!goesDown)
        return QDialog::eventFilter(watched, event);
    m_table->setFocus();
    m_table->setCurrentIndex(m_shown->index(0, 0));
    return true;
}

} // namespace chatroom::clientgui
