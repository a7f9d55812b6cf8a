// What a person may choose: theme, size of the letters, density, notifications, joins and leaves. Taken at once.
#pragma once

#include <QDialog>

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
};

} // namespace chatroom::clientgui
