#include "widgets/icons.h"

#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>

namespace chatroom::widgets {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kDrawing = 16;     // px: what the SVG files are drawn for
constexpr int kCentredUpTo = 22; // px: larger than this the drawing is enlarged

QString fileOf(Icon icon)
{
    return u":/icons/breeze/"_s + iconName(icon) + u".svg"_s;
}

class ThemedEngine final : public QIconEngine
{
public:
    ThemedEngine(const Theme& theme, Icon icon, Role role) : m_theme(theme), m_icon(icon), m_role(role) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const auto ratio = painter->device() ? painter->device()->devicePixelRatio() : 1.0;
        painter->drawPixmap(rect, tinted(rect.size(), ratio, mode));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return tinted(size, 1, mode); }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        // Called with device pixels; the caller sets the ratio.
        QPixmap drawn = tinted(size / scale, scale, mode);
        drawn.setDevicePixelRatio(1);
        return drawn;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new ThemedEngine(m_theme, m_icon, m_role); }
    [[nodiscard]] QString key() const override { return u"chatroom"_s; }
    QString iconName() override { return chatroom::widgets::iconName(m_icon); }
    bool isNull() override { return false; }

private:
    // Drawn once for all who show it so: a list paints its icons anew whenever a row changes.
    [[nodiscard]] QPixmap tinted(const QSize& size, qreal ratio, QIcon::Mode mode) const
    {
        const QColor color = colorFor(mode);
        const QString key = u"chatroom %1 %2 %3x%4 %5 %6"_s.arg(QIcon::themeName(), chatroom::widgets::iconName(m_icon))
                                .arg(size.width())
                                .arg(size.height())
                                .arg(ratio)
                                .arg(color.name(QColor::HexArgb));
        QPixmap pixmap;
        if (!QPixmapCache::find(key, &pixmap)) {
            pixmap = drawn(size, ratio, color);
            QPixmapCache::insert(key, pixmap);
        }
        return pixmap;
    }

    [[nodiscard]] QPixmap drawn(const QSize& size, qreal ratio, const QColor& color) const
    {
        QPixmap pixmap(size * ratio);
        pixmap.fill(Qt::transparent);
        pixmap.setDevicePixelRatio(ratio);
        const int side = std::min(size.width(), size.height());
        const int drawing = side > kDrawing && side <= kCentredUpTo ? kDrawing : side;
        const QRectF box((size.width() - drawing) / 2, (size.height() - drawing) / 2, drawing, drawing);

        QPainter painter(&pixmap);
        drawForm(painter, box);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(QRect(QPoint(), size), color);
        return pixmap;
    }

    void drawForm(QPainter& painter, const QRectF& box) const
    {
        // Ours first: another desktop's set may be filled pictures, which in one colour are blobs.
        if (QFile::exists(fileOf(m_icon))) {
            QSvgRenderer(fileOf(m_icon)).render(&painter, box);
            return;
        }
        QIcon::fromTheme(chatroom::widgets::iconName(m_icon)).paint(&painter, box.toRect());
    }

    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const
    {
        const Palette& palette = m_theme.palette();
        const QColor color = palette.color(m_role);
        return mode == QIcon::Disabled ? blended(palette.window, color, 0.45) : color;
    }

    const Theme& m_theme;
    Icon m_icon;
    Role m_role;
};

QIcon programIcon(const QString& file)
{
    (void)styleSheet(Palette::light(), Metrics(QFont())); // links the resources in
    return QIcon(file);
}

} // namespace

QList<Icon> allIcons()
{
    QList<Icon> icons;
    for (int value = 0; value <= static_cast<int>(Icon::Warning); ++value)
        icons.append(static_cast<Icon>(value));
    return icons;
}

QString iconName(Icon icon)
{
    switch (icon) {
    case Icon::Add: return u"list-add"_s;
    case Icon::Announce: return u"player-volume"_s;
    case Icon::Away: return u"clock"_s;
    case Icon::Back: return u"go-previous"_s;
    case Icon::Ban: return u"dialog-cancel"_s;
    case Icon::Bookmark: return u"bookmarks"_s;
    case Icon::Chart: return u"view-statistics"_s;
    case Icon::Chat: return u"dialog-messages"_s;
    case Icon::Check: return u"dialog-ok-apply"_s;
    case Icon::Clear: return u"edit-clear"_s;
    case Icon::Close: return u"window-close"_s;
    case Icon::Code: return u"format-text-code"_s;
    case Icon::Computer: return u"computer"_s;
    case Icon::Connect: return u"network-connect"_s;
    case Icon::Copy: return u"edit-copy"_s;
    case Icon::Delete: return u"edit-delete"_s;
    case Icon::Disconnect: return u"network-disconnect"_s;
    case Icon::Down: return u"go-down"_s;
    case Icon::Edit: return u"document-edit"_s;
    case Icon::Emoji: return u"smiley-add"_s;
    case Icon::Error: return u"emblem-error"_s;
    case Icon::Filter: return u"view-filter"_s;
    case Icon::Forward: return u"go-next"_s;
    case Icon::Help: return u"help-about"_s;
    case Icon::Hide: return u"view-hidden"_s;
    case Icon::Hint: return u"help-hint"_s;
    case Icon::Information: return u"dialog-information"_s;
    case Icon::Kick: return u"im-kick-user"_s;
    case Icon::LeftPanel: return u"sidebar-collapse-left"_s;
    case Icon::Link: return u"insert-link"_s;
    case Icon::Lock: return u"object-locked"_s;
    case Icon::Log: return u"view-list-text"_s;
    case Icon::Mail: return u"mail-message"_s;
    case Icon::Menu: return u"application-menu"_s;
    case Icon::More: return u"overflow-menu"_s;
    case Icon::Muted: return u"notifications-disabled"_s;
    case Icon::Newest: return u"go-bottom"_s;
    case Icon::Notifications: return u"notifications"_s;
    case Icon::Pause: return u"media-playback-pause"_s;
    case Icon::People: return u"system-users"_s;
    case Icon::Person: return u"im-user"_s;
    case Icon::Refresh: return u"view-refresh"_s;
    case Icon::Remove: return u"list-remove"_s;
    case Icon::Reply: return u"mail-reply-sender"_s;
    case Icon::RightPanel: return u"sidebar-collapse-right"_s;
    case Icon::Room: return u"dialog-messages"_s;
    case Icon::RoomNew: return u"user-group-new"_s;
    case Icon::Save: return u"document-save"_s;
    case Icon::Search: return u"edit-find"_s;
    case Icon::Send: return u"document-send"_s;
    case Icon::Server: return u"network-server"_s;
    case Icon::Settings: return u"configure"_s;
    case Icon::Show: return u"visibility"_s;
    case Icon::SignOut: return u"system-log-out"_s;
    case Icon::Start: return u"media-playback-start"_s;
    case Icon::Stop: return u"media-playback-stop"_s;
    case Icon::Unlock: return u"object-unlocked"_s;
    case Icon::Up: return u"go-up"_s;
    case Icon::Warning: return u"dialog-warning"_s;
    }
    Q_UNREACHABLE();
}

QIcon icon(const Theme& theme, Icon which, Role role)
{
    return QIcon(new ThemedEngine(theme, which, role));
}

QIcon clientProgramIcon()
{
    return programIcon(u":/icons/chatroom.svg"_s);
}

QIcon serverProgramIcon()
{
    return programIcon(u":/icons/chatroom-server.svg"_s);
}

} // namespace chatroom::widgets
