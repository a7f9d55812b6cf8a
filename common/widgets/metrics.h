// The sizes of both windows. Numbers are logical pixels for a body font of 13 px (10 pt at 96 dpi) and grow with the
// system's font; nothing else in the windows holds a pixel number.
#pragma once

#include <QFont>

namespace chatroom::widgets {

class Metrics final
{
public:
    explicit Metrics(const QFont& body);

    // Any other size of the same design: `at96` logical pixels at a 13 px body, rounded; at least 1.
    [[nodiscard]] int px(double at96) const;

    [[nodiscard]] int unit() const { return px(4); }        // the grid
    [[nodiscard]] int gap() const { return px(8); }         // inside a group
    [[nodiscard]] int groupGap() const { return px(16); }   // between groups
    [[nodiscard]] int margin() const { return px(20); }     // around a dialog
    [[nodiscard]] int radius() const { return px(6); }      // controls
    [[nodiscard]] int cardRadius() const { return px(10); } // cards and chips
    [[nodiscard]] int hairline() const { return 1; }
    [[nodiscard]] int focusRing() const { return 2; }
    [[nodiscard]] int roomRow() const { return px(32); }
    [[nodiscard]] int personRow() const { return px(28); }
    [[nodiscard]] int tableRow() const { return px(30); }
    [[nodiscard]] int control() const { return px(32); } // the height of a button or a field
    [[nodiscard]] int smallIcon() const { return px(16); }
    [[nodiscard]] int icon() const { return px(20); }
    [[nodiscard]] int hugeIcon() const { return px(40); } // of an empty place
    [[nodiscard]] int disc() const { return px(32); }
    [[nodiscard]] int smallDisc() const { return px(20); }
    [[nodiscard]] int leftPanel() const { return px(220); }
    [[nodiscard]] int leftPanelLeast() const { return px(160); }
    [[nodiscard]] int leftPanelMost() const { return px(320); }
    [[nodiscard]] int rightPanel() const { return px(200); }
    [[nodiscard]] int messageWidth() const { return px(900); } // the widest text of a message
    [[nodiscard]] static double lineSpacing() { return 1.35; } // of a message's lines, in font heights
    [[nodiscard]] static int motion() { return 150; }          // milliseconds

    [[nodiscard]] QFont body() const { return m_body; }
    [[nodiscard]] QFont strong() const;    // names
    [[nodiscard]] QFont secondary() const; // times, counts, hints
    [[nodiscard]] QFont title() const;     // a room's or a page's name
    [[nodiscard]] QFont figure() const;    // the number on a card
    [[nodiscard]] QFont code() const;

    friend bool operator==(const Metrics&, const Metrics&) = default;

private:
    [[nodiscard]] QFont scaled(double factor, QFont::Weight weight) const;

    QFont m_body;
    double m_scale;
};

} // namespace chatroom::widgets
