#include "announcebar.h"

#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLetters = 300; // within a message of 512 bytes in any script that people mix in

} // namespace

AnnounceBar::AnnounceBar(const widgets::Theme& theme, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_line(new QLineEdit(this)), m_send(new QPushButton(tr("Announce"), this)),
      m_row(new QHBoxLayout(this))
{
    setObjectName(u"announceBar"_s);
    m_line->setObjectName(u"announcement"_s);
    m_line->setPlaceholderText(tr("Say something to everybody"));
    m_line->setAccessibleName(tr("Announcement to everybody"));
    m_line->setMaxLength(kLetters);
    widgets::setSearchLook(*m_line);
    m_line->addAction(widgets::icon(theme, widgets::Icon::Announce, widgets::Role::Muted), QLineEdit::LeadingPosition);
    m_send->setObjectName(u"announce"_s);
    m_send->setAutoDefault(false);
    m_send->setEnabled(false);
    m_send->setToolTip(tr("Everybody who is connected reads it (Enter)"));
    m_row->addWidget(m_line, 1);
    m_row->addWidget(m_send);
    connect(m_line, &QLineEdit::textChanged, this, [this](const QString& text) { m_send->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_line, &QLineEdit::returnPressed, this, &AnnounceBar::send);
    connect(m_send, &QPushButton::clicked, this, &AnnounceBar::send);
    connect(&theme, &widgets::Theme::changed, this, &AnnounceBar::dress);
    dress();
}

void AnnounceBar::send()
{
    const QString text = m_line->text().trimmed();
    if (text.isEmpty())
        return;
    m_line->clear();
    Q_EMIT announced(text);
}

void AnnounceBar::dress()
{
    const auto& metrics = m_theme.metrics();
    m_row->setContentsMargins(metrics.groupGap(), metrics.gap(), metrics.groupGap(), metrics.gap());
    m_row->setSpacing(metrics.gap());
    update();
}

void AnnounceBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.palette().surface);
    painter.fillRect(QRect(0, 0, width(), m_theme.metrics().hairline()), m_theme.palette().line);
}

} // namespace chatroom::servergui
