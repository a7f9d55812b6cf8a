#include "pages/logpage.h"

#include "tablepanel.h"
#include "text.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QAction>
#include <QCheckBox>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollBar>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using widgets::EmptyState;
using widgets::Icon;
using widgets::Role;

LogPage::LogPage(const widgets::Theme& theme, LogModel& model, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_model(model), m_titleBar(new QHBoxLayout), m_groupBar(new QHBoxLayout),
      m_words(new QLineEdit(this)), m_pause(new QToolButton(this)), m_save(new QToolButton(this)),
      m_showText(new QCheckBox(tr("Show what is said in rooms"), this)), m_waiting(new QLabel(this)), m_stack(new QStackedWidget(this)),
      m_table(new QTableView(this)), m_empty(new EmptyState(theme, Icon::Log, {}, {}))
{
    setObjectName(u"logPage"_s);
    m_filter.setSourceModel(&model);
    buildTitleBar();
    buildGroupBar();
    buildTable();

    auto* frame = new QWidget(this);
    setGround(*frame, widgets::Ground::List);
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 1, 1, theme.metrics().unit());
    inside->addWidget(m_stack);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addLayout(m_titleBar);
    column->addLayout(m_groupBar);
    column->addWidget(frame, 1);

    connect(m_words, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_filter.setWords(words);
        showState();
        followEnd();
    });
    connect(&model, &LogModel::waitingChanged, this, &LogPage::showPause);
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this, [this] {
        showState();
        followEnd();
    });
    connect(&m_filter, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex&, int first, int last) {
        showState();
        // What one reads stays where it is while the oldest rows go.
        if (!m_isAtEnd)
            m_table->verticalScrollBar()->setValue(m_table->verticalScrollBar()->value() - (last - first + 1));
    });
    connect(&m_filter, &QAbstractItemModel::modelReset, this, &LogPage::showState);
    connect(&theme, &widgets::Theme::changed, this, &LogPage::dress);
    dress();
    showState();
    showPause();
}

void LogPage::buildTitleBar()
{
    auto* title = new QLabel(tr("Log"), this);
    setTextLook(*title, widgets::TextLook::Title);
    setTextLook(*m_waiting, widgets::TextLook::Body, widgets::Tone::Muted);
    m_waiting->setObjectName(u"waiting"_s);

    m_words->setObjectName(u"filter"_s);
    m_words->setPlaceholderText(tr("Find in the log"));
    m_words->setAccessibleName(tr("Find in the log"));
    m_words->setToolTip(tr("Find in the log (Ctrl+F)"));
    m_words->setClearButtonEnabled(true);
    widgets::setSearchLook(*m_words);
    m_words->addAction(icon(m_theme, Icon::Search, Role::Muted), QLineEdit::LeadingPosition);

    m_pause->setObjectName(u"pause"_s);
    m_pause->setCheckable(true);
    m_pause->setShortcut(Qt::CTRL | Qt::Key_P);
    connect(m_pause, &QToolButton::toggled, &m_model, &LogModel::setPaused);
    m_save->setObjectName(u"save"_s);
    m_save->setIcon(icon(m_theme, Icon::Save));
    m_save->setAccessibleName(tr("Save the log to a file"));
    m_save->setToolTip(tr("Save what is shown to a file (Ctrl+S)"));
    m_save->setShortcut(Qt::CTRL | Qt::Key_S);
    connect(m_save, &QToolButton::clicked, this, &LogPage::askWhere);

    m_titleBar->addWidget(title);
    m_titleBar->addWidget(m_waiting);
    m_titleBar->addStretch(1);
    m_titleBar->addWidget(m_words);
    m_titleBar->addWidget(m_pause);
    m_titleBar->addWidget(m_save);
    for (auto* button : {m_pause, m_save})
        button->setFocusPolicy(Qt::StrongFocus);
}

void LogPage::buildGroupBar()
{
    addGroup(EventGroup::Connections, tr("Connections"), tr("Who connected, came in, signed in, changed names and left"));
    addGroup(EventGroup::Rooms, tr("Rooms"), tr("Who joined and left rooms; names, topics and rules of rooms"));
    addGroup(EventGroup::Messages, tr("Messages"), tr("What was said, and to whom"));
    addGroup(EventGroup::Management, tr("Management"), tr("Removals, deletions, kept names, rights and warnings"));
    m_groupBar->addStretch(1);
    m_showText->setObjectName(u"showText"_s);
    m_showText->setChecked(!m_model.isTextHidden());
    m_showText->setToolTip(tr("The text of direct messages is never shown"));
    m_groupBar->addWidget(m_showText);
    connect(m_showText, &QCheckBox::toggled, this, [this](bool isShown) {
        m_model.setTextHidden(!isShown);
        Q_EMIT textHiddenChanged(!isShown);
    });
}

