#include "client-gui/panels/peoplepanel.h"

#include "client-gui/panels/personcard.h"
#include "client-gui/panels/persondelegate.h"
#include "client-gui/profile/webaddress.h"
#include "client/models/peoplemodel.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QDesktopServices>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Conversation;
using client::Person;

PeoplePanel::PeoplePanel(const widgets::Theme& theme, client::Session& session, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_session(session), m_title(new QLabel(this)), m_list(new QListView(this))
{
    setObjectName(u"peoplePanel"_s);
    widgets::setGround(*this, widgets::Ground::Panel);
    widgets::setTextLook(*m_title, widgets::TextLook::Secondary, widgets::Tone::Muted);
    m_title->setObjectName(u"peopleTitle"_s);
    m_list->setObjectName(u"peopleList"_s);
    m_list->setAccessibleName(tr("People in this room"));
    const auto card = [this](const QModelIndex& index) {
        const Person person = m_room ? m_room->people().person(index.row()) : Person{};
        return personCard(person, m_session.profile(person.nickname), m_session.can(client::Session::Feature::SignIn));
    };
    m_list->setItemDelegate(new PersonDelegate(theme, card, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    widgets::setGround(*m_list, widgets::Ground::Panel);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_list, 1);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex& index) {
        if (!index.data(client::PeopleModel::IsSelfRole).toBool())
            Q_EMIT messageRequested(index.data().toString());
    });
    connect(m_list, &QWidget::customContextMenuRequested, this, &PeoplePanel::showMenu);
    connect(&theme, &widgets::Theme::changed, this, &PeoplePanel::dress);
    dress();
}

void PeoplePanel::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    layout()->setContentsMargins(0, metrics.px(12), 0, metrics.gap());
    m_title->setContentsMargins(metrics.px(12), 0, metrics.gap(), metrics.px(6));
    setMinimumWidth(metrics.px(140));
    setMaximumWidth(metrics.leftPanelMost());
}

void PeoplePanel::setConversation(Conversation* room)
{
    if (QAbstractItemModel* old = m_list->model())
        disconnect(old, nullptr, this, nullptr);
    QItemSelectionModel* selection = m_list->selectionModel();
    m_room = room;
    m_list->setModel(room ? &room->people() : nullptr);
    delete selection; // a view leaves the old one behind
    if (room) {
        connect(&room->people(), &QAbstractItemModel::rowsInserted, this, &PeoplePanel::showCount);
        connect(&room->people(), &QAbstractItemModel::rowsRemoved, this, &PeoplePanel::showCount);
        connect(&room->people(), &QAbstractItemModel::modelReset, this, &PeoplePanel::showCount);
    }
    showCount();
}

void PeoplePanel::showCount()
{
    const int count = m_room ? m_room->people().rowCount() : 0;
    m_title->setText(count > 0 ? tr("People, %1").arg(count) : tr("People"));
}

void PeoplePanel::showMenu(const QPoint& at)
{
    const QModelIndex index = m_list->indexAt(at);
    if (!index.isValid() || !m_room)
        return;
    const Person person = m_room->people().person(index.row());
    const QString name = person.nickname;
    using widgets::Icon;
    QMenu menu(this);
    menu.setObjectName(u"personMenu"_s);
    const auto add = [&](Icon which, const QString& text, auto act) {
        return menu.addAction(widgets::icon(m_theme, which), text, this, act);
    };
    const client::Profile profile = m_session.profile(name);
    if (isWebAddress(profile.homepage)) {
        add(Icon::Link, tr("Homepage"), [address = profile.homepage] { QDesktopServices::openUrl(QUrl(address, QUrl::StrictMode)); });
        menu.addSeparator();
    }
    if (!person.isSelf) {
        add(Icon::Mail, tr("Message"), [this, name] { Q_EMIT messageRequested(name); });
        add(Icon::Edit, tr("Mention"), [this, name] { Q_EMIT mentionRequested(name); });
    }
    add(Icon::Information, tr("Who is this"), [this, name] {
        if (m_room)
            m_session.whois(name, *m_room);
    });
    if (m_room->canModerate() && !person.isSelf) {
        menu.addSeparator();
        const bool isInCharge = person.rank > client::Rank::Voice;
        add(Icon::Bookmark, isInCharge ? tr("Take charge away") : tr("Put in charge"),
            [this, name, isInCharge] { Q_EMIT commandRequested((isInCharge ? u"/deop "_s : u"/op "_s) + name); });
        add(Icon::Kick, tr("Remove from the room"), [this, name] { Q_EMIT commandOffered(u"/kick "_s + name + u' '); });
        add(Icon::Ban, tr("Keep out of the room"), [this, name] { Q_EMIT commandOffered(u"/ban "_s + name + u' '); });
    }
    menu.exec(m_list->viewport()->mapToGlobal(at));
}

} // namespace chatroom::clientgui
