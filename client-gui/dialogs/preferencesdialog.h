// What a person may choose: theme, size of the letters, density, notifications, joins and leaves. Taken at once.
#pragma once

#include <QDialog>

class QCheckBox;
class QComboBox;
class QVBoxLayout;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class Settings;

class PreferencesDialog final : public QDialog
{
    Q_OBJECT

public:
    PreferencesDialog(widgets::Theme& theme, Settings& settings, QWidget* parent);

Q_SIGNALS:
    void changed(); // density, joins and leaves, notifications: in the settings by now

private:
    void addLook(QVBoxLayout& column);
    void addNotifications(QVBoxLayout& column);
    [[nodiscard]] QComboBox* makeThemes();
    [[nodiscard]] QComboBox* makeSizes();
    [[nodiscard]] QComboBox* makeDensities();
    [[nodiscard]] QCheckBox* makeComings();

    widgets::Theme& m_theme;
    Settings& m_settings;
};

} // namespace chatroom::clientgui
