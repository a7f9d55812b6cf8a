// Above the field: what the message being written answers. Its cross, or Esc in the field, gives that up.
#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QToolButton;

namespace chatroom::widgets {
class ElidedLabel;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::clientgui {

struct ReplyTarget final
{
    QString messageId; // empty: it answers nothing
    QString author;    // as shown
    QString excerpt;
};

class ReplyBar final : public QFrame
{
    Q_OBJECT

public:
    explicit ReplyBar(const widgets::Theme& theme, QWidget* parent = nullptr);

    void showTarget(const ReplyTarget& target); // of none: hides

Q_SIGNALS:
    void cancelled();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showAuthor();
    void dress();

    const widgets::Theme& m_theme;
    QString m_whom; // "Replying to Ann"
    QLabel* m_icon;
    QLabel* m_author;
    widgets::ElidedLabel* m_excerpt;
    QToolButton* m_cancel;
};

} // namespace chatroom::clientgui
