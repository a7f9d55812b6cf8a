// F1: every key.
#pragma once

#include "client-gui/windowactions.h"

#include <QDialog>

namespace chatroom::clientgui {

class KeysDialog final : public QDialog
{
    Q_OBJECT

public:
    KeysDialog(const widgets::Theme& theme, const QList<WindowActions::Key>& keys, QWidget* parent);
};

} // namespace chatroom::clientgui
