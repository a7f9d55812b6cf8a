// A status in a moment: a few that are usual, or one's own words.
#pragma once

#include "client/session.h"

#include <QDialog>

class QLineEdit;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class StatusDialog final : public QDialog
{
    Q_OBJECT

public:
    StatusDialog(const widgets::Theme& theme, client::Session& session, QWidget* parent);

private:
    void take();

    client::Session& m_session;
    QLineEdit* m_edit;
};

} // namespace chatroom::clientgui
