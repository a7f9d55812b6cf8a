#include "widgets/theme.h"

#include "widgets/stylesheet.h"

#include <QApplication>
#include <QEvent>
#include <QFontInfo>
#include <QPalette>
#include <QScopedValueRollback>
#include <QStyle>
#include <QStyleFactory>

#include <algorithm>

namespace chatroom::widgets {

using namespace Qt::Literals::StringLiterals;

namespace {

QPalette qtPalette(const Palette& ours)
{
    QPalette palette;
    palette.setColor(QPalette::Window, ours.window);
    palette.setColor(QPalette::WindowText, ours.text);
    palette.setColor(QPalette::Base, ours.surface);
    palette.setColor(QPalette::AlternateBase, ours.window);
    palette.setColor(QPalette::Text, ours.text);
    palette.setColor(QPalette::PlaceholderText, ours.muted);
    palette.setColor(QPalette::Button, ours.raised);
    palette.setColor(QPalette::ButtonText, ours.text);
    palette.setColor(QPalette::BrightText, ours.danger);
    palette.setColor(QPalette::Highlight, ours.accent);
    palette.setColor(QPalette::HighlightedText, ours.onAccent);
    palette.setColor(QPalette::Link, ours.accent);
    palette.setColor(QPalette::LinkVisited, ours.accent);
    palette.setColor(QPalette::ToolTipBase, ours.raised);
    palette.setColor(QPalette::ToolTipText, ours.text);
    palette.setColor(QPalette::Light, ours.raised);
    palette.setColor(QPalette::Midlight, ours.line);
    palette.setColor(QPalette::Mid, ours.line);
    palette.setColor(QPalette::Dark, blended(ours.line, ours.text, 0.3));
    palette.setColor(QPalette::Shadow, ours.isDark ? QColor(Qt::black) : blended(ours.line, ours.text, 0.5));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, blended(ours.window, ours.muted, 0.7));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, ours.line);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, ours.muted);
    return palette;
}

// Emoji are in colour wherever text is: a font of theirs comes before whatever else has an outline of them.
QFont withEmoji(QFont font)
{
    // The family that is really there: behind an alias such as "Sans Serif" the emoji font's digits and spaces would win.
    QStringList families{QFontInfo(font).family()};
    families += {u"Noto Color Emoji"_s, u"Apple Color Emoji"_s, u"Segoe UI Emoji"_s};
    font.setFamilies(families);
    return font;
}

} // namespace

QString themeChoiceName(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::System: return u"system"_s;
    case ThemeChoice::Light: return u"light"_s;
    case ThemeChoice::Dark: return u"dark"_s;
    }
    Q_UNREACHABLE();
}

std::optional<ThemeChoice> themeChoiceFromName(QStringView name)
{
    for (const auto choice : {ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark}) {
        if (name == themeChoiceName(choice))
            return choice;
    }
    return std::nullopt;
}

Theme::Theme(QApplication& application, ThemeChoice choice)
    : m_application(application), m_systemFont(QApplication::font()), m_choice(choice), m_palette(Palette::light()), m_metrics(m_systemFont)
{
    // QStyle::name() of the running style is not ours once a style sheet wraps it, so the style is simply set.
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    apply();
    m_application.installEventFilter(this);
}

Theme::~Theme() = default;

void Theme::setChoice(ThemeChoice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    apply();
}

void Theme::setFontFactor(double factor)
{
    const double bounded = std::clamp(factor, 0.8, 2.0);
    if (qFuzzyCompare(bounded, m_fontFactor))
        return;
    m_fontFactor = bounded;
    apply();
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    // The desktop switched between light and dark: Qt tells each window, we hear it once for each.
    if (event->type() == QEvent::ThemeChange && m_choice == ThemeChoice::System && !m_isApplying) {
        if (isSystemDark() != m_palette.isDark)
            apply();
    }
    return QObject::eventFilter(watched, event);
}

bool Theme::isSystemDark() const
{
    const QScopedValueRollback guard(m_isApplying, true);
    const QPalette ours = QApplication::palette();
    QApplication::setPalette(QPalette()); // a default palette resets the application to the desktop's
    const QPalette system = QApplication::palette();
    QApplication::setPalette(ours);
    return system.color(QPalette::Window).lightness() < system.color(QPalette::WindowText).lightness();
}

void Theme::apply()
{
    const bool isDark = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && isSystemDark());
    const QScopedValueRollback guard(m_isApplying, true);
    QFont font = withEmoji(m_systemFont);
    if (!qFuzzyCompare(m_fontFactor, 1.0))
        font.setPixelSize(std::max(11, qRound(QFontInfo(m_systemFont).pixelSize() * m_fontFactor)));
    m_palette = isDark ? Palette::dark() : Palette::light();
    m_metrics = Metrics(font);
    QApplication::setFont(font);
    QApplication::setPalette(qtPalette(m_palette));
    m_application.setStyleSheet(styleSheet(m_palette, m_metrics));
    Q_EMIT changed();
}

} // namespace chatroom::widgets
