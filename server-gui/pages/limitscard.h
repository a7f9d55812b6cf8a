// The settings of how much there may be of everything.
#pragma once

#include "server/serverconfig.h"

#include <QCoreApplication>

#include <vector>

class QCheckBox;
class QSpinBox;

namespace chatroom::servergui {

class SettingsForm;

class LimitsCard final
{
    Q_DECLARE_TR_FUNCTIONS(chatroom::servergui::LimitsCard)

public:
    // The fields are the form's, which must outlive the card.
    explicit LimitsCard(SettingsForm& form);

    void show(const server::ServerConfig& config);
    void write(server::ServerConfig& config) const;

private:
    struct Number final
    {
        QSpinBox* box;
        int server::LimitsConfig::*limit;
    };

    QCheckBox* m_flood = nullptr;
    QCheckBox* m_isUtf8Only = nullptr;
    std::vector<Number> m_numbers;
    QSpinBox* m_sendQueue = nullptr;
    QSpinBox* m_workers = nullptr;
    int m_shownSendQueue = 0; // bytes, of which the box shows whole megabytes
};

} // namespace chatroom::servergui
