#include "pages/accountscard.h"

#include "pages/settingsform.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QSpinBox>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLeastRounds = 4096; // RFC 7677, section 4
constexpr int kMostRounds = 10'000'000;
constexpr std::array<const char*, 3> kMechanisms{"PLAIN", "SCRAM-SHA-256", "EXTERNAL"};

bool isSame(const QByteArrayList& some, const QByteArrayList& others)
{
    return some.size() == others.size() && std::ranges::all_of(some, [&](const QByteArray& each) { return others.contains(each); });
}

} // namespace

AccountsCard::AccountsCard(SettingsForm& form)
{
    addNames(form);
    addProfiles(form);
}

void AccountsCard::addNames(SettingsForm& form)
{
    auto* card = form.addCard(tr("Kept names"), tr("Who keeps a name has a password or a key for it, and nobody else can take it."));
    m_isOpen = form.addSwitch(*card, tr("People may keep a name"), u"namesKept"_s);
    m_isBeforeComing = form.addSwitch(*card, tr("Also while they come in"), u"namesBeforeComing"_s);
    m_isBeforeComing->setToolTip(tr("Never without the password of the chatroom, where it has one"));
    m_isEmailAsked = form.addSwitch(*card, tr("Only with an e-mail address"), u"namesEmail"_s);
    m_isEmailAsked->setToolTip(tr("It is kept with the name; nothing is sent to it"));
    const std::array<QString, 3> ways{tr("A password"), tr("A password that is proved, not sent"), tr("A key of the device")};
    const std::array<QString, 3> hints{tr("Any program can do that (SASL PLAIN)"),
                                       tr("The safer way where the connection is not encrypted (SASL SCRAM-SHA-256)"),
                                       tr("A certificate, on encrypted connections (SASL EXTERNAL)")};
    for (std::size_t way = 0; way < ways.size(); ++way) {
        m_mechanisms[way] = form.addOption(*card, way == 0 ? tr("Sign in by") : QString(), ways[way],
                                           u"signInBy%1"_s.arg(QLatin1StringView(kMechanisms[way])));
        m_mechanisms[way]->setToolTip(hints[way]);
    }
    m_attempts = form.addNumber(*card, tr("Wrong passwords"), u"loginAttempts"_s, 0, 1000, {});
    m_attempts->setSpecialValueText(tr("any number"));
    m_attempts->setToolTip(tr("After so many the connection is closed"));
    m_rounds = form.addNumber(*card, tr("Strength of a proof"), u"hashIterations"_s, kLeastRounds, kMostRounds, tr(" rounds"));
    m_rounds->setToolTip(tr("How much work it is to guess a password that is proved, and to sign in with it; for new passwords"));
}

void AccountsCard::addProfiles(SettingsForm& form)
{
    auto* card = form.addCard(tr("Profiles"), tr("What people and rooms say of themselves: a picture, a status, pronouns. Switching them "
                                                 "on or off takes effect when the chatroom is stopped and started again."));
    m_hasProfiles = form.addSwitch(*card, tr("People and rooms have profiles"), u"profiles"_s);
    m_entries = form.addNumber(*card, tr("Entries of one profile"), u"profileEntries"_s, 0, 10'000, {});
    m_watched = form.addNumber(*card, tr("Kinds one can follow"), u"profileWatched"_s, 0, 10'000, {});
    m_watched->setToolTip(tr("How many kinds of entries a program is told changes of"));
    for (QSpinBox* box : {m_entries, m_watched})
        box->setSpecialValueText(tr("no limit"));
}

void AccountsCard::show(const server::ServerConfig& config)
{
    m_isOpen->setChecked(config.accounts.isRegistrationOpen);
    m_isBeforeComing->setChecked(config.accounts.isBeforeConnectAllowed);
    m_isEmailAsked->setChecked(config.accounts.isEmailRequired);
    m_shownMechanisms = config.accounts.sasl;
    for (std::size_t way = 0; way < kMechanisms.size(); ++way)
        m_mechanisms[way]->setChecked(config.accounts.sasl.contains(kMechanisms[way]));
    SettingsForm::setKept(*m_attempts, config.limits.loginAttempts);
    SettingsForm::setKept(*m_rounds, config.accounts.hashIterations);
    m_hasProfiles->setChecked(config.metadata.isEnabled);
    SettingsForm::setKept(*m_entries, config.metadata.maxKeys);
    SettingsForm::setKept(*m_watched, config.metadata.maxSubscriptions);
}

QByteArrayList AccountsCard::mechanisms() const
{
    QByteArrayList chosen;
    for (std::size_t way = 0; way < kMechanisms.size(); ++way) {
        if (m_mechanisms[way]->isChecked())
            chosen.append(kMechanisms[way]);
    }
    return isSame(chosen, m_shownMechanisms) ? m_shownMechanisms : chosen;
}

void AccountsCard::write(server::ServerConfig& config) const
{
    config.accounts.isRegistrationOpen = m_isOpen->isChecked();
    config.accounts.isBeforeConnectAllowed = m_isBeforeComing->isChecked();
    config.accounts.isEmailRequired = m_isEmailAsked->isChecked();
    config.accounts.sasl = mechanisms();
    config.accounts.hashIterations = m_rounds->value();
    config.limits.loginAttempts = m_attempts->value();
    config.metadata.isEnabled = m_hasProfiles->isChecked();
    config.metadata.maxKeys = m_entries->value();
    config.metadata.maxSubscriptions = m_watched->value();
}

void AccountsCard::check()
{
    m_isBeforeComing->setEnabled(m_isOpen->isChecked());
    m_isEmailAsked->setEnabled(m_isOpen->isChecked());
    m_rounds->setEnabled(m_mechanisms[1]->isChecked());
    m_entries->setEnabled(m_hasProfiles->isChecked());
    m_watched->setEnabled(m_hasProfiles->isChecked());
}

} // namespace chatroom::servergui
