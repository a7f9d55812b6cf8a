#include "widgets/avatar.h"

#include "widgets/namecolor.h"

#include <QPainter>

#include <algorithm>

namespace chatroom::widgets {

void paintAvatar(QPainter& painter, const QRectF& box, QStringView name, const Palette& palette, const QFont& font,
                 bool isDimmed)
{
    const double side = std::min(box.width(), box.height());
    const QRectF disc(box.center() - QPointF(side, side) / 2, QSizeF(side, side));
    const QString letters = initials(name);

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (isDimmed)
        painter.setOpacity(0.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(nameColor(name, palette));
    painter.drawEllipse(disc);

    QFont sized = font;
    sized.setWeight(QFont::DemiBold);
    sized.setPixelSize(std::max(1, qRound(side * (letters.size() > 1 ? 0.38 : 0.46))));
    painter.setFont(sized);
    painter.setPen(palette.isDark ? palette.onAccent : palette.surface);
    painter.drawText(disc, Qt::AlignCenter | Qt::TextDontClip, letters);
    painter.restore();
}

} // namespace chatroom::widgets