void LogPage::addGroup(EventGroup group, const QString& text, const QString& hint)
{
    auto* button = new QPushButton(text, this);
    button->setObjectName(u"group%1"_s.arg(static_cast<int>(group)));
    setButtonLook(*button, widgets::ButtonLook::Chip);
    button->setCheckable(true);
    button->setChecked(true);
    button->setAutoDefault(false);
    button->setToolTip(hint);
    button->setAccessibleDescription(hint);
    m_groupBar->addWidget(button);
    connect(button, &QPushButton::toggled, this, [this, group](bool isShown) {
        m_filter.setGroupShown(group, isShown);
        showState();
        followEnd();
    });
}

void LogPage::buildTable()
{
    m_table->setModel(&m_filter);
    m_table->setObjectName(u"table"_s);
    m_table->setAccessibleName(tr("Log"));
    dressTable(*m_table, m_theme);
    const auto& metrics = m_theme.metrics();
    m_columns = new ColumnSpread(*m_table, {{metrics.px(84), 0}, {metrics.px(140), 0}, {metrics.px(140), 1}, {metrics.px(200), 6}});
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    // Whoever scrolled up reads; whoever is at the end follows.
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this,
            [this](int value) { m_isAtEnd = value >= m_table->verticalScrollBar()->maximum(); });
    connect(m_table->verticalScrollBar(), &QScrollBar::rangeChanged, this, &LogPage::followEnd);
}

void LogPage::dress()
{
    const auto& metrics = m_theme.metrics();
    layout()->setSpacing(metrics.px(12));
    m_titleBar->setSpacing(metrics.unit());
    m_groupBar->setSpacing(metrics.gap());
    m_words->setFixedWidth(metrics.px(240));
    for (auto* button : {m_pause, m_save})
        button->setIconSize({metrics.icon(), metrics.icon()});
    dressTable(*m_table, m_theme);
}

void LogPage::followEnd()
{
    if (m_isAtEnd)
        m_table->verticalScrollBar()->setValue(m_table->verticalScrollBar()->maximum());
}

void LogPage::showPause()
{
    const bool isPaused = m_model.isPaused();
    m_pause->setIcon(icon(m_theme, isPaused ? Icon::Start : Icon::Pause));
    m_pause->setAccessibleName(isPaused ? tr("Go on") : tr("Pause"));
    m_pause->setToolTip(isPaused ? tr("Go on (Ctrl+P)") : tr("Pause: what happens waits until you go on (Ctrl+P)"));
    m_waiting->setVisible(isPaused);
    m_waiting->setText(tr("Paused, %1 waiting").arg(Text::number(m_model.waiting())));
}

void LogPage::showState()
{
    const bool isEmpty = m_model.rowCount() == 0;
    m_save->setEnabled(m_filter.rowCount() > 0);
    if (isEmpty)
        m_empty->setTexts(tr("Nothing happened yet"), tr("Who comes, what is said and who leaves is written here."));
    else
        m_empty->setTexts(tr("Nothing matches"), tr("Try other words, or show more kinds."));
    m_stack->setCurrentWidget(m_filter.rowCount() > 0 ? static_cast<QWidget*>(m_table) : m_empty);
}

void LogPage::askWhere()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString name = tr("chatroom log %1.txt").arg(QDateTime::currentDateTime().toString(u"yyyy-MM-dd HHmm"_s));
    auto* dialog = new QFileDialog(this, tr("Save the log"), folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Text files (*.txt)"));
    dialog->setDefaultSuffix(u"txt"_s);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const auto done = saveTo(path);
        if (!done) {
            Q_EMIT saveFailed(done.error());
            return;
        }
        Q_EMIT saved(path);
    });
    dialog->open();
}

Result<void, QString> LogPage::saveTo(const QString& path) const
{
    QSaveFile file(path);
    const auto failed = [&] {
        return Unexpected(tr("The log could not be saved to %1: %2.").arg(QDir::toNativeSeparators(path), file.errorString()));
    };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    for (int row = 0; row < m_filter.rowCount(); ++row) {
        const int source = m_filter.mapToSource(m_filter.index(row, 0)).row();
        file.write(m_model.savedLine(source).toUtf8() + '\n');
    }
    if (!file.commit())
        return failed();
    return {};
}

} // namespace chatroom::servergui
