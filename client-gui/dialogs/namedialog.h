// Another name while one is connected.
#pragma once

#include <QDialog>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class NameDialog final : public QDialog
{
    Q_OBJECT

public:
    NameDialog(const widgets::Theme& theme, const QString& name, QWidget* parent);

Q_SIGNALS:
    void nameChosen(const QString& name);
};

} // namespace chatroom::clientgui
