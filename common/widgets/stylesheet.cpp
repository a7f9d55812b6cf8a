#include "widgets/stylesheet.h"

#include <QFile>
#include <QFontInfo>
#include <QHash>
#include <QPushButton>
#include <QRegularExpression>
#include <QStyle>
#include <QVariant>

// Files of a static library's resource are only linked in when somebody asks for them, outside of any namespace.
static void initResources()
{
    Q_INIT_RESOURCE(chatroom);
}

namespace chatroom::widgets {

using namespace Qt::Literals::StringLiterals;

namespace {

QHash<QString, QString> tokens(const Palette& palette, const Metrics& metrics)
{
    const auto size = [&metrics](double at96) { return QString::number(metrics.px(at96)) + u"px"_s; };
    // A focused control has a ring of 2 instead of a line of 1: its padding gives way, so that nothing moves.
    const auto inner = [&metrics](double at96) { return QString::number(metrics.px(at96) - 1) + u"px"_s; };
    const auto text = [](const QFont& font) { return QString::number(QFontInfo(font).pixelSize()) + u"px"_s; };
    return {
        {u"window"_s, palette.window.name()},
        {u"surface"_s, palette.surface.name()},
        {u"raised"_s, palette.raised.name()},
        {u"line"_s, palette.line.name()},
        {u"border"_s, blended(palette.line, palette.text, palette.isDark ? 0.12 : 0.14).name()},
        {u"text"_s, palette.text.name()},
        {u"muted"_s, palette.muted.name()},
        {u"faint"_s, blended(palette.window, palette.muted, 0.7).name()},
        {u"accent"_s, palette.accent.name()},
        {u"accentHover"_s, blended(palette.accent, palette.isDark ? palette.text : palette.onAccent, palette.isDark ? 0.2 : 0.0)
                               .darker(palette.isDark ? 100 : 112)
                               .name()},
        {u"onAccent"_s, palette.onAccent.name()},
        {u"danger"_s, palette.danger.name()},
        {u"good"_s, palette.good.name()},
        {u"hovered"_s, palette.hovered().name()},
        {u"pressed"_s, blended(palette.window, palette.text, 0.12).name()},
        {u"selected"_s, palette.selected().name()},
        {u"radius"_s, size(6)},
        {u"cardRadius"_s, size(10)},
        {u"half"_s, size(2)},
        {u"unit"_s, size(4)},
        {u"gap"_s, size(8)},
        {u"cell"_s, QString::number(metrics.px(8) + 3) + u"px"_s}, // Qt adds 3 before a cell's text
        {u"gapCombo"_s, size(10)},                                 // a field's text stands 2 in
        {u"gapComboIn"_s, inner(10)},
        {u"wide"_s, size(12)},
        {u"unitIn"_s, inner(4)},
        {u"halfIn"_s, inner(2)},
        {u"gapIn"_s, inner(8)},
        {u"wideIn"_s, inner(12)},
        {u"control"_s, size(20)},
        {u"indicator"_s, size(16)},
        {u"arrow"_s, size(10)},
        {u"drop"_s, size(24)},
        {u"bar"_s, size(10)},
        {u"barRadius"_s, size(3)},
        {u"thumb"_s, size(32)},
        {u"bodySize"_s, text(metrics.body())},
        {u"secondarySize"_s, text(metrics.secondary())},
        {u"titleSize"_s, text(metrics.title())},
        {u"figureSize"_s, text(metrics.figure())},
        {u"tone"_s, palette.isDark ? u"dark"_s : u"light"_s},
    };
}

QString lookName(TextLook look)
{
    switch (look) {
    case TextLook::Body: return u"body"_s;
    case TextLook::Strong: return u"strong"_s;
    case TextLook::Secondary: return u"secondary"_s;
    case TextLook::Title: return u"title"_s;
    case TextLook::Figure: return u"figure"_s;
    }
    Q_UNREACHABLE();
}

QString toneName(Tone tone)
{
    switch (tone) {
    case Tone::Plain: return u"plain"_s;
    case Tone::Muted: return u"muted"_s;
    case Tone::Accent: return u"accent"_s;
    case Tone::Danger: return u"danger"_s;
    case Tone::Good: return u"good"_s;
    }
    Q_UNREACHABLE();
}

QString buttonName(ButtonLook look)
{
    switch (look) {
    case ButtonLook::Plain: return u"plain"_s;
    case ButtonLook::Primary: return u"primary"_s;
    case ButtonLook::Danger: return u"danger"_s;
    case ButtonLook::Flat: return u"flat"_s;
    case ButtonLook::Chip: return u"chip"_s;
    }
    Q_UNREACHABLE();
}

QString groundName(Ground ground)
{
    switch (ground) {
    case Ground::Card: return u"card"_s;
    case Ground::List: return u"list"_s;
    case Ground::Surface: return u"surface"_s;
    case Ground::Panel: return u"panel"_s;
    }
    Q_UNREACHABLE();
}

// A style sheet looks at properties only when the widget is polished.
void setLook(QWidget& widget, const char* property, const QVariant& value)
{
    if (widget.property(property) == value)
        return;
    widget.setProperty(property, value);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
    widget.update();
}

} // namespace

QString styleSheet(const Palette& palette, const Metrics& metrics)
{
    initResources();
    QFile file(u":/windows.qss"_s);
    const bool isThere = file.open(QIODevice::ReadOnly);
    Q_ASSERT(isThere);
    const QString form = QString::fromUtf8(file.readAll());
    const auto values = tokens(palette, metrics);

    static const QRegularExpression token(u"@([A-Za-z]+)"_s);
    QString sheet;
    qsizetype done = 0;
    for (auto matches = token.globalMatch(form); matches.hasNext();) {
        const auto match = matches.next();
        sheet += QStringView(form).mid(done, match.capturedStart() - done);
        const auto value = values.constFind(match.captured(1));
        sheet += value == values.cend() ? match.captured(0) : *value;
        done = match.capturedEnd();
    }
    return sheet + form.mid(done);
}

void setTextLook(QWidget& label, TextLook look, Tone tone)
{
    setLook(label, "look", lookName(look));
    setLook(label, "tone", toneName(tone));
}

void setButtonLook(QPushButton& button, ButtonLook look)
{
    setLook(button, "look", buttonName(look));
}

void setGround(QWidget& frame, Ground ground)
{
    frame.setAttribute(Qt::WA_StyledBackground);
    setLook(frame, "ground", groundName(ground));
}

void setSearchLook(QWidget& field)
{
    setLook(field, "look", u"search"_s);
}

void setFaulty(QWidget& field, bool isFaulty)
{
    setLook(field, "faulty", isFaulty);
}

} // namespace chatroom::widgets
