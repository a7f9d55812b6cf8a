// One line of plain text that gives way: what does not fit ends in an ellipsis, and the whole is in its tooltip.
#pragma once

#include <QLabel>

namespace chatroom::widgets {

class ElidedLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);
    explicit ElidedLabel(const QString& text, QWidget* parent = nullptr);

    void setElideMode(Qt::TextElideMode mode);
    [[nodiscard]] bool isElided() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    [[nodiscard]] QString oneLine() const;

    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace chatroom::widgets
