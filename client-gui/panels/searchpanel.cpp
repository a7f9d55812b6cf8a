#include "client-gui/panels/searchpanel.h"

#include "client-gui/panels/searchdelegate.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QAction>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Conversation;
using State = client::SearchModel::State;

namespace {

constexpr std::chrono::milliseconds kTypingPause{300}; // whoever types on is not done
constexpr int kLongestQuery = 300;                     // UTF-16 units; a line to the server has room for no more

} // namespace

SearchPanel::SearchPanel(const widgets::Theme& theme, client::Session& session, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_session(session), m_results(session.searchResults()), m_title(new QLabel(tr("Search"), this)),
      m_close(new QToolButton(this)), m_edit(new QLineEdit(this)), m_here(new QPushButton(this)),
      m_everywhere(new QPushButton(tr("Everywhere"), this)), m_status(new QLabel(this)), m_pages(new QStackedWidget(this)),
      m_hints(new widgets::EmptyState(theme, widgets::Icon::Search, tr("Search all that was said"),
                                      tr("Words, \"a phrase\", or the beginning of a word*. To narrow it down:\n\n"
                                         "from:Ann   in:#room\nafter:2026-01-01\nbefore:2026-03-01"),
                                      this)),
      m_nothing(new widgets::EmptyState(theme, widgets::Icon::Search, {}, {}, this)),
      m_failed(new widgets::EmptyState(theme, widgets::Icon::Warning, {}, {}, this)), m_list(new QListView(this)),
      m_delegate(new SearchDelegate(theme, m_results, m_list))
{
    setObjectName(u"searchPanel"_s);
    widgets::setGround(*this, widgets::Ground::Panel);
    build();
    listen();
    connect(&theme, &widgets::Theme::changed, this, &SearchPanel::dress);
    nameScopes();
    dress();
    showState();
    hide();
}

void SearchPanel::build()
{
    m_title->setObjectName(u"searchTitle"_s);
    widgets::setTextLook(*m_title, widgets::TextLook::Strong);
    m_close->setObjectName(u"searchClose"_s);
    m_close->setToolTip(tr("Close the search (Esc)"));
    m_close->setAccessibleName(tr("Close the search"));
    m_edit->setObjectName(u"searchEdit"_s);
    m_edit->setAccessibleName(tr("Search for"));
    m_edit->setPlaceholderText(tr("Search messages"));
    m_edit->setToolTip(tr("Also from:Ann, in:#room, before:2026-03-01, after:2026-01-01 and \"a phrase\""));
    m_edit->setMaxLength(kLongestQuery);
    m_edit->setClearButtonEnabled(true);
    m_edit->installEventFilter(this);
    widgets::setSearchLook(*m_edit);
    m_edit->addAction(widgets::icon(m_theme, widgets::Icon::Search, widgets::Role::Muted), QLineEdit::LeadingPosition);
    auto* scopes = new QButtonGroup(this);
    m_here->setObjectName(u"searchHere"_s);
    m_everywhere->setObjectName(u"searchEverywhere"_s);
    m_here->setToolTip(tr("Search here (Ctrl+F)"));
    m_everywhere->setToolTip(tr("Search everywhere (Ctrl+Shift+F)"));
    for (QPushButton* button : {m_here, m_everywhere}) {
        widgets::setButtonLook(*button, widgets::ButtonLook::Chip);
        button->setCheckable(true);
        button->setAutoDefault(false);
        scopes->addButton(button);
    }
    m_here->setChecked(true);
    m_status->setObjectName(u"searchStatus"_s);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setWordWrap(true);
    widgets::setTextLook(*m_status, widgets::TextLook::Secondary, widgets::Tone::Muted);
    m_nothing->setObjectName(u"searchNothing"_s);
    m_list->setObjectName(u"searchList"_s);
    m_list->setAccessibleName(tr("Messages found"));
    m_list->setModel(new SpokenResults(m_results, m_list));
    m_list->setItemDelegate(m_delegate);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setWordWrap(true); // another width makes other heights
    m_list->setMouseTracking(true);
    m_list->installEventFilter(this);
    widgets::setGround(*m_list, widgets::Ground::Panel);
    m_pages->addWidget(m_hints);
    m_pages->addWidget(m_nothing);
    m_pages->addWidget(m_failed);
    m_pages->addWidget(m_list);

    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_close);
    auto* where = new QHBoxLayout;
    where->addWidget(m_here);
    where->addWidget(m_everywhere);
    where->addStretch(1);
    auto* top = new QVBoxLayout;
    top->addLayout(head);
    top->addWidget(m_edit);
    top->addLayout(where);
    top->addWidget(m_status);
    auto* column = new QVBoxLayout(this);
    column->addLayout(top);
    column->addWidget(m_pages, 1);
}

