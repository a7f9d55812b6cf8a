#include "pages/listenerrow.h"

#include "addresses.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QToolButton>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;

ListenerRow::ListenerRow(const widgets::Theme& theme, const server::ListenConfig& listener, QWidget* parent)
    : QWidget(parent), m_given(listener), m_address(new QComboBox(this)), m_port(new QSpinBox(this)),
      m_encrypted(new QCheckBox(tr("Encrypted"), this))
{
    const auto address = parseListener(listener.address).value_or(ListenerAddress{u"::"_s, 6697});
    setObjectName(u"listenerRow"_s);
    m_address->setObjectName(u"listenerAddress"_s);
    m_address->setAccessibleName(tr("Who can reach it"));
    fillAddresses(address.host);
    m_port->setObjectName(u"listenerPort"_s);
    m_port->setAccessibleName(tr("Port"));
    m_port->setRange(0, 65535);
    m_port->setSpecialValueText(tr("any"));
    m_port->setToolTip(tr("1 to 65535; 0 takes any port that is free"));
    m_port->setValue(address.port);
    m_encrypted->setObjectName(u"listenerEncrypted"_s);
    m_encrypted->setChecked(listener.tls);

    auto* port = new QLabel(tr("Port"), this);
    port->setBuddy(m_port);
    auto* remove = new QToolButton(this);
    remove->setObjectName(u"removeListener"_s);
    remove->setIcon(icon(theme, widgets::Icon::Delete, widgets::Role::Muted));
    remove->setToolTip(tr("Remove this place"));
    remove->setAccessibleName(tr("Remove this place"));
    remove->setFocusPolicy(Qt::StrongFocus);

    const auto& metrics = theme.metrics();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(metrics.gap());
    row->addWidget(m_address, 1);
    row->addSpacing(metrics.gap());
    row->addWidget(port);
    row->addWidget(m_port);
    row->addSpacing(metrics.gap());
    row->addWidget(m_encrypted);
    row->addWidget(remove);
    m_port->setFixedWidth(metrics.px(92));

    connect(m_address, &QComboBox::currentIndexChanged, this, &ListenerRow::changed);
    connect(m_port, &QSpinBox::valueChanged, this, &ListenerRow::changed);
    connect(m_encrypted, &QCheckBox::toggled, this, &ListenerRow::changed);
    connect(remove, &QToolButton::clicked, this, &ListenerRow::removeRequested);
}

void ListenerRow::fillAddresses(const QString& host)
{
    m_address->addItem(tr("Everybody on the network"), u"::"_s);
    m_address->addItem(tr("Only this computer"), u"127.0.0.1"_s);
    for (const QHostAddress& own : reachableInterfaces())
        m_address->addItem(tr("Who can reach %1").arg(own.toString()), own.toString());
    if (m_address->findData(host) < 0) {
        const QString text = host == u"0.0.0.0"_s ? tr("Everybody on the network, IPv4 only")
                             : host == u"::1"_s   ? tr("Only this computer, IPv6")
                                                  : tr("Who can reach %1").arg(host);
        m_address->addItem(text, host);
    }
    m_address->setCurrentIndex(m_address->findData(host));
}

server::ListenConfig ListenerRow::listener() const
{
    server::ListenConfig listener = m_given;
    listener.address = listenerText({m_address->currentData().toString(), static_cast<std::uint16_t>(m_port->value())});
    listener.tls = m_encrypted->isChecked();
    return listener;
}

} // namespace chatroom::servergui
