#include "tablepanel.h"

#include "text.h"
#include "widgets/emptystate.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using widgets::EmptyState;
using widgets::Icon;
using widgets::Role;

void dressTable(QTableView& table, const widgets::Theme& theme)
{
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setCornerButtonEnabled(false);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setTabKeyNavigation(false);
    table.setFrameShape(QFrame::NoFrame);
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setMinimumSectionSize(1);
    table.verticalHeader()->setDefaultSectionSize(theme.metrics().tableRow());
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setMinimumSectionSize(theme.metrics().px(40));
    table.horizontalHeader()->setFixedHeight(theme.metrics().tableRow());
    const int icon = theme.metrics().smallIcon();
    table.setIconSize({icon, icon});
}

TablePanel::TablePanel(const widgets::Theme& theme, const Words& words, QAbstractItemModel& model, int sortRole, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_title(new QLabel(words.title, this)), m_count(new QLabel(this)), m_filter(new QLineEdit(this)),
      m_bar(new QHBoxLayout), m_stack(new QStackedWidget(this)), m_table(new QTableView(this)),
      m_empty(new EmptyState(theme, words.emptyIcon, words.emptyLine, words.emptyHint)),
      m_noMatch(new EmptyState(theme, Icon::Search, tr("Nothing matches"), tr("Try fewer or other words.")))
{
    m_proxy.setSourceModel(&model);
    m_proxy.setSortRole(sortRole);
    m_proxy.setSortCaseSensitivity(Qt::CaseInsensitive);
    m_proxy.setSortLocaleAware(true);
    m_proxy.setFilterKeyColumn(-1);
    m_proxy.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(&m_proxy);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(0, Qt::AscendingOrder);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setObjectName(u"table"_s);
    m_table->setAccessibleName(words.title);
    buildBar(words);

    auto* frame = new QWidget(this);
    setGround(*frame, widgets::Ground::List);
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 1, 1, theme.metrics().unit());
    inside->addWidget(m_stack);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_noMatch);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addLayout(m_bar);
    column->addWidget(frame, 1);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_proxy.setFilterFixedString(text.trimmed());
        countChanged();
    });
    connect(m_table, &QTableView::customContextMenuRequested, this, &TablePanel::showMenu);
    connect(m_table, &QTableView::activated, this, &TablePanel::rowActivated);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TablePanel::selectionChanged);
    connect(&m_proxy, &QAbstractItemModel::rowsInserted, this, &TablePanel::countChanged);
    connect(&m_proxy, &QAbstractItemModel::rowsRemoved, this, &TablePanel::countChanged);
    connect(&m_proxy, &QAbstractItemModel::modelReset, this, &TablePanel::countChanged);
    connect(&theme, &widgets::Theme::changed, this, &TablePanel::dress);
    dress();
    countChanged();
}

void TablePanel::buildBar(const Words& words)
{
    m_title->setObjectName(u"title"_s);
    setTextLook(*m_title, widgets::TextLook::Title);
    setTextLook(*m_count, widgets::TextLook::Body, widgets::Tone::Muted);
    m_filter->setObjectName(u"filter"_s);
    m_filter->setPlaceholderText(words.filterHint);
    m_filter->setAccessibleName(words.filterHint);
    m_filter->setToolTip(tr("%1 (Ctrl+F)").arg(words.filterHint));
    m_filter->setClearButtonEnabled(true);
    widgets::setSearchLook(*m_filter);
    m_filter->addAction(widgets::icon(m_theme, Icon::Search, Role::Muted), QLineEdit::LeadingPosition);
    m_bar->addWidget(m_title);
    m_bar->addWidget(m_count);
    m_bar->addStretch(1);
    m_bar->addWidget(m_filter);
}

void TablePanel::dress()
{
    const auto& metrics = m_theme.metrics();
    layout()->setSpacing(metrics.px(12));
    m_bar->setSpacing(metrics.unit());
    m_filter->setFixedWidth(metrics.px(240));
    dressTable(*m_table, m_theme);
    for (auto* button : findChildren<QToolButton*>(u"actionButton"_s))
        button->setIconSize({metrics.icon(), metrics.icon()});
}

void TablePanel::setColumns(const QList<ColumnSpread::Column>& columns)
{
    QList<ColumnSpread::Column> scaled;
    for (const auto& column : columns)
        scaled.append({m_theme.metrics().px(column.least), column.weight});
    m_columns = new ColumnSpread(*m_table, scaled);
}

QModelIndex TablePanel::current() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? QModelIndex() : m_proxy.mapToSource(rows.first());
}

void TablePanel::addRowAction(QAction& action)
{
    action.setEnabled(false);
    m_rowActions.append(&action);
    addButton(action, nullptr);
}

void TablePanel::addFreeAction(QAction& action)
{
    addButton(action, nullptr);
}

void TablePanel::addRowMenu(QAction& action, QMenu& menu)
{
    action.setEnabled(false);
    action.setMenu(&menu);
    m_rowActions.append(&action);
    addButton(action, &menu);
}

void TablePanel::addButton(QAction& action, QMenu* menu)
{
    auto* button = new QToolButton(this);
    button->setObjectName(u"actionButton"_s);
    button->setDefaultAction(&action);
    button->setAccessibleName(action.text());
    button->setFocusPolicy(Qt::StrongFocus);
    if (menu)
        button->setPopupMode(QToolButton::InstantPopup);
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    const QString plain = action.text().remove(u'…');
    action.setToolTip(keys.isEmpty() ? plain : tr("%1 (%2)").arg(plain, keys));
    action.setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(&action);
    m_menuActions.append(&action);
    m_bar->addWidget(button);
    dress();
}

void TablePanel::setEmptyTexts(const QString& line, const QString& hint)
{
    m_empty->setTexts(line, hint);
}

void TablePanel::showMenu(const QPoint& at)
{
    if (!current().isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(u"rowMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_menuActions);
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void TablePanel::countChanged()
{
    const int shown = m_proxy.rowCount();
    const int all = m_proxy.sourceModel()->rowCount();
    const auto number = [](int count) { return Text::number(static_cast<quint64>(count)); };
    m_count->setText(shown == all ? number(all) : tr("%1 of %2").arg(number(shown), number(all)));
    m_count->setVisible(all > 0);
    QWidget* wanted = all == 0 ? m_empty : m_noMatch;
    m_stack->setCurrentWidget(shown > 0 ? static_cast<QWidget*>(m_table) : wanted);
    selectionChanged();
}

void TablePanel::selectionChanged()
{
    const bool isChosen = current().isValid();
    for (QAction* action : m_rowActions)
        action->setEnabled(isChosen);
    Q_EMIT currentChanged();
}

} // namespace chatroom::servergui
