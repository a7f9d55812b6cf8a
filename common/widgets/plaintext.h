// Text from others, shown where Qt would guess at markup.
#pragma once

#include <QString>

namespace chatroom::widgets {

// For setToolTip() and Qt::ToolTipRole: the text exactly as it is, wrapped when it is long; empty stays empty.
[[nodiscard]] inline QString toolTipText(const QString& plain)
{
    if (plain.isEmpty())
        return {};
    return QStringLiteral("<qt>") + plain.toHtmlEscaped() + QStringLiteral("</qt>");
}

} // namespace chatroom::widgets
