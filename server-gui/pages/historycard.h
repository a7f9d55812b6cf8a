// The settings of what is kept: whether, how long, how much, how safely and where.
#pragma once

#include "server/serverconfig.h"

#include <QCoreApplication>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace chatroom::servergui {

class SettingsForm;

class HistoryCard final
{
    Q_DECLARE_TR_FUNCTIONS(chatroom::servergui::HistoryCard)

public:
    // The fields are the form's, which must outlive the card.
    explicit HistoryCard(SettingsForm& form);

    void show(const server::ServerConfig& config);
    void write(server::ServerConfig& config) const;
    // Where nothing is kept it does not matter how; the database holds the kept names in any case.
    void check();

private:
    QCheckBox* m_isKept;
    QCheckBox* m_isPersistent;
    QCheckBox* m_isDeletingAllowed;
    QComboBox* m_survives;
    QSpinBox* m_days;
    QSpinBox* m_messages;
    QLineEdit* m_database;
};

} // namespace chatroom::servergui
