#include "client-gui/dialogs/preferencesdialog.h"

#include "client-gui/settings.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr double kFactors[] = {0.85, 1.0, 1.15, 1.3, 1.5};

QLabel* heading(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    widgets::setTextLook(*label, widgets::TextLook::Strong);
    return label;
}

} // namespace

PreferencesDialog::PreferencesDialog(widgets::Theme& theme, Settings& settings, QWidget* parent) : QDialog(parent)
{
    setObjectName(u"preferencesDialog"_s);
    setWindowTitle(tr("Preferences"));
    const widgets::Metrics& metrics = theme.metrics();

    auto* themes = new QComboBox(this);
    themes->setObjectName(u"themeBox"_s);
    themes->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    themes->setAccessibleName(tr("Theme"));
    themes->addItem(tr("As the system"), static_cast<int>(widgets::ThemeChoice::System));
    themes->addItem(tr("Light"), static_cast<int>(widgets::ThemeChoice::Light));
    themes->addItem(tr("Dark"), static_cast<int>(widgets::ThemeChoice::Dark));
    themes->setCurrentIndex(themes->findData(static_cast<int>(theme.choice())));
    connect(themes, &QComboBox::currentIndexChanged, this, [&theme, &settings, themes] {
        const auto choice = static_cast<widgets::ThemeChoice>(themes->currentData().toInt());
        settings.setTheme(choice);
        theme.setChoice(choice);
    });

    auto* sizes = new QComboBox(this);
    sizes->setObjectName(u"fontSizeBox"_s);
    sizes->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    sizes->setAccessibleName(tr("Size of the letters"));
    for (const double factor : kFactors) {
        sizes->addItem(factor == 1.0 ? tr("As the system") : tr("%1 %").arg(std::lround(factor * 100)), factor);
        if (std::abs(factor - theme.fontFactor()) < 0.01)
            sizes->setCurrentIndex(sizes->count() - 1);
    }
    connect(sizes, &QComboBox::currentIndexChanged, this, [&theme, &settings, sizes] {
        settings.setFontFactor(sizes->currentData().toDouble());
        theme.setFontFactor(sizes->currentData().toDouble());
    });

    auto* densities = new QComboBox(this);
    densities->setObjectName(u"densityBox"_s);
    densities->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    densities->setAccessibleName(tr("Density"));
    densities->addItem(tr("Comfortable"), static_cast<int>(Density::Comfortable));
    densities->addItem(tr("Compact"), static_cast<int>(Density::Compact));
    densities->setCurrentIndex(densities->findData(static_cast<int>(settings.density())));
    connect(densities, &QComboBox::currentIndexChanged, this, [this, &settings, densities] {
        settings.setDensity(static_cast<Density>(densities->currentData().toInt()));
        Q_EMIT changed();
    });

    auto* comings = new QCheckBox(tr("Show who joins and leaves"), this);
    comings->setObjectName(u"comingsBox"_s);
    comings->setChecked(settings.showsComings());
    connect(comings, &QCheckBox::toggled, this, [this, &settings](bool isOn) {
        settings.setShowsComings(isOn);
        Q_EMIT changed();
    });
    auto* mentions = new QCheckBox(tr("When somebody mentions my name"), this);
    mentions->setObjectName(u"notifyMentionsBox"_s);
    auto* direct = new QCheckBox(tr("When somebody writes to me"), this);
    direct->setObjectName(u"notifyDirectBox"_s);
    const NotificationRules rules = settings.notifications();
    mentions->setChecked(rules.mentions);
    direct->setChecked(rules.direct);
    const auto takeRules = [this, &settings, mentions, direct] {
        settings.setNotifications({mentions->isChecked(), direct->isChecked()});
        Q_EMIT changed();
    };
    connect(mentions, &QCheckBox::toggled, this, takeRules);
    connect(direct, &QCheckBox::toggled, this, takeRules);

    auto* look = new QFormLayout;
    look->setHorizontalSpacing(metrics.groupGap());
    look->setVerticalSpacing(metrics.gap());
    look->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    look->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    look->addRow(tr("&Theme"), themes);
    look->addRow(tr("&Size of the letters"), sizes);
    look->addRow(tr("&Density"), densities);
    auto* close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"preferencesClose"_s);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.gap());
    column->addWidget(heading(tr("Look"), this));
    column->addLayout(look);
    column->addSpacing(metrics.gap());
    column->addWidget(heading(tr("Messages"), this));
    column->addWidget(comings);
    column->addSpacing(metrics.gap());
    column->addWidget(heading(tr("Tell me"), this));
    column->addWidget(mentions);
    column->addWidget(direct);
    column->addStretch();
    column->addSpacing(metrics.gap());
    column->addWidget(close, 0, Qt::AlignRight);
    setMinimumWidth(metrics.px(380));
}

} // namespace chatroom::clientgui
