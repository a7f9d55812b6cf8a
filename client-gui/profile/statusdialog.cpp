#include "client-gui/profile/statusdialog.h"

#include "client-gui/dialogs/fixedpage.h"
#include "widgets/flowlayout.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr int kLongestStatus = 120; // UTF-16 units

} // namespace

StatusDialog::StatusDialog(const widgets::Theme& theme, client::Session& session, QWidget* parent)
    : QDialog(parent), m_session(session), m_edit(new QLineEdit(session.profile(session.nickname()).status, this))
{
    setObjectName(u"statusDialog"_s);
    setWindowTitle(tr("Your status"));
    const widgets::Metrics& metrics = theme.metrics();
    m_edit->setObjectName(u"statusEdit"_s);
    m_edit->setAccessibleName(tr("Your status"));
    m_edit->setPlaceholderText(tr("What others should know"));
    m_edit->setMaxLength(kLongestStatus);
    m_edit->setClearButtonEnabled(true);
    m_edit->selectAll();
    auto* usual = new widgets::FlowLayout;
    usual->setSpacing(metrics.gap());
    for (const QString& text : {tr("In a meeting"), tr("At lunch"), tr("Busy"), tr("Working from home"), tr("On holiday")}) {
        auto* chip = new QPushButton(text, this);
        chip->setAutoDefault(false);
        widgets::setButtonLook(*chip, widgets::ButtonLook::Chip);
        usual->addWidget(chip);
        connect(chip, &QPushButton::clicked, this, [this, text] {
            m_edit->setText(text);
            take();
        });
    }
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    auto* set = new QPushButton(tr("Set"), this);
    set->setObjectName(u"statusTake"_s);
    set->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(set, &QPushButton::clicked, this, &StatusDialog::take);
    const auto showWhat = [this, set, before = m_edit->text()] {
        const QString typed = m_edit->text().simplified();
        set->setText(typed.isEmpty() && !before.isEmpty() ? tr("Clear") : tr("Set"));
        set->setEnabled(typed != before);
    };
    connect(m_edit, &QLineEdit::textChanged, this, showWhat);
    showWhat();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics.gap());
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(set);
    auto* column = new QVBoxLayout(fixedPage(theme, *this));
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.groupGap());
    column->addWidget(m_edit);
    column->addLayout(usual);
    column->addLayout(buttons);
}

void StatusDialog::take()
{
    client::Profile profile = m_session.profile(m_session.nickname());
    const QString status = m_edit->text().simplified();
    if (profile.status != status) {
        profile.status = status;
        m_session.setProfile(profile);
    }
    accept();
}

} // namespace chatroom::clientgui
