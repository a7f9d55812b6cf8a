#include "client-gui/messageview/historyhead.h"

#include "client-gui/messageview/messagestyle.h"

#include <QCoreApplication>
#include <QPainter>

namespace chatroom::clientgui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::MessageView", text);
}

} // namespace

bool HistoryHead::set(State state, const QString& text)
{
    if (state == m_state && text == m_text)
        return false;
    m_state = state;
    m_text = text;
    return true;
}

void HistoryHead::layOut(const MessageStyle& style)
{
    switch (m_state) {
    case State::None: m_line = {}; return;
    case State::More: m_line = layOutActionLine({}, tr("Load earlier messages"), style, 0); return;
    case State::Loading: m_line = layOutActionLine(tr("Loading earlier messages\u2026"), {}, style, 0); return;
    case State::Beginning: m_line = layOutActionLine(m_text, {}, style, 0); return;
    case State::Failed:
        m_line = layOutActionLine(m_text.isEmpty() ? tr("Earlier messages could not be loaded.")
                                                   : tr("Earlier messages could not be loaded: %1").arg(m_text),
                                  tr("Try again"), style, 0);
        return;
    }
}

void HistoryHead::paint(QPainter& painter, const MessageStyle& style, int top) const
{
    painter.save();
    painter.translate(0, top);
    paintActionLine(painter, m_line, style);
    painter.restore();
}

} // namespace chatroom::clientgui
