#include "client-gui/panelfolding.h"

namespace chatroom::clientgui {

void PanelFolding::setWidth(int width)
{
    const bool isNarrow = width < m_narrow;
    const bool isVeryNarrow = width < m_veryNarrow;
    if (isNarrow != m_isNarrow)
        m_forcesRight = false;
    if (isVeryNarrow != m_isVeryNarrow)
        m_forcesLeft = false;
    m_isNarrow = isNarrow;
    m_isVeryNarrow = isVeryNarrow;
}

void PanelFolding::toggleLeft()
{
    const bool shows = !isLeftShown();
    if (m_isNarrow)
        m_isSearching = false; // it stands in the way
    m_forcesLeft = shows && m_isVeryNarrow;
    if (!m_isVeryNarrow || shows)
        m_wantsLeft = shows;
}

void PanelFolding::toggleRight()
{
    const bool shows = !isRightShown();
    m_isSearching = false;
    m_forcesRight = shows && m_isNarrow;
    if (!m_isNarrow || shows)
        m_wantsRight = shows;
}

} // namespace chatroom::clientgui
