// Which panels are shown: what the person wants, unless the window is too narrow for it. The search takes the place of the
// people, in a narrow window that of the rooms too, and in a very narrow one all of it. Pure.
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

    void setSearching(bool isSearching) { m_isSearching = isSearching; }

    [[nodiscard]] bool isLeftShown() const { return m_wantsLeft && (!m_isVeryNarrow || m_forcesLeft) && !(m_isSearching && m_isNarrow); }
    [[nodiscard]] bool isMiddleShown() const { return !(m_isSearching && m_isVeryNarrow); }
    [[nodiscard]] bool isRightShown() const { return m_wantsRight && (!m_isNarrow || m_forcesRight) && !m_isSearching; }
    [[nodiscard]] bool isSearching() const { return m_isSearching; }
    [[nodiscard]] bool wantsLeft() const { return m_wantsLeft; }
    [[nodiscard]] bool wantsRight() const { return m_wantsRight; }

private:
    int m_narrow, m_veryNarrow;
    bool m_wantsLeft = true, m_wantsRight = true;
    bool m_isNarrow = false, m_isVeryNarrow = false, m_isSearching = false;
    bool m_forcesLeft = false, m_forcesRight = false;
};

} // namespace chatroom::clientgui