void SearchPanel::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    const QLayout* column = layout();
    layout()->setContentsMargins(0, metrics.gap(), 0, 0);
    layout()->setSpacing(metrics.unit());
    QLayout* top = column->itemAt(0)->layout();
    top->setContentsMargins(metrics.px(12), 0, metrics.px(12), 0);
    top->setSpacing(metrics.gap());
    top->itemAt(0)->layout()->setSpacing(metrics.gap());
    top->itemAt(2)->layout()->setSpacing(metrics.unit());
    m_close->setIcon(widgets::icon(m_theme, widgets::Icon::Close, widgets::Role::Muted));
    m_close->setIconSize(QSize(metrics.smallIcon(), metrics.smallIcon()));
    setMinimumWidth(metrics.px(240));
    setMaximumWidth(m_isAlone ? QWIDGETSIZE_MAX : metrics.px(420));
    m_list->doItemsLayout();
}

void SearchPanel::listen()
{
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingPause);
    m_more.setSingleShot(true);
    m_more.setInterval(0);
    connect(&m_typing, &QTimer::timeout, this, &SearchPanel::searchNow);
    connect(&m_more, &QTimer::timeout, this, &SearchPanel::lookForMore);
    connect(m_edit, &QLineEdit::textChanged, this, &SearchPanel::onTyped);
    connect(m_close, &QToolButton::clicked, this, &SearchPanel::close);
    connect(m_here, &QPushButton::clicked, this, &SearchPanel::searchNow);
    connect(m_everywhere, &QPushButton::clicked, this, &SearchPanel::searchNow);
    connect(m_list, &QListView::activated, this, &SearchPanel::choose);
    connect(m_list, &QListView::clicked, this, &SearchPanel::choose);
    connect(m_list->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { m_more.start(); });
    connect(&m_results, &client::SearchModel::stateChanged, this, &SearchPanel::showState);
    connect(&m_results, &QAbstractItemModel::rowsInserted, this, [this] { m_more.start(); });
}

SearchPanel::Scope SearchPanel::scope() const
{
    return m_here->isChecked() ? Scope::Room : Scope::Everywhere;
}

void SearchPanel::setScope(Scope scope)
{
    const bool isHere = scope == Scope::Room && m_here->isEnabled();
    (isHere ? m_here : m_everywhere)->setChecked(true);
}

void SearchPanel::open(Scope scope)
{
    const Scope before = this->scope();
    setScope(scope);
    show();
    m_edit->selectAll();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    if (this->scope() != before && !m_asked.isEmpty())
        searchNow();
    Q_EMIT foundTextChanged(FoundText::words(request().text));
}

void SearchPanel::close()
{
    m_typing.stop();
    hide();
    Q_EMIT foundTextChanged({});
    Q_EMIT closed();
}

void SearchPanel::setAlone(bool isAlone)
{
    if (isAlone == m_isAlone)
        return;
    m_isAlone = isAlone;
    dress();
}

void SearchPanel::setConversation(Conversation* conversation)
{
    m_conversation = conversation;
    const Scope before = scope();
    nameScopes();
    setScope(before);
    if (isVisible() && !m_asked.isEmpty() && before == Scope::Room)
        searchNow();
}

void SearchPanel::nameScopes()
{
    const bool isRoom = !m_conversation || m_conversation->kind() != Conversation::Kind::Direct;
    m_here->setText(isRoom ? tr("This room") : tr("This conversation"));
    m_here->setEnabled(m_conversation && m_conversation->kind() != Conversation::Kind::Server);
}

client::SearchRequest SearchPanel::request() const
{
    client::SearchRequest request = client::SearchRequest::parse(m_edit->text());
    if (request.in.isEmpty() && scope() == Scope::Room && m_conversation)
        request.in = m_conversation->name();
    return request;
}

