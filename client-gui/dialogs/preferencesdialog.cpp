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

PreferencesDialog::PreferencesDialog(widgets::Theme& theme, Settings& settings, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_settings(settings)
{
    setObjectName(u"preferencesDialog"_s);
    setWindowTitle(tr("Preferences"));
    const widgets::Metrics& metrics = theme.metrics();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.gap());
    column->addWidget(heading(tr("Look"), this));
    addLook(*column);
    column->addSpacing(metrics.gap());
    column->addWidget(heading(tr("Messages"), this));
    column->addWidget(makeComings());
    column->addSpacing(metrics.gap());
    column->addWidget(heading(tr("Tell me"), this));
    addNotifications(*column);
    auto* close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"preferencesClose"_s);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    column->addStretch();
    column->addSpacing(metrics.gap());
    column->addWidget(close, 0, Qt::AlignRight);
    setMinimumWidth(metrics.px(380));
}

void PreferencesDialog::addLook(QVBoxLayout& column)
{
    auto* look = new QFormLayout;
    look->setHorizontalSpacing(m_theme.metrics().groupGap());
    look->setVerticalSpacing(m_theme.metrics().gap());
    look->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    look->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    look->addRow(tr("&Theme"), makeThemes());
    look->addRow(tr("&Size of the letters"), makeSizes());
    look->addRow(tr("&Density"), makeDensities());
    column.addLayout(look);
}

QComboBox* PreferencesDialog::makeThemes()
{
    auto* themes = new QComboBox(this);
    themes->setObjectName(u"themeBox"_s);
    themes->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    themes->setAccessibleName(tr("Theme"));
    themes->addItem(tr("As the system"), static_cast<int>(widgets::ThemeChoice::System));
    themes->addItem(tr("Light"), static_cast<int>(widgets::ThemeChoice::Light));
    themes->addItem(tr("Dark"), static_cast<int>(widgets::ThemeChoice::Dark));
    themes->setCurrentIndex(themes->findData(static_cast<int>(m_theme.choice())));
    connect(themes, &QComboBox::currentIndexChanged, this, [this, themes] {
        const auto choice = static_cast<widgets::ThemeChoice>(themes->currentData().toInt());
        m_settings.setTheme(choice);
        m_theme.setChoice(choice);
    });
    return themes;
}

QComboBox* PreferencesDialog::makeSizes()
{
    auto* sizes = new QComboBox(this);
    sizes->setObjectName(u"fontSizeBox"_s);
    sizes->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    sizes->setAccessibleName(tr("Size of the letters"));
    for (const double factor : kFactors) {
        sizes->addItem(factor == 1.0 ? tr("As the system") : tr("%1 %").arg(std::lround(factor * 100)), factor);
        if (std::abs(factor - m_theme.fontFactor()) < 0.01)
            sizes->setCurrentIndex(sizes->count() - 1);
    }
    connect(sizes, &QComboBox::currentIndexChanged, this, [this, sizes] {
        m_settings.setFontFactor(sizes->currentData().toDouble());
        m_theme.setFontFactor(sizes->currentData().toDouble());
    });
    return sizes;
}

QComboBox* PreferencesDialog::makeDensities()
{
    auto* densities = new QComboBox(this);
    densities->setObjectName(u"densityBox"_s);
    densities->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    densities->setAccessibleName(tr("Density"));
    densities->addItem(tr("Comfortable"), static_cast<int>(Density::Comfortable));
    densities->addItem(tr("Compact"), static_cast<int>(Density::Compact));
    densities->setCurrentIndex(densities->findData(static_cast<int>(m_settings.density())));
    connect(densities, &QComboBox::currentIndexChanged, this, [this, densities] {
        m_settings.setDensity(static_cast<Density>(densities->currentData().toInt()));
        Q_EMIT changed();
    });
    return densities;
}

QCheckBox* PreferencesDialog::makeComings()
{
    auto* comings = new QCheckBox(tr("Show who joins and leaves"), this);
    comings->setObjectName(u"comingsBox"_s);
    comings->setChecked(m_settings.showsComings());
    connect(comings, &QCheckBox::toggled, this, [this](bool isOn) {
        m_settings.setShowsComings(isOn);
        Q_EMIT changed();
    });
    return comings;
}

void PreferencesDialog::addNotifications(QVBoxLayout& column)
{
    auto* mentions = new QCheckBox(tr("When somebody mentions my name"), this);
    mentions->setObjectName(u"notifyMentionsBox"_s);
    auto* direct = new QCheckBox(tr("When somebody writes to me"), this);
    direct->setObjectName(u"notifyDirectBox"_s);
    const NotificationRules rules = m_settings.notifications();
    mentions->setChecked(rules.mentions);
    direct->setChecked(rules.direct);
    const auto takeRules = [this, mentions, direct] {
        m_settings.setNotifications({mentions->isChecked(), direct->isChecked()});
        Q_EMIT changed();
    };
    connect(mentions, &QCheckBox::toggled, this, takeRules);
    connect(direct, &QCheckBox::toggled, this, takeRules);

    column.addWidget(mentions);
    column.addWidget(direct);
}

} // namespace chatroom::clientgui
