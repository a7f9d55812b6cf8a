#include "client-gui/dialogs/keysdialog.h"

#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

KeysDialog::KeysDialog(const widgets::Theme& theme, const QList<WindowActions::Key>& keys, QWidget* parent) : QDialog(parent)
{
    setObjectName(u"keysDialog"_s);
    setWindowTitle(tr("Keys"));
    const widgets::Metrics& metrics = theme.metrics();
    auto* table = new QWidget(this);
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metrics.groupGap());
    grid->setVerticalSpacing(metrics.px(6));
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const WindowActions::Key& key : keys) {
        auto* what = new QLabel(key.what, table);
        what->setWordWrap(true);
        auto* pressed = new QLabel(key.keys, table);
        widgets::setTextLook(*pressed, widgets::TextLook::Strong);
        grid->addWidget(pressed, row, 0, Qt::AlignTop);
        grid->addWidget(what, row++, 1);
    }
    auto* area = new QScrollArea(this);
    area->setObjectName(u"keysArea"_s);
    area->setAccessibleName(tr("Keys"));
    area->setWidget(table);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    table->setAutoFillBackground(false);
    auto* close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.groupGap());
    column->addWidget(area, 1);
    column->addWidget(close, 0, Qt::AlignRight);
    resize(metrics.px(480), metrics.px(560));
}

} // namespace chatroom::clientgui
