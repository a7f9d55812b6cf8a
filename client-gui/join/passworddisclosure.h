// "I have a password": a quiet line that opens a field, for those whose name is kept here. Closed it says nothing and is nothing.
#pragma once

#include <QWidget>

class QCheckBox;
class QToolButton;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class PasswordField;

class PasswordDisclosure final : public QWidget
{
    Q_OBJECT

public:
    explicit PasswordDisclosure(const widgets::Theme& theme, QWidget* parent = nullptr);

    [[nodiscard]] QString password() const; // empty: none
    [[nodiscard]] bool remembers() const;
    void clear(); // and closes

Q_SIGNALS:
    void submitted();

private:
    void setOpen(bool isOpen);
    void dress();

    const widgets::Theme& m_theme;
    QToolButton* m_toggle;
    QWidget* m_inside;
    PasswordField* m_password;
    QCheckBox* m_remember;
};

} // namespace chatroom::clientgui
