// The field a message is written in: plain text that grows with its lines. What keys mean beyond editing is told by signals.
#pragma once

#include <QPlainTextEdit>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class MessageEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    static constexpr int kMostLinesSeen = 8;

    explicit MessageEdit(const widgets::Theme& theme, QWidget* parent = nullptr);

    void setText(const QString& text); // with the caret at its end
    // Replaces a range; one step of undo.
    void replace(int start, int length, const QString& by);
    [[nodiscard]] int caret() const { return textCursor().position(); }
    void setCaret(int position);
    [[nodiscard]] bool isOnFirstLine() const;
    [[nodiscard]] bool isOnLastLine() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void insertFromMimeData(const QMimeData* source) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void grow();

    const widgets::Theme& m_theme;
    int m_height = 0;
};

} // namespace chatroom::clientgui
