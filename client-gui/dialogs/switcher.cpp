#include "client-gui/dialogs/switcher.h"

#include "client-gui/dialogs/fuzzy.h"
#include "client/models/peoplemodel.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QSet>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Conversation;

namespace {

constexpr int kMostShown = 40;

} // namespace

Switcher::Switcher(const widgets::Theme& theme, client::Session& session, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_session(session), m_edit(new QLineEdit(this)), m_list(new QListWidget(this))
{
    setObjectName(u"switcher"_s);
    setWindowTitle(tr("Go to"));
    const widgets::Metrics& metrics = theme.metrics();
    m_edit->setObjectName(u"switcherEdit"_s);
    m_edit->setAccessibleName(tr("Room or person"));
    m_edit->setPlaceholderText(tr("Room or person"));
    m_edit->setMaxLength(100);
    m_edit->installEventFilter(this);
    m_list->setObjectName(u"switcherList"_s);
    m_list->setAccessibleName(tr("Matches"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setProperty("look", u"navigation"_s);
    m_list->setIconSize(QSize(metrics.smallIcon(), metrics.smallIcon()));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics.groupGap(), metrics.groupGap(), metrics.groupGap(), metrics.groupGap());
    column->setSpacing(metrics.gap());
    column->addWidget(m_edit);
    column->addWidget(m_list);
    resize(metrics.px(400), metrics.px(340));
    collect();
    fill();
    connect(m_edit, &QLineEdit::textChanged, this, &Switcher::fill);
    connect(m_edit, &QLineEdit::returnPressed, this, &Switcher::take);
    connect(m_list, &QListWidget::itemClicked, this, &Switcher::take);
}

void Switcher::collect()
{
    QSet<QString> known;
    for (Conversation* conversation : m_session.conversations()) {
        m_targets += Target{conversation->name(), conversation};
        known += conversation->name();
    }
    for (Conversation* room : m_session.conversations()) {
        if (room->kind() != Conversation::Kind::Room)
            continue;
        const client::PeopleModel& people = room->people();
        for (int row = 0; row < people.rowCount(); ++row) {
            const client::Person& person = people.person(row);
            if (person.isSelf || known.contains(person.nickname))
                continue;
            known += person.nickname;
            m_targets += Target{person.nickname, nullptr};
        }
    }
}

void Switcher::fill()
{
    struct Match final
    {
        int score;
        qsizetype target;
    };
    std::vector<Match> matches;
    for (qsizetype i = 0; i < m_targets.size(); ++i) {
        const Target& target = m_targets[i];
        // What one reads next comes first: unread, then where one already is.
        const int bonus = target.conversation ? 5 + (target.conversation->unread() > 0 ? 5 : 0) : 0;
        if (const int score = fuzzyScore(m_edit->text().trimmed(), target.name); score > 0)
            matches.push_back({score + bonus, i});
    }
    std::ranges::stable_sort(matches, std::ranges::greater{}, &Match::score);
    m_list->clear();
    for (const Match& match : matches) {
        if (m_list->count() == kMostShown)
            break;
        const Target& target = m_targets[match.target];
        const bool isPerson = !target.conversation || target.conversation->kind() == Conversation::Kind::Direct;
        const bool isServer = target.conversation && target.conversation->kind() == Conversation::Kind::Server;
        const auto which = isPerson ? widgets::Icon::Person : isServer ? widgets::Icon::Server : widgets::Icon::Room;
        auto* item = new QListWidgetItem(widgets::icon(m_theme, which, widgets::Role::Muted), target.name, m_list);
        item->setData(Qt::UserRole, static_cast<int>(match.target));
        item->setSizeHint(QSize(0, m_theme.metrics().roomRow()));
    }
    const QString typed = m_edit->text().trimmed();
    if (m_list->count() == 0 && !typed.isEmpty()) {
        const QString room = typed.startsWith(u'#') ? typed : u'#' + typed;
        auto* item =
            new QListWidgetItem(widgets::icon(m_theme, widgets::Icon::Add, widgets::Role::Accent), tr("Join or make %1").arg(room), m_list);
        item->setData(Qt::UserRole, -1);
        item->setData(Qt::UserRole + 1, room);
    }
    m_list->setCurrentRow(0);
}

void Switcher::take()
{
    const QListWidgetItem* item = m_list->currentItem();
    if (!item)
        return;
    const int at = item->data(Qt::UserRole).toInt();
    const QString room = item->data(Qt::UserRole + 1).toString();
    accept();
    if (at < 0)
        Q_EMIT roomChosen(room);
    else if (m_targets[at].conversation)
        Q_EMIT conversationChosen(m_targets[at].conversation);
    else
        Q_EMIT personChosen(m_targets[at].name);
}

bool Switcher::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Up && key != Qt::Key_Down)
        return false;
    const int rows = m_list->count();
    if (rows > 0)
        m_list->setCurrentRow((m_list->currentRow() + (key == Qt::Key_Down ? 1 : -1) + rows) % rows);
    return true;
}

} // namespace chatroom::clientgui
