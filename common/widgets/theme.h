// Dresses an application: Fusion under our palette, with a small generated style sheet where the palette cannot reach.
//
// Made once in main() and passed by reference; must outlive every widget and icon that was made with it. GUI thread.
#pragma once

#include "widgets/metrics.h"
#include "widgets/palette.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <optional>

class QApplication;

namespace chatroom::widgets {

enum class ThemeChoice : std::uint8_t { System, Light, Dark };

// As settings and command lines write it: "system", "light", "dark".
[[nodiscard]] QString themeChoiceName(ThemeChoice choice);
[[nodiscard]] std::optional<ThemeChoice> themeChoiceFromName(QStringView name);

class Theme final : public QObject
{
    Q_OBJECT

public:
    explicit Theme(QApplication& application, ThemeChoice choice = ThemeChoice::System);
    ~Theme() override;

    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);
    // 1 is the system's size; 0.8 to 2.
    [[nodiscard]] double fontFactor() const { return m_fontFactor; }
    void setFontFactor(double factor);

    [[nodiscard]] const Palette& palette() const { return m_palette; }
    [[nodiscard]] const Metrics& metrics() const { return m_metrics; }

Q_SIGNALS:
    // Colours or sizes are others than before. Icons of icons.h follow by themselves.
    void changed();

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void apply();
    [[nodiscard]] bool isSystemDark() const;

    QApplication& m_application;
    QFont m_systemFont;
    ThemeChoice m_choice;
    double m_fontFactor = 1;
    Palette m_palette;
    Metrics m_metrics;
    mutable bool m_isApplying = false; // our own changes are no news
};

} // namespace chatroom::widgets
