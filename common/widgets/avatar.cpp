#include "widgets/avatar.h"

#include "widgets/namecolor.h"

#include <QPainter>

#include <algorithm>

namespace chatroom::widgets {

void paintAvatar(QPainter& painter, const QRectF& box, QStringView name, const Palette& palette, const QFont& font, bool isDimmed,
                 QStringView identity)
{
    const double side = std::min(box.width(), box.height());
    const QRectF disc(box.center() - QPointF(side, side) / 2, QSizeF(side, side));
    const QString letters = initials(name);

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = nameColor(identity.isEmpty() ? name : identity, palette);
    const double ring = std::max(1.0, side / 16);
    // Dimmed is a ring: a pale disc would leave its letters unreadable.
    painter.setPen(isDimmed ? QPen(color, ring) : QPen(Qt::NoPen));
    painter.setBrush(isDimmed ? QBrush(Qt::NoBrush) : QBrush(color));
    painter.drawEllipse(isDimmed ? disc.adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2) : disc);

    QFont sized = font;
    sized.setWeight(QFont::DemiBold);
    sized.setPixelSize(std::max(1, qRound(side * (letters.size() > 1 ? 0.38 : 0.46))));
    painter.setFont(sized);
    painter.setPen(isDimmed ? color : palette.isDark ? palette.onAccent : palette.surface);
    painter.drawText(disc, Qt::AlignCenter | Qt::TextDontClip, letters);
    painter.restore();
}

} // namespace chatroom::widgets
