// Searches the messages that are loaded: a field, how it went, back and forth.
#pragma once

#include <QFrame>

class QLabel;
class QLineEdit;
class QToolButton;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class MessageView;

class FindBar final : public QFrame
{
    Q_OBJECT

public:
    // Searches in `view`, which outlives this.
    FindBar(const widgets::Theme& theme, MessageView& view, QWidget* parent = nullptr);

    void open();
    void close();
    void find(bool isUpward);
    [[nodiscard]] int currentRow() const { return m_row; }

Q_SIGNALS:
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void dress();

    const widgets::Theme& m_theme;
    MessageView& m_view;
    QLineEdit* m_edit;
    QLabel* m_result;
    QToolButton* m_older;
    QToolButton* m_newer;
    QToolButton* m_close;
    int m_row = -1;
};

} // namespace chatroom::clientgui
