#include "client-gui/panels/typingline.h"

#include "widgets/elidedlabel.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QCoreApplication>
#include <QHBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Conversation;

QString typingText(const QStringList& names)
{
    switch (names.size()) {
    case 0: return {};
    case 1: return TypingLine::tr("%1 is typing\u2026").arg(names[0]);
    case 2: return TypingLine::tr("%1 and %2 are typing\u2026").arg(names[0], names[1]);
    default: return TypingLine::tr("Several people are typing\u2026");
    }
}

TypingLine::TypingLine(const widgets::Theme& theme, ShownName shownName, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_shownName(std::move(shownName)), m_label(new widgets::ElidedLabel(this))
{
    setObjectName(u"typingLine"_s);
    widgets::setGround(*this, widgets::Ground::Surface);
    m_label->setObjectName(u"typingText"_s);
    m_label->setTextFormat(Qt::PlainText);
    widgets::setTextLook(*m_label, widgets::TextLook::Secondary, widgets::Tone::Muted);
    auto* row = new QHBoxLayout(this);
    row->addWidget(m_label, 1);
    connect(&theme, &widgets::Theme::changed, this, &TypingLine::dress);
    dress();
}

void TypingLine::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    layout()->setContentsMargins(metrics.groupGap(), 0, metrics.groupGap(), 0);
    setFixedHeight(QFontMetrics(metrics.secondary()).height() + metrics.unit());
}

void TypingLine::setConversation(Conversation* conversation)
{
    if (m_conversation)
        disconnect(m_conversation, nullptr, this, nullptr);
    m_conversation = conversation;
    if (conversation) {
        connect(conversation, &Conversation::changed, this, [this](Conversation::Changes what) {
            if (what.testFlag(Conversation::Typing))
                refresh();
        });
    }
    refresh();
}

void TypingLine::refresh()
{
    QStringList names = m_conversation ? m_conversation->typing() : QStringList();
    for (QString& name : names)
        name = m_shownName(name);
    const QString text = typingText(names);
    m_label->setText(text);
    m_label->setAccessibleName(text);
}

} // namespace chatroom::clientgui
