// A strip above a page that says what is wrong and what can be done about it, in place of a dialog. Hidden until shown.
#pragma once

#include "widgets/palette.h"

#include <QFrame>
#include <QString>

#include <cstdint>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace chatroom::widgets {

class Theme;

class Banner final : public QFrame
{
    Q_OBJECT

public:
    enum class Kind : std::uint8_t { Information, Warning, Error };

    explicit Banner(const Theme& theme, QWidget* parent = nullptr);

    // Shows the strip; `text` is plain and wraps. A screen reader is told.
    void announce(Kind kind, const QString& text);
    // Only the words change, for a countdown: nothing is read aloud again.
    void setText(const QString& text);
    [[nodiscard]] QString text() const;
    [[nodiscard]] Kind kind() const { return m_kind; }

    // The banner's; shown in the order of adding. Hide the button to take it away.
    QPushButton* addButton(const QString& text, const QString& objectName);
    // With a small cross that hides the strip. On by default.
    void setDismissable(bool isDismissable);

Q_SIGNALS:
    void dismissed();

private:
    void dress();
    void paintEvent(QPaintEvent* event) override;

    const Theme& m_theme;
    Kind m_kind = Kind::Information;
    QLabel* m_icon;
    QLabel* m_text;
    QHBoxLayout* m_row;
    QToolButton* m_close;
};

} // namespace chatroom::widgets
