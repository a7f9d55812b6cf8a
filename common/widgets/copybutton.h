// A small button that puts a text on the clipboard and shows for a moment that it did.
#pragma once

#include <QString>
#include <QTimer>
#include <QToolButton>

namespace chatroom::widgets {

class Theme;

class CopyButton final : public QToolButton
{
    Q_OBJECT

public:
    // `what` names the thing to people: "Copy the address".
    CopyButton(const Theme& theme, const QString& what, QWidget* parent = nullptr);

    void setCopiedText(const QString& text);
    [[nodiscard]] QString copiedText() const { return m_text; }

Q_SIGNALS:
    void copied(const QString& text);

private:
    void copy();
    void showIdle();

    const Theme& m_theme;
    QString m_what;
    QString m_text;
    QTimer m_done;
};

} // namespace chatroom::widgets
