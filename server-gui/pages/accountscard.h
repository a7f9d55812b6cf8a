// The settings of kept names: who may keep one, how their owners sign in, and what people and rooms can say of themselves.
#pragma once

#include "server/serverconfig.h"

#include <QCoreApplication>

#include <array>

class QCheckBox;
class QSpinBox;

namespace chatroom::servergui {

class SettingsForm;

class AccountsCard final
{
    Q_DECLARE_TR_FUNCTIONS(chatroom::servergui::AccountsCard)

public:
    // The fields are the form's, which must outlive the card.
    explicit AccountsCard(SettingsForm& form);

    void show(const server::ServerConfig& config);
    void write(server::ServerConfig& config) const;
    // Where nobody can keep a name, or has a profile, it does not matter how.
    void check();

private:
    void addNames(SettingsForm& form);
    void addProfiles(SettingsForm& form);
    [[nodiscard]] QByteArrayList mechanisms() const;

    QCheckBox* m_isOpen = nullptr;
    QCheckBox* m_isBeforeComing = nullptr;
    QCheckBox* m_isEmailAsked = nullptr;
    std::array<QCheckBox*, 3> m_mechanisms{};
    QSpinBox* m_attempts = nullptr;
    QSpinBox* m_rounds = nullptr;
    QByteArrayList m_shownMechanisms; // kept in its order while the boxes say the same
    QCheckBox* m_hasProfiles = nullptr;
    QSpinBox* m_entries = nullptr;
    QSpinBox* m_watched = nullptr;
};

} // namespace chatroom::servergui
