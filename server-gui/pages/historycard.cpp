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
                              tr("Empty: a file in the data folder; or the address of a PostgreSQL database, as "
                                 "postgresql://user:password@host/database"),
                              &SettingsRules::databaseProblem);
    m_database->setPlaceholderText(tr("A file in the data folder"));
    form.makeSecret(*m_database, tr("Show the address with its password"), tr("Hide the address with its password"));
}

void HistoryCard::show(const server::ServerConfig& config)
{
    m_isKept->setChecked(config.history.isEnabled);
    m_survives->setCurrentIndex(m_survives->findData(static_cast<int>(config.durability)));
    SettingsForm::setKept(*m_days, config.history.maxAgeDays);
    SettingsForm::setKept(*m_messages, config.history.maxMessages);
    m_database->setText(config.storage.url);
}

void HistoryCard::write(server::ServerConfig& config) const
{
    config.history.isEnabled = m_isKept->isChecked();
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
    m_days->setEnabled(config.keepsHistory());
    m_messages->setEnabled(config.keepsHistory());
    m_database->setEnabled(config.keepsHistory());
}

} // namespace chatroom::servergui
