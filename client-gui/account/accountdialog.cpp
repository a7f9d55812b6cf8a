#include "client-gui/account/accountdialog.h"

#include "client-gui/dialogs/fixedpage.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

AccountDialog::AccountDialog(const widgets::Theme& theme, const QString& objectName, const QString& title, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_column(new QVBoxLayout(fixedPage(theme, *this))), m_progress(new QLabel(this))
{
    setObjectName(objectName);
    setWindowTitle(title);
    const widgets::Metrics& metrics = theme.metrics();
    m_column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    m_column->setSpacing(metrics.groupGap());
    m_progress->setObjectName(u"accountProgress"_s);
    m_progress->setTextFormat(Qt::PlainText);
    m_progress->setWordWrap(true);
}

QLabel* AccountDialog::addText(const QString& text)
{
    auto* label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    m_column->addWidget(label);
    return label;
}

PasswordField* AccountDialog::addPassword(PasswordField::Purpose purpose, const QString& label, const QString& objectName)
{
    auto* field = new PasswordField(m_theme, purpose, label, objectName, this);
    m_column->addWidget(field);
    m_fields += field;
    connect(field, &PasswordField::edited, this, [this] { refresh(); });
    connect(field, &PasswordField::submitted, this, [this] {
        if (m_take && m_take->isEnabled())
            m_take->click();
    });
    return field;
}

QCheckBox* AccountDialog::addRemember()
{
    auto* box = new QCheckBox(tr("Remember it on this computer"), this);
    box->setObjectName(u"rememberBox"_s);
    box->setToolTip(tr("In this computer's key ring, where other passwords are. You are signed in by yourself the next time."));
    box->setChecked(true);
    m_column->addWidget(box);
    return box;
}

void AccountDialog::addButtons(const QString& take, bool isDangerous)
{
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"accountCancel"_s);
    cancel->setAutoDefault(false);
    m_take = new QPushButton(take, this);
    m_take->setObjectName(u"accountTake"_s);
    m_take->setEnabled(false);
    if (isDangerous) {
        m_take->setAutoDefault(false);
        widgets::setButtonLook(*m_take, widgets::ButtonLook::Danger);
    } else {
        m_take->setDefault(true);
    }
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_take, &QPushButton::clicked, this, [this] { this->take(); });
    auto* row = new QHBoxLayout;
    row->setSpacing(m_theme.metrics().gap());
    row->addWidget(m_progress, 1);
    row->addWidget(cancel);
    row->addWidget(m_take);
    m_column->addLayout(row);
}

void AccountDialog::setReady(bool isReady)
{
    m_isReady = isReady;
    if (m_take)
        m_take->setEnabled(isReady && m_busy.isEmpty());
}

void AccountDialog::setBusy(const QString& what)
{
    m_busy = what;
    m_progress->setText(what);
    widgets::setTextLook(*m_progress, widgets::TextLook::Secondary, widgets::Tone::Muted);
    for (PasswordField* field : m_fields)
        field->setEnabled(what.isEmpty());
    setReady(m_isReady);
}

void AccountDialog::showFailure(const QString& why)
{
    setBusy({});
    if (m_fields.isEmpty() || m_fields.front()->isHidden()) {
        m_progress->setText(why);
        widgets::setTextLook(*m_progress, widgets::TextLook::Secondary, widgets::Tone::Danger);
        return;
    }
    m_fields.front()->showProblem(why);
    m_fields.front()->setFocus();
}

} // namespace chatroom::clientgui
