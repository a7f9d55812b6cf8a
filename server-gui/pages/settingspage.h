// What can be set, with what is wrong said under each field as it is typed. What has no field stays as it is.
#pragma once

#include "pages/accountscard.h"
#include "pages/historycard.h"
#include "pages/limitscard.h"
#include "server/serverconfig.h"
#include "widgets/theme.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace chatroom::servergui {

class ListenerRow;
class SettingsForm;

class SettingsPage final : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsPage(widgets::Theme& theme, QWidget* parent = nullptr);

    // What the server has now; the fields show it and nothing is changed.
    void setConfig(const server::ServerConfig& config);
    // What the fields say.
    [[nodiscard]] server::ServerConfig edited() const;
    [[nodiscard]] bool isChanged() const;
    [[nodiscard]] bool isValid() const;
    // Below the fields, until something is typed.
    // `isNextStartAwaited`: some of it only takes effect then.
    void showApplied(bool isNextStartAwaited);
    void showProblem(const QString& what);

Q_SIGNALS:
    void applyRequested(const chatroom::server::ServerConfig& config);
    void themeChosen(chatroom::widgets::ThemeChoice choice);

private:
    void addChatroomCard();
    void addPlacesCard();
    void addGuestsCard();
    void addWindowCard();
    void addButtons();
    void addPlace(const server::ListenConfig& listener);
    void addNewPlace();
    void clearPlaces();
    void check();

    widgets::Theme& m_theme;
    server::ServerConfig m_config;
    bool m_isFilling = false;

    SettingsForm* m_form = nullptr;
    std::optional<AccountsCard> m_accounts;
    std::optional<HistoryCard> m_history;
    std::optional<LimitsCard> m_limits;
    QLineEdit* m_network = nullptr;
    QLineEdit* m_name = nullptr;
    QLineEdit* m_description = nullptr;
    QLineEdit* m_icon = nullptr;
    QLineEdit* m_password = nullptr;
    QVBoxLayout* m_places = nullptr;
    QList<ListenerRow*> m_placeRows;
    QLabel* m_placesProblem = nullptr;
    QSpinBox* m_perAddress = nullptr;
    QComboBox* m_look = nullptr;
    QLabel* m_outcome = nullptr;
    QPushButton* m_apply = nullptr;
    QPushButton* m_undo = nullptr;
};

} // namespace chatroom::servergui
