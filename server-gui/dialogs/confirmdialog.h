// Asks whether something is really to be done, and says what it would mean. Opens over its window and never blocks.
#pragma once

#include <QDialog>
#include <QString>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class ConfirmDialog final : public QDialog
{
    Q_OBJECT

public:
    struct Words final
    {
        QString title;           // "Delete the name ada"
        QStringList explanation; // what will happen: a line each
        QString accept;          // what the button says
        bool isFinal = false;    // cannot be taken back: Enter does not do it
    };

    // Deletes itself when closed. QDialog::accepted tells that it was agreed to.
    ConfirmDialog(const widgets::Theme& theme, const Words& words, QWidget* parent);
};

} // namespace chatroom::servergui
