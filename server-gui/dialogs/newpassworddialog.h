// Shows a password that was made for somebody, once: to be copied or read to them. Opens over its window and never blocks.
#pragma once

#include <QDialog>
#include <QString>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class NewPasswordDialog final : public QDialog
{
    Q_OBJECT

public:
    // Deletes itself when closed, and the password with it.
    NewPasswordDialog(const widgets::Theme& theme, const QString& name, const QString& password, QWidget* parent);
};

} // namespace chatroom::servergui
