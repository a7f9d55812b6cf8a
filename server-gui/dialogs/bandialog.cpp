#include "dialogs/bandialog.h"

#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kReasonBytes = 300;

void addDuration(QComboBox& box, const QString& text, std::chrono::seconds duration)
{
    box.addItem(text, QVariant::fromValue<qlonglong>(duration.count()));
}

} // namespace

BanDialog::BanDialog(const widgets::Theme& theme, const QString& name, const QString& address, QWidget* parent)
    : QDialog(parent), m_address(new QLineEdit(address, this)), m_duration(new QComboBox(this)), m_reason(new QLineEdit(this)),
      m_accept(new QPushButton(tr("Ban"), this))
{
    const auto& metrics = theme.metrics();
    const QString about = name.isEmpty() ? tr("Keep somebody out") : tr("Ban %1").arg(name);
    setObjectName(u"banDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(about);
    setMinimumWidth(metrics.px(440));

    auto* title = new QLabel(about, this);
    auto* explanation = new QLabel(tr("Everybody who comes from this address is disconnected and cannot come back "
                                      "until the ban ends. A * stands for any letters and digits: 192.0.2.*"),
                                   this);
    for (auto* label : {title, explanation}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    setTextLook(*title, widgets::TextLook::Title);
    setTextLook(*explanation, widgets::TextLook::Body, widgets::Tone::Muted);

    auto* buttons = new QDialogButtonBox(this);
    m_accept->setObjectName(u"accept"_s);
    setButtonLook(*m_accept, widgets::ButtonLook::Danger);
    buttons->addButton(m_accept, QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.gap());
    column->addWidget(title);
    column->addWidget(explanation);
    column->addSpacing(metrics.gap());
    column->addLayout(makeForm(metrics));
    column->addSpacing(metrics.groupGap());
    column->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_address, &QLineEdit::textChanged, this, &BanDialog::check);
    connect(m_reason, &QLineEdit::textChanged, this, &BanDialog::check);
    connect(this, &QDialog::accepted, this, [this] {
        const std::chrono::seconds duration(m_duration->currentData().toLongLong());
        Q_EMIT banEntered(m_address->text().trimmed(), duration, m_reason->text().trimmed());
    });
    check();
    (address.isEmpty() ? m_address : m_reason)->setFocus();
}

QLayout* BanDialog::makeForm(const widgets::Metrics& metrics)
{
    m_address->setObjectName(u"address"_s);
    m_address->setAccessibleName(tr("Address"));
    m_duration->setObjectName(u"duration"_s);
    m_duration->setAccessibleName(tr("How long"));
    m_reason->setObjectName(u"reason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("They will read this"));
    addDuration(*m_duration, tr("10 minutes"), 10min);
    addDuration(*m_duration, tr("1 hour"), 1h);
    addDuration(*m_duration, tr("1 day"), 24h);
    addDuration(*m_duration, tr("1 week"), 24h * 7);
    addDuration(*m_duration, tr("For ever"), 0s);
    m_duration->setCurrentIndex(1);

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(metrics.groupGap());
    form->setVerticalSpacing(metrics.gap());
    form->addRow(tr("Address"), m_address);
    form->addRow(tr("How long"), m_duration);
    form->addRow(tr("Reason"), m_reason);
    return form;
}

void BanDialog::check()
{
    const QString address = m_address->text().trimmed();
    const bool isOneWord = !address.isEmpty() && !address.contains(u' ');
    const bool isTooWide = isOneWord && QString(address).remove(u'*').remove(u'?').remove(u'@').isEmpty();
    widgets::setFaulty(*m_address, !address.isEmpty() && (!isOneWord || isTooWide));
    m_address->setToolTip(isTooWide ? tr("This would keep everybody out.") : QString());
    const bool isReasonShort = m_reason->text().toUtf8().size() <= kReasonBytes;
    widgets::setFaulty(*m_reason, !isReasonShort);
    m_accept->setEnabled(isOneWord && !isTooWide && isReasonShort);
}

} // namespace chatroom::servergui
