#include "dialogs/newpassworddialog.h"

#include "dialogs/dialogtext.h"
#include "widgets/copybutton.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QDialogButtonBox>
#include <QFontInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;

NewPasswordDialog::NewPasswordDialog(const widgets::Theme& theme, const QString& name, const QString& password, QWidget* parent)
    : QDialog(parent)
{
    const auto& metrics = theme.metrics();
    const QString about = tr("New password for %1").arg(name);
    setObjectName(u"newPasswordDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(about);
    setMinimumWidth(metrics.px(440));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.gap());
    addText(*column, about, widgets::TextLook::Title, widgets::Tone::Plain);
    addText(*column, tr("It is shown only now. Give it to them yourself, in person or by telephone."), widgets::TextLook::Body,
            widgets::Tone::Muted);
    column->addSpacing(metrics.gap());

    auto* line = new QLineEdit(password, this);
    line->setObjectName(u"newPassword"_s);
    line->setAccessibleName(about);
    line->setReadOnly(true);
    QFont letters = metrics.code();
    letters.setPixelSize(QFontInfo(metrics.title()).pixelSize()); // to be read out
    line->setFont(letters);
    line->selectAll();
    auto* copy = new widgets::CopyButton(theme, tr("Copy the password"), this);
    copy->setObjectName(u"copyPassword"_s);
    copy->setIconSize({metrics.icon(), metrics.icon()});
    copy->setCopiedText(password);
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics.unit());
    row->addWidget(line, 1);
    row->addWidget(copy);
    column->addLayout(row);
    column->addSpacing(metrics.gap());

    addText(*column,
            tr("What to tell them: sign in as %1 with this password, then choose one of your own under Your account. The old "
               "password does not work any more.")
                .arg(name),
            widgets::TextLook::Body, widgets::Tone::Plain);

    auto* buttons = new QDialogButtonBox(this);
    auto* done = buttons->addButton(tr("Done"), QDialogButtonBox::AcceptRole);
    done->setObjectName(u"accept"_s);
    setButtonLook(*done, widgets::ButtonLook::Primary);
    column->addSpacing(metrics.groupGap());
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    copy->setFocus();
}

} // namespace chatroom::servergui
