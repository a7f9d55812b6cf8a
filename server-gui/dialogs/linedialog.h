// Asks for one line, to be shown to people: a message, a reason, a topic. Opens over its window and never blocks.
#pragma once

#include <QDialog>
#include <QString>

class QDialogButtonBox;
class QLineEdit;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class LineDialog final : public QDialog
{
    Q_OBJECT

public:
    struct Words final
    {
        QString title;       // "Disconnect ada"
        QString explanation; // what will happen
        QString label;       // of the field
        QString text;        // what stands in it at first
        QString accept;      // what the button says
        bool isDangerous = false;
        bool isFinal = false; // cannot be taken back: Enter does not do it
        bool mayBeEmpty = true;
        int maxBytes = 390; // in UTF-8
    };

    // Deletes itself when closed.
    LineDialog(const widgets::Theme& theme, const Words& words, QWidget* parent);

Q_SIGNALS:
    void lineEntered(const QString& line);

private:
    void check(bool mayBeEmpty);

    QLineEdit* m_line;
    QDialogButtonBox* m_buttons;
    int m_maxBytes;
};

} // namespace chatroom::servergui
