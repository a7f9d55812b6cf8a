#include "serverheader.h"

#include "widgets/copybutton.h"
#include "widgets/elidedlabel.h"
#include "widgets/flowlayout.h"
#include "widgets/icons.h"
#include "widgets/pill.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using widgets::Icon;
using widgets::Role;
using widgets::TextLook;
using widgets::Tone;

namespace {

constexpr qsizetype kShownAtOnce = 4; // addresses; a machine with many networks has the others in a menu

} // namespace

ServerHeader::ServerHeader(const widgets::Theme& theme, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_dot(new widgets::StatusDot(theme, this)), m_state(new QLabel(this)),
      m_name(new widgets::ElidedLabel(this)), m_hint(new QLabel(this)), m_button(new QPushButton(this)), m_addresses(new QWidget(this)),
      m_flow(new widgets::FlowLayout(m_addresses)), m_row(new QHBoxLayout(this)), m_line(new QHBoxLayout)
{
    setObjectName(u"serverHeader"_s);
    m_dot->setObjectName(u"statusDot"_s);
    m_state->setObjectName(u"state"_s);
    m_name->setObjectName(u"chatroomName"_s);
    m_hint->setObjectName(u"addressHint"_s);
    m_button->setObjectName(u"startStop"_s);
    m_button->setAutoDefault(false);
    setTextLook(*m_state, TextLook::Title);
    setTextLook(*m_name, TextLook::Body, Tone::Muted);
    setTextLook(*m_hint, TextLook::Body, Tone::Muted);

    m_line->addWidget(m_dot, 0, Qt::AlignVCenter);
    m_line->addWidget(m_state);
    m_line->addWidget(m_name, 1);
    auto* column = new QVBoxLayout;
    column->setSpacing(theme.metrics().px(6));
    column->addLayout(m_line);
    column->addWidget(m_hint);
    column->addWidget(m_addresses);
    m_row->addLayout(column, 1);
    m_row->addWidget(m_button, 0, Qt::AlignTop);

    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_isRunning)
            Q_EMIT stopRequested();
        else
            Q_EMIT startRequested();
    });
    connect(&theme, &widgets::Theme::changed, this, &ServerHeader::dress);
    dress();
    showStopped({});
}

void ServerHeader::showRunning(const QString& name, const QList<ShownAddress>& addresses)
{
    showName(name, true);
    clearAddresses();
    for (const ShownAddress& address : addresses.mid(0, kShownAtOnce))
        addAddress(address);
    if (addresses.size() > kShownAtOnce)
        addMore(addresses.mid(kShownAtOnce));
    m_addresses->setVisible(!addresses.isEmpty());
    m_hint->setText(tr("Others type one of these to come in:"));
}

void ServerHeader::showStopped(const QString& name)
{
    showName(name, false);
    clearAddresses();
    m_addresses->hide();
    m_hint->setText(tr("Nobody can come in until you start it."));
}

void ServerHeader::showName(const QString& name, bool isRunning)
{
    m_isRunning = isRunning;
    m_name->setText(name);
    showState();
    m_button->setText(isRunning ? tr("Stop") : tr("Start"));
    m_button->setIcon(icon(m_theme, isRunning ? Icon::Stop : Icon::Start, isRunning ? Role::Muted : Role::OnAccent));
    m_button->setToolTip(isRunning ? tr("Stop the chatroom; everybody is disconnected (Ctrl+R)") : tr("Start the chatroom (Ctrl+R)"));
    m_button->setShortcut(Qt::CTRL | Qt::Key_R);
    setButtonLook(*m_button, isRunning ? widgets::ButtonLook::Plain : widgets::ButtonLook::Primary);
}

void ServerHeader::setSavingFailed(bool isFailed)
{
    m_isSavingFailed = isFailed;
    showState();
}

void ServerHeader::showState()
{
    const bool isFailing = m_isRunning && m_isSavingFailed;
    const QString running = isFailing ? tr("Running, cannot save messages") : tr("Running");
    m_dot->setRole(isFailing ? Role::Danger : m_isRunning ? Role::Good : Role::Muted);
    m_state->setText(m_isRunning ? running : tr("Stopped"));
    m_dot->setAccessibleName(m_state->text());
}

void ServerHeader::clearAddresses()
{
    while (QLayoutItem* item = m_flow->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void ServerHeader::addAddress(const ShownAddress& address)
{
    const auto& metrics = m_theme.metrics();
    auto* chip = new QWidget(m_addresses);
    chip->setObjectName(u"addressChip"_s);
    setGround(*chip, widgets::Ground::Card);
    auto* lock = new QLabel(chip);
    const QSize size(metrics.smallIcon(), metrics.smallIcon());
    lock->setPixmap(icon(m_theme, address.isEncrypted ? Icon::Lock : Icon::Unlock, address.isEncrypted ? Role::Good : Role::Muted)
                        .pixmap(size, devicePixelRatioF()));
    lock->setToolTip(address.isEncrypted ? tr("Encrypted") : tr("Not encrypted: the network can read along"));
    lock->setAccessibleName(lock->toolTip());
    auto* text = new QLabel(address.text, chip);
    text->setObjectName(u"addressText"_s);
    text->setTextFormat(Qt::PlainText);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setFont(metrics.code());
    auto* copy = new widgets::CopyButton(m_theme, tr("Copy %1").arg(address.text), chip);
    copy->setObjectName(u"copyAddress"_s);
    copy->setCopiedText(address.text);
    copy->setIconSize(size);
    auto* row = new QHBoxLayout(chip);
    row->setContentsMargins(metrics.gap(), metrics.px(1), metrics.px(1), metrics.px(1));
    row->setSpacing(metrics.px(6));
    row->addWidget(lock);
    row->addWidget(text);
    if (address.isLocalOnly) {
        auto* local = new QLabel(tr("this computer only"), chip);
        setTextLook(*local, TextLook::Secondary, Tone::Muted);
        row->addWidget(local);
    }
    row->addWidget(copy);
    m_flow->addWidget(chip);
    chip->show();
}

void ServerHeader::addMore(const QList<ShownAddress>& addresses)
{
    auto* button = new QPushButton(tr("%n more", nullptr, static_cast<int>(addresses.size())), m_addresses);
    button->setObjectName(u"moreAddresses"_s);
    button->setAutoDefault(false);
    auto* menu = new QMenu(button);
    for (const ShownAddress& address : addresses) {
        const QString note = address.isLocalOnly ? tr("%1 (this computer only)").arg(address.text) : address.text;
        connect(menu->addAction(icon(m_theme, Icon::Copy, Role::Muted), note), &QAction::triggered, this,
                [text = address.text] { QApplication::clipboard()->setText(text); });
    }
    button->setMenu(menu);
    m_flow->addWidget(button);
    button->show();
}

void ServerHeader::dress()
{
    const auto& metrics = m_theme.metrics();
    m_row->setContentsMargins(metrics.margin(), metrics.px(12), metrics.margin(), metrics.px(12));
    m_row->setSpacing(metrics.groupGap());
    m_line->setSpacing(metrics.gap());
    m_flow->setContentsMargins({});
    m_flow->setSpacing(metrics.gap());
    for (auto* lock : findChildren<QWidget*>(u"addressChip"_s))
        lock->update();
    update();
}

void ServerHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.palette().surface);
    painter.fillRect(QRect(0, height() - m_theme.metrics().hairline(), width(), m_theme.metrics().hairline()), m_theme.palette().line);
}

} // namespace chatroom::servergui
