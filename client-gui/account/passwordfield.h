// A field for a password, with an eye that shows what is typed, and below it a line: how good a new one is, or what is wrong.
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class PasswordField final : public QWidget
{
    Q_OBJECT

public:
    enum class Purpose : std::uint8_t { Known, New }; // a new one is judged

    // `name`: whose password it is. `objectName` is the field's.
    PasswordField(const widgets::Theme& theme, Purpose purpose, const QString& label, const QString& objectName, QWidget* parent = nullptr);

    [[nodiscard]] QString password() const;
    // One that could be sent: not empty, no spaces.
    [[nodiscard]] bool isUsable() const;
    void setName(const QString& name) { m_name = name; }
    void showProblem(const QString& problem); // until another letter is typed; empty: none
    void clear();

Q_SIGNALS:
    void edited();
    void submitted();

private:
    void judge();
    void dress();

    const widgets::Theme& m_theme;
    Purpose m_purpose;
    QString m_name;
    QLineEdit* m_edit;
    QLabel* m_hint;
    QAction* m_eye;
};

} // namespace chatroom::clientgui
