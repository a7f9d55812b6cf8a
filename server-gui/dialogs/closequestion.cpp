#include "dialogs/closequestion.h"

#include "widgets/stylesheet.h"

#include <QPushButton>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;

CloseQuestion::CloseQuestion(int people, QWidget* parent)
    : QMessageBox(QMessageBox::NoIcon, tr("Close the chatroom"),
                  people == 1 ? tr("One person is connected.") : tr("%1 people are connected.").arg(people), QMessageBox::NoButton, parent)
{
    setObjectName(u"closeQuestion"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setInformativeText(tr("Closing this window ends the chatroom and disconnects everybody."));
    auto* close = addButton(tr("Close the chatroom"), QMessageBox::DestructiveRole);
    close->setObjectName(u"closeAnyway"_s);
    setButtonLook(*close, widgets::ButtonLook::Danger);
    auto* keep = addButton(tr("Keep it running"), QMessageBox::RejectRole);
    keep->setObjectName(u"keepRunning"_s);
    setDefaultButton(keep);
    setEscapeButton(keep);
    connect(close, &QPushButton::clicked, this, &CloseQuestion::agreed);
}

} // namespace chatroom::servergui
