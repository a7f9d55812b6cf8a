// The disc with a name's initials, painted where a view or a widget wants it.
#pragma once

#include "widgets/palette.h"

#include <QFont>
#include <QRectF>
#include <QStringView>

class QPainter;

namespace chatroom::widgets {

// Fills the largest circle in `box`. `font` gives the family; its size follows the box. Dimmed: somebody who is away.
// `identity` gives the colour where it is not the name that is shown: a nickname is one person's, a shown name need not be.
void paintAvatar(QPainter& painter, const QRectF& box, QStringView name, const Palette& palette, const QFont& font, bool isDimmed = false,
                 QStringView identity = {});

} // namespace chatroom::widgets
