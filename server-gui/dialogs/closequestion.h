// Asks whether a chatroom with people in it is to end with its window. Opens over the window and never blocks.
#pragma once

#include <QMessageBox>

namespace chatroom::servergui {

class CloseQuestion final : public QMessageBox
{
    Q_OBJECT

public:
    // Deletes itself when closed.
    CloseQuestion(int people, QWidget* parent);

Q_SIGNALS:
    void agreed();
};

} // namespace chatroom::servergui
