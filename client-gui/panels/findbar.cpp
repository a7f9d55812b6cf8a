#include "client-gui/panels/findbar.h"

#include "client-gui/messageview/messageview.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

FindBar::FindBar(const widgets::Theme& theme, MessageView& view, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_view(view), m_edit(new QLineEdit(this)), m_result(new QLabel(this)), m_older(new QToolButton(this)),
      m_newer(new QToolButton(this)), m_close(new QToolButton(this))
{
    setObjectName(u"findBar"_s);
    widgets::setGround(*this, widgets::Ground::Surface);
    m_edit->setObjectName(u"findEdit"_s);
    m_edit->setAccessibleName(tr("Search in this room"));
    m_edit->setPlaceholderText(tr("Search in this room"));
    m_edit->setMaxLength(200);
    m_edit->installEventFilter(this);
    m_result->setObjectName(u"findResult"_s);
    widgets::setTextLook(*m_result, widgets::TextLook::Secondary, widgets::Tone::Muted);
    m_older->setObjectName(u"findOlder"_s);
    m_older->setToolTip(tr("Older (Enter)"));
    m_older->setAccessibleName(tr("Older"));
    m_newer->setObjectName(u"findNewer"_s);
    m_newer->setToolTip(tr("Newer (Shift+Enter)"));
    m_newer->setAccessibleName(tr("Newer"));
    m_close->setObjectName(u"findClose"_s);
    m_close->setToolTip(tr("Close (Esc)"));
    m_close->setAccessibleName(tr("Close the search"));
    auto* row = new QHBoxLayout(this);
    row->addWidget(m_edit, 1);
    row->addWidget(m_result);
    row->addWidget(m_older);
    row->addWidget(m_newer);
    row->addWidget(m_close);
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_view.setFoundText(FoundText::letters(text));
        m_row = -1;
        if (text.isEmpty())
            m_result->clear();
        else
            find(true);
    });
    connect(m_older, &QToolButton::clicked, this, [this] { find(true); });
    connect(m_newer, &QToolButton::clicked, this, [this] { find(false); });
    connect(m_close, &QToolButton::clicked, this, &FindBar::close);
    connect(&theme, &widgets::Theme::changed, this, &FindBar::dress);
    dress();
    hide();
}

void FindBar::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    layout()->setContentsMargins(metrics.groupGap(), 0, metrics.gap(), metrics.gap());
    layout()->setSpacing(metrics.unit());
    m_older->setIcon(widgets::icon(m_theme, widgets::Icon::Up));
    m_newer->setIcon(widgets::icon(m_theme, widgets::Icon::Down));
    m_close->setIcon(widgets::icon(m_theme, widgets::Icon::Close));
}

void FindBar::open()
{
    show();
    m_edit->selectAll();
    m_edit->setFocus();
    m_view.setFoundText(FoundText::letters(m_edit->text()));
}

void FindBar::close()
{
    hide();
    m_row = -1;
    m_view.setFoundText({});
    Q_EMIT closed();
}

void FindBar::find(bool isUpward)
{
    const int rows = m_view.lines() ? m_view.lines()->rowCount() : 0;
    const int from = m_row < 0 ? rows - 1 : m_row + (isUpward ? -1 : 1);
    const int found = m_view.findRow(FoundText::letters(m_edit->text()), from, isUpward);
    if (found < 0) {
        m_result->setText(m_row < 0 ? tr("Not found") : isUpward ? tr("No older one") : tr("No newer one"));
        return;
    }
    m_row = found;
    m_result->clear();
    m_view.showRow(found);
}

bool FindBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape) {
        close();
        return true;
    }
    if (key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter)
        return false;
    find(!key->modifiers().testFlag(Qt::ShiftModifier));
    return true;
}

} // namespace chatroom::clientgui
