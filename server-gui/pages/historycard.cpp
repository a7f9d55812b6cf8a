#include "pages/historycard.h"

#include "pages/settingsform.h"
#include "settingsrules.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using server::Durability;

namespace {

constexpr int kMostDays = 100'000;
constexpr int kMostMessages = 1'000'000'000;

} // namespace

HistoryCard::HistoryCard(SettingsForm& form)
{
    auto* card =
        form.addCard(tr("History"), tr("What was said in a room can be read again and searched by who is in it. Whether, where and "
                                       "how safely it is kept changes when the chatroom is stopped and started again."));
    m_isKept = form.addSwitch(*card, tr("Keep what is said"), u"historyKept"_s);
    m_isPersistent = form.addSwitch(*card, tr("Keep the history when the server ends"), u"historyPersistent"_s);
    m_isPersistent->setToolTip(tr("Else it is in memory only, and each start begins with empty rooms"));
    m_isDeletingAllowed = form.addSwitch(*card, tr("People may delete their own messages"), u"historyDeleteOwn"_s);
    m_isDeletingAllowed->setToolTip(tr("Who is in charge can in any case"));
    m_survives = form.addChoice(*card, tr("Survives"), u"historySurvives"_s);
    m_survives->addItem(tr("A loss of power – safest"), static_cast<int>(Durability::Power));
    m_survives->addItem(tr("The end of the program – faster"), static_cast<int>(Durability::Process));
    m_survives->addItem(tr("Nothing is kept"), static_cast<int>(Durability::None));
    m_survives->setToolTip(tr("What a message that somebody has seen comes through"));
    m_days = form.addNumber(*card, tr("Forget after"), u"historyDays"_s, 0, kMostDays, tr(" days"));
    m_days->setSpecialValueText(tr("never"));
    m_days->setToolTip(tr("What is older is deleted for good, from the search too"));
    m_messages = form.addNumber(*card, tr("Messages kept in a room"), u"historyMessages"_s, 0, kMostMessages, {});
    m_messages->setSpecialValueText(tr("all"));
    m_messages->setToolTip(tr("Beyond that the oldest are deleted for good, from the search too"));
    m_database = form.addLine(*card, tr("Database"), u"database"_s,
                              tr("Where the history and the kept names are. Empty: a file in the data folder; or the address of a "
                                 "PostgreSQL database, as postgresql://user:password@host/database"),
                              &SettingsRules::databaseProblem);
    m_database->setPlaceholderText(tr("A file in the data folder"));
    form.makeSecret(*m_database, tr("Show the address with its password"), tr("Hide the address with its password"));
}

void HistoryCard::show(const server::ServerConfig& config)
{
    m_isKept->setChecked(config.history.isEnabled);
    m_isPersistent->setChecked(config.history.isPersistent);
    m_isDeletingAllowed->setChecked(config.history.isRedactingOwnAllowed);
    m_survives->setCurrentIndex(m_survives->findData(static_cast<int>(config.durability)));
    SettingsForm::setKept(*m_days, config.history.maxAgeDays);
    SettingsForm::setKept(*m_messages, config.history.maxMessages);
    m_database->setText(config.storage.url);
}

void HistoryCard::write(server::ServerConfig& config) const
{
    config.history.isEnabled = m_isKept->isChecked();
    config.history.isPersistent = m_isPersistent->isChecked();
    config.history.isRedactingOwnAllowed = m_isDeletingAllowed->isChecked();
    config.durability = static_cast<Durability>(m_survives->currentData().toInt());
    config.history.maxAgeDays = m_days->value();
    config.history.maxMessages = m_messages->value();
    config.storage.url = m_database->text().trimmed();
}

void HistoryCard::check()
{
    server::ServerConfig config;
    write(config);
    m_survives->setEnabled(config.history.isEnabled);
    for (QWidget* field : std::initializer_list<QWidget*>{m_isPersistent, m_isDeletingAllowed, m_days, m_messages})
        field->setEnabled(config.keepsHistory());
}

} // namespace chatroom::servergui
