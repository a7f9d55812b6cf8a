// A line that everybody in the chatroom reads.
#pragma once

#include <QFrame>
#include <QString>

class QHBoxLayout;
class QLineEdit;
class QPushButton;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class AnnounceBar final : public QFrame
{
    Q_OBJECT

public:
    explicit AnnounceBar(const widgets::Theme& theme, QWidget* parent = nullptr);

Q_SIGNALS:
    void announced(const QString& text);

private:
    void send();
    void dress();
    void paintEvent(QPaintEvent* event) override;

    const widgets::Theme& m_theme;
    QLineEdit* m_line;
    QPushButton* m_send;
    QHBoxLayout* m_row;
};

} // namespace chatroom::servergui
