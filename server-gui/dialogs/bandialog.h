// Asks whom to keep out, for how long and why. Opens over its window and never blocks.
#pragma once

#include <QDialog>
#include <QString>

#include <chrono>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace chatroom::widgets {
class Metrics;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::servergui {

class BanDialog final : public QDialog
{
    Q_OBJECT

public:
    // `name`: whom it is about, or empty; `address`: what stands in the field at first. Deletes itself when closed.
    BanDialog(const widgets::Theme& theme, const QString& name, const QString& address, QWidget* parent);

Q_SIGNALS:
    // A duration of zero: for ever.
    void banEntered(const QString& address, std::chrono::seconds duration, const QString& reason);

private:
    [[nodiscard]] QLayout* makeForm(const widgets::Metrics& metrics);
    void check();

    QLineEdit* m_address;
    QComboBox* m_duration;
    QLineEdit* m_reason;
    QPushButton* m_accept;
};

} // namespace chatroom::servergui
