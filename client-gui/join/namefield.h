// The name one wants, checked as it is typed: the reason and a name that would do stand under the field.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class NameField final : public QWidget
{
    Q_OBJECT

public:
    explicit NameField(const widgets::Theme& theme, QWidget* parent = nullptr);

    void setName(const QString& name); // selected, so that typing replaces it
    [[nodiscard]] QString name() const;
    [[nodiscard]] bool isValid() const { return m_isValid; }
    // What the server says of the name; goes when another is typed.
    void showRefusal(const QString& why, const QString& suggestion);
    [[nodiscard]] QString reason() const;
    [[nodiscard]] QString suggestion() const { return m_suggested; }

Q_SIGNALS:
    void validityChanged(bool isValid);
    void submitted();

private:
    void check();
    void showProblem(const QString& reason, const QString& suggestion);

    QLineEdit* m_edit;
    QLabel* m_reason;
    QPushButton* m_suggestion;
    QString m_suggested;
    bool m_isValid = false;
};

} // namespace chatroom::clientgui
