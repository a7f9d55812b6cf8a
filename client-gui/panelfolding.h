// Which side panels are shown: what the person wants, unless the window is too narrow for it. Pure.
#pragma once

namespace chatroom::clientgui {

class PanelFolding final
{
public:
    // Widths in logical pixels under which a panel folds away by itself.
    PanelFolding(int narrow, int veryNarrow) : m_narrow(narrow), m_veryNarrow(veryNarrow) {}

    void setWanted(bool left, bool right)
    {
        m_wantsLeft = left;
        m_wantsRight = right;
    }
    void setWidth(int width);
    // The person asks: what is hidden shows even where there is little room, until the window crosses a limit again.
    void toggleLeft();
    void toggleRight();

    [[nodiscard]] bool isLeftShown() const { return m_wantsLeft && (!m_isVeryNarrow || m_forcesLeft); }
    [[nodiscard]] bool isRightShown() const { return m_wantsRight && (!m_isNarrow || m_forcesRight); }
    [[nodiscard]] bool wantsLeft() const { return m_wantsLeft; }
    [[nodiscard]] bool wantsRight() const { return m_wantsRight; }

private:
    int m_narrow, m_veryNarrow;
    bool m_wantsLeft = true, m_wantsRight = true;
    bool m_isNarrow = false, m_isVeryNarrow = false;
    bool m_forcesLeft = false, m_forcesRight = false;
};

} // namespace chatroom::clientgui
