// Another name for a room, where the server can and one is in charge of it.
#pragma once

#include "client/session.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

[[nodiscard]] bool canRename(const client::Session& session, const client::Conversation& room);

class RoomRenameDialog final : public QDialog
{
    Q_OBJECT

public:
    RoomRenameDialog(const widgets::Theme& theme, const QString& name, QWidget* parent);

Q_SIGNALS:
    void nameChosen(const QString& name, const QString& reason); // "#garden"

private:
    [[nodiscard]] QString typedRoom() const; // empty: none that could be
    void refresh();

    QString m_before;
    QLineEdit* m_name;
    QLineEdit* m_reason;
    QLabel* m_problem;
    QPushButton* m_take;
};

} // namespace chatroom::clientgui