void SearchPanel::onTyped()
{
    const FoundText found = FoundText::words(client::SearchRequest::parse(m_edit->text()).text);
    Q_EMIT foundTextChanged(found);
    m_typing.start();
    if (client::SearchRequest::parse(m_edit->text()).isEmpty()) {
        m_typing.stop();
        m_asked.clear();
        showState();
    }
}

void SearchPanel::searchNow()
{
    m_typing.stop();
    if (client::SearchRequest::parse(m_edit->text()).isEmpty())
        return;
    m_asked = m_edit->text();
    const client::SearchRequest asked = request();
    m_delegate->setFound(FoundText::words(asked.text));
    m_session.search(asked);
    m_list->scrollToTop();
    showState();
}

void SearchPanel::showState()
{
    if (m_asked.isEmpty()) {
        m_status->clear();
        m_status->hide();
        m_pages->setCurrentWidget(m_hints);
        return;
    }
    const int count = m_results.rowCount();
    QString said;
    bool isBad = false;
    switch (m_results.state()) {
    case State::Idle: break;
    case State::Searching:
        said = tr("Searching\u2026");
        m_pages->setCurrentWidget(m_list);
        break;
    case State::Done:
        if (count > 0) {
            said = m_results.hasMore() ? tr("The newest %n", nullptr, count) : count == 1 ? tr("1 message") : tr("%1 messages").arg(count);
            m_pages->setCurrentWidget(m_list);
            break;
        }
        m_nothing->setTexts(tr("Nothing found for \u201c%1\u201d.").arg(m_asked.trimmed()),
                            scope() == Scope::Room
                                ? tr("Try fewer or other words, the beginning of a word with * behind it, or search everywhere.")
                                : tr("Try fewer or other words, or the beginning of a word with * behind it."));
        m_pages->setCurrentWidget(m_nothing);
        break;
    case State::Failed:
        isBad = count > 0;
        if (isBad) {
            said = m_results.why();
            break;
        }
        m_failed->setTexts(tr("The search did not work."), m_results.why());
        m_pages->setCurrentWidget(m_failed);
        break;
    }
    widgets::setTextLook(*m_status, widgets::TextLook::Secondary, isBad ? widgets::Tone::Danger : widgets::Tone::Muted);
    m_status->setText(said);
    m_status->setVisible(!said.isEmpty());
    m_more.start();
}

QString SearchPanel::status() const
{
    return m_status->isHidden() ? QString() : m_status->text();
}

void SearchPanel::say(const QString& text)
{
    if (text.isEmpty()) {
        showState();
        return;
    }
    widgets::setTextLook(*m_status, widgets::TextLook::Secondary, widgets::Tone::Muted);
    m_status->setText(text);
    m_status->show();
}

void SearchPanel::lookForMore()
{
    const QScrollBar* bar = m_list->verticalScrollBar();
    const bool isNearEnd = bar->value() >= bar->maximum() - m_list->viewport()->height() / 2;
    const bool isShown = isVisible() && m_pages->currentWidget() == m_list && m_results.rowCount() > 0;
    if (isShown && isNearEnd && m_results.state() == State::Done && m_results.hasMore())
        m_session.searchOlder();
}

void SearchPanel::step(int rows)
{
    const int count = m_results.rowCount();
    if (count == 0 || m_pages->currentWidget() != m_list)
        return;
    const QModelIndex current = m_list->currentIndex();
    const int next = current.isValid() ? std::clamp(current.row() + rows, 0, count - 1) : rows > 0 ? 0 : count - 1;
    m_list->setCurrentIndex(m_list->model()->index(next, 0));
}

void SearchPanel::choose(const QModelIndex& index)
{
    if (index.isValid())
        Q_EMIT hitChosen(m_results.hit(index.row()));
}

bool SearchPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape) {
        close();
        return true;
    }
    if (watched != m_edit)
        return QFrame::eventFilter(watched, event);
    constexpr int kPage = 5;
    switch (key->key()) {
    case Qt::Key_Down: step(1); return true;
    case Qt::Key_Up: step(-1); return true;
    case Qt::Key_PageDown: step(kPage); return true;
    case Qt::Key_PageUp: step(-kPage); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: {
        const bool isFresh = !m_typing.isActive() && m_asked == m_edit->text();
        if (isFresh && m_pages->currentWidget() == m_list && m_list->currentIndex().isValid())
            choose(m_list->currentIndex());
        else
            searchNow();
        return true;
    }
    default: return false;
    }
}

void SearchPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

} // namespace chatroom::clientgui
