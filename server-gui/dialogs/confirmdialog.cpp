#include "dialogs/confirmdialog.h"

#include "dialogs/dialogtext.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;

ConfirmDialog::ConfirmDialog(const widgets::Theme& theme, const Words& words, QWidget* parent) : QDialog(parent)
{
    const auto& metrics = theme.metrics();
    setObjectName(u"confirmDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(words.title);
    setMinimumWidth(metrics.px(420));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.gap());
    addText(*column, words.title, widgets::TextLook::Title, widgets::Tone::Plain);
    addText(*column, words.explanation.join(u'\n'), widgets::TextLook::Body, widgets::Tone::Muted);
    setAccessibleDescription(words.explanation.join(u' '));

    auto* buttons = new QDialogButtonBox(this);
    auto* accept = buttons->addButton(words.accept, QDialogButtonBox::AcceptRole);
    accept->setObjectName(u"accept"_s);
    setButtonLook(*accept, words.isFinal ? widgets::ButtonLook::Danger : widgets::ButtonLook::Primary);
    auto* cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    cancel->setObjectName(u"cancel"_s);
    auto* first = words.isFinal ? cancel : accept;
    first->setDefault(true);
    first->setFocus();
    column->addSpacing(metrics.groupGap());
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

} // namespace chatroom::servergui
