#include "pages/limitscard.h"

#include "pages/settingsform.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QSpinBox>

#include <algorithm>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using server::LimitsConfig;

namespace {

constexpr int kMegabyte = 1024 * 1024;
constexpr int kMostWorkers = 64;

int shownMegabytes(int bytes)
{
    return bytes == 0 ? 0 : std::max(1, bytes / kMegabyte);
}

} // namespace

LimitsCard::LimitsCard(SettingsForm& form)
{
    auto* card = form.addCard(tr("Limits"), tr("How many threads there are changes when the chatroom is stopped and started again."));
    m_flood = form.addSwitch(*card, tr("Slow down who sends very much at once"), u"flood"_s);
    m_isUtf8Only = form.addSwitch(*card, tr("Refuse text in old encodings"), u"utf8Only"_s);
    m_isUtf8Only->setToolTip(tr("What is not UTF-8 cannot be shown to everybody"));
    const auto add = [&](const QString& label, const QString& name, int most, const QString& suffix, int LimitsConfig::*limit) {
        QSpinBox* box = form.addNumber(*card, label, name, 0, most, suffix);
        box->setSpecialValueText(tr("no limit"));
        m_numbers.push_back({box, limit});
        return box;
    };
    add(tr("Longest name"), u"nameLength"_s, 64, tr(" bytes"), &LimitsConfig::nickLength);
    add(tr("Longest room name"), u"roomLength"_s, 128, tr(" bytes"), &LimitsConfig::channelLength);
    add(tr("Longest topic"), u"topicLength"_s, 390, tr(" bytes"), &LimitsConfig::topicLength);
    add(tr("Longest away message"), u"awayLength"_s, 390, tr(" bytes"), &LimitsConfig::awayLength);
    add(tr("Longest reason"), u"reasonLength"_s, 390, tr(" bytes"), &LimitsConfig::kickLength)
        ->setToolTip(tr("That is given when somebody is removed from a room"));
    add(tr("Longest message"), u"messageBytes"_s, 1024 * 1024, tr(" bytes"), &LimitsConfig::multilineBytes)
        ->setToolTip(tr("All of its lines together; what is longer is sent as several messages"));
    add(tr("Lines of a message"), u"messageLines"_s, 10'000, {}, &LimitsConfig::multilineLines);
    add(tr("Bans of a room"), u"roomBans"_s, 100'000, {}, &LimitsConfig::listModes)
        ->setToolTip(tr("With its exceptions, invitations and mutes"));
    add(tr("People one can watch"), u"watched"_s, 100'000, {}, &LimitsConfig::monitor)
        ->setToolTip(tr("Whose coming and going a program is told of"));
    add(tr("People remembered"), u"remembered"_s, 100'000, {}, &LimitsConfig::whowas)->setToolTip(tr("After they left"));
    m_sendQueue = form.addNumber(*card, tr("Held for slow readers"), u"sendQueue"_s, 0, 1024, tr(" MB each"));
    m_sendQueue->setSpecialValueText(tr("no limit"));
    m_sendQueue->setToolTip(tr("Who has more than this waiting is disconnected, so that nobody holds up the others"));
    m_workers = form.addNumber(*card, tr("Threads"), u"workers"_s, 0, kMostWorkers, {});
    m_workers->setSpecialValueText(tr("by the machine"));
    m_workers->setToolTip(tr("That read and write on connections"));
}

void LimitsCard::show(const server::ServerConfig& config)
{
    m_flood->setChecked(config.limits.flood);
    m_isUtf8Only->setChecked(config.isUtf8Only);
    for (const Number& number : m_numbers)
        SettingsForm::setKept(*number.box, config.limits.*number.limit);
    m_shownSendQueue = config.limits.sendQueueBytes;
    SettingsForm::setKept(*m_sendQueue, shownMegabytes(m_shownSendQueue));
    SettingsForm::setKept(*m_workers, config.workers);
}

void LimitsCard::write(server::ServerConfig& config) const
{
    config.limits.flood = m_flood->isChecked();
    config.isUtf8Only = m_isUtf8Only->isChecked();
    for (const Number& number : m_numbers)
        config.limits.*number.limit = number.box->value();
    // What the file says more exactly is kept until it is changed here.
    const bool isSame = m_sendQueue->value() == shownMegabytes(m_shownSendQueue);
    config.limits.sendQueueBytes = isSame ? m_shownSendQueue : m_sendQueue->value() * kMegabyte;
    config.workers = m_workers->value();
}

} // namespace chatroom::servergui
