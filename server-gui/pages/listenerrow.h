// One place where the chatroom can be reached: for whom, at which port, encrypted or not.
#pragma once

#include "server/serverconfig.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class ListenerRow final : public QWidget
{
    Q_OBJECT

public:
    ListenerRow(const widgets::Theme& theme, const server::ListenConfig& listener, QWidget* parent = nullptr);

    // With what cannot be set here (certificate files) as it came.
    [[nodiscard]] server::ListenConfig listener() const;

Q_SIGNALS:
    void changed();
    void removeRequested();

private:
    void fillAddresses(const QString& host);

    server::ListenConfig m_given;
    QComboBox* m_address;
    QSpinBox* m_port;
    QCheckBox* m_encrypted;
};

} // namespace chatroom::servergui
