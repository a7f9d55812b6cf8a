#include "client-gui/dialogs/fixedpage.h"

#include "widgets/theme.h"

#include <QDialog>
#include <QVBoxLayout>

namespace chatroom::clientgui {

QWidget* fixedPage(const widgets::Theme& theme, QDialog& dialog)
{
    auto* page = new QWidget(&dialog);
    page->setFixedWidth(theme.metrics().px(420));
    auto* around = new QVBoxLayout(&dialog);
    around->setContentsMargins(0, 0, 0, 0);
    around->setSizeConstraint(QLayout::SetFixedSize);
    around->addWidget(page);
    return page;
}

} // namespace chatroom::clientgui
