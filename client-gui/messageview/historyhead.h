// What stands above the oldest line of a list: that earlier ones are on their way, that there are none, or why they could
// not be had. It scrolls with the lines.
//
// GUI thread.
#pragma once

#include "client-gui/messageview/actionline.h"

#include <cstdint>

namespace chatroom::clientgui {

class HistoryHead final
{
public:
    enum class State : std::uint8_t {
        None,      // nothing: the server keeps no history
        More,      // there may be earlier ones; pressing loads them
        Loading,   // they are asked for
        Beginning, // there are none
        Failed,    // pressing tries again
    };

    // `text`: of Beginning what it says, of Failed the reason. True when it is another than before.
    bool set(State state, const QString& text);
    void layOut(const MessageStyle& style);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] int height() const { return m_line.height; } // 0: nothing stands there
    [[nodiscard]] QString text() const { return m_line.text; }
    [[nodiscard]] QString actionText() const { return m_line.action; }
    [[nodiscard]] QRect actionBox() const { return m_line.actionBox; } // from the head's top left corner; null: none
    void paint(QPainter& painter, const MessageStyle& style, int top) const;

private:
    State m_state = State::None;
    QString m_text;
    ActionLine m_line;
};

} // namespace chatroom::clientgui
