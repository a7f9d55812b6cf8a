#include "client-gui/dialogs/namedialog.h"

#include "client-gui/join/namefield.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

NameDialog::NameDialog(const widgets::Theme& theme, const QString& name, QWidget* parent) : QDialog(parent)
{
    setObjectName(u"nameDialog"_s);
    setWindowTitle(tr("Change your name"));
    const widgets::Metrics& metrics = theme.metrics();
    auto* field = new NameField(theme, this);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    auto* take = new QPushButton(tr("Change"), this);
    take->setObjectName(u"nameDialogTake"_s);
    take->setDefault(true);
    field->setName(name);
    take->setEnabled(field->isValid());
    connect(field, &NameField::validityChanged, take, &QWidget::setEnabled);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(take, &QPushButton::clicked, this, [this, field, name] {
        accept();
        if (field->name() != name)
            Q_EMIT nameChosen(field->name());
    });
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics.gap());
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(take);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.groupGap());
    column->addWidget(field);
    column->addStretch();
    column->addLayout(buttons);
    setMinimumWidth(metrics.px(380));
}

} // namespace chatroom::clientgui
