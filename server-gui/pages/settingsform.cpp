#include "pages/settingsform.h"

#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using widgets::TextLook;
using widgets::Tone;

namespace {

constexpr int kCaptionWidth = 168; // at 96 dpi; the longest caption fits, so that the fields of all cards stand in line
constexpr int kNumberWidth = 150;

} // namespace

SettingsForm::SettingsForm(const widgets::Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme), m_cards(new QVBoxLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, theme.metrics().gap(), 0);
    column->setSpacing(theme.metrics().px(12));
    m_cards->setSpacing(theme.metrics().px(12));
    column->addLayout(m_cards);
    column->addStretch(1);
}

QFormLayout* SettingsForm::addCard(const QString& title, const QString& hint)
{
    const auto& metrics = m_theme.metrics();
    auto* card = new QWidget(this);
    setGround(*card, widgets::Ground::Card);
    auto* heading = new QLabel(title, card);
    setTextLook(*heading, TextLook::Strong);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(metrics.groupGap());
    form->setVerticalSpacing(metrics.gap());
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(metrics.groupGap(), metrics.px(12), metrics.groupGap(), metrics.groupGap());
    column->setSpacing(metrics.gap());
    column->addWidget(heading);
    if (!hint.isEmpty()) {
        auto* about = new QLabel(hint, card);
        about->setWordWrap(true);
        setTextLook(*about, TextLook::Secondary, Tone::Muted);
        column->addWidget(about);
    }
    column->addLayout(form);
    m_cards->addWidget(card);
    return form;
}

QLabel* SettingsForm::caption(const QString& label, QWidget& field)
{
    auto* caption = new QLabel(label, this);
    caption->setBuddy(&field);
    caption->setMinimumSize(m_theme.metrics().px(kCaptionWidth), m_theme.metrics().control());
    return caption;
}

QLineEdit* SettingsForm::addLine(QFormLayout& card, const QString& label, const QString& name, const QString& hint, Rule rule)
{
    auto* line = new QLineEdit(this);
    line->setObjectName(name);
    line->setAccessibleName(label);
    line->setAccessibleDescription(hint);
    auto* problem = new QLabel(this);
    problem->setObjectName(name + u"Problem"_s);
    problem->setWordWrap(true);
    setTextLook(*problem, TextLook::Secondary, Tone::Danger);
    problem->hide();
    auto* cell = new QWidget(this);
    auto* column = new QVBoxLayout(cell);
    column->setContentsMargins({});
    column->setSpacing(m_theme.metrics().unit());
    column->addWidget(line);
    column->addWidget(problem);
    auto* about = caption(label, *line);
    about->setToolTip(hint);
    line->setToolTip(hint);
    card.addRow(about, cell);
    m_fields.push_back({line, problem, std::move(rule)});
    connect(line, &QLineEdit::textChanged, this, &SettingsForm::edited);
    return line;
}

QSpinBox* SettingsForm::addNumber(QFormLayout& card, const QString& label, const QString& name, int least, int most, const QString& suffix)
{
    auto* box = new QSpinBox(this);
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setRange(least, most);
    box->setSuffix(suffix);
    box->setFixedWidth(m_theme.metrics().px(kNumberWidth));
    card.addRow(caption(label, *box), box);
    connect(box, &QSpinBox::valueChanged, this, &SettingsForm::edited);
    return box;
}

QComboBox* SettingsForm::addChoice(QFormLayout& card, const QString& label, const QString& name)
{
    auto* box = new QComboBox(this);
    box->setObjectName(name);
    box->setAccessibleName(label);
    card.addRow(caption(label, *box), box);
    connect(box, &QComboBox::currentIndexChanged, this, &SettingsForm::edited);
    return box;
}

QCheckBox* SettingsForm::addOption(QFormLayout& card, const QString& label, const QString& text, const QString& name)
{
    auto* box = new QCheckBox(text, this);
    box->setObjectName(name);
    auto* about = new QLabel(label, this);
    about->setMinimumWidth(m_theme.metrics().px(kCaptionWidth));
    card.addRow(about, box);
    connect(box, &QCheckBox::toggled, this, &SettingsForm::edited);
    return box;
}

QCheckBox* SettingsForm::addSwitch(QFormLayout& card, const QString& text, const QString& name)
{
    auto* box = new QCheckBox(text, this);
    box->setObjectName(name);
    card.addRow(box);
    connect(box, &QCheckBox::toggled, this, &SettingsForm::edited);
    return box;
}

void SettingsForm::makeSecret(QLineEdit& line, const QString& showHint, const QString& hideHint)
{
    line.setEchoMode(QLineEdit::Password);
    auto* look = line.addAction(icon(m_theme, widgets::Icon::Show, widgets::Role::Muted), QLineEdit::TrailingPosition);
    look->setToolTip(showHint);
    look->setCheckable(true);
    connect(look, &QAction::toggled, &line, [this, look, showHint, hideHint, line = &line](bool isShown) {
        line->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
        look->setIcon(icon(m_theme, isShown ? widgets::Icon::Hide : widgets::Icon::Show, widgets::Role::Muted));
        look->setToolTip(isShown ? hideHint : showHint);
    });
}

void SettingsForm::setKept(QSpinBox& box, int value)
{
    box.setMaximum(std::max(box.maximum(), value));
    box.setValue(value);
}

bool SettingsForm::isValid() const
{
    return std::ranges::all_of(m_fields, [](const Field& field) { return field.rule(field.line->text()).isEmpty(); });
}

void SettingsForm::check()
{
    for (const Field& field : m_fields) {
        const QString problem = field.rule(field.line->text());
        field.problem->setText(problem);
        field.problem->setVisible(!problem.isEmpty());
        widgets::setFaulty(*field.line, !problem.isEmpty());
    }
}

} // namespace chatroom::servergui
