#include "client-gui/join/namefield.h"

#include "client-gui/join/namecheck.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr int kLongestTyped = 200; // UTF-16 units; far beyond any name, and still cheap to check at each key

} // namespace

NameField::NameField(const widgets::Theme& theme, QWidget* parent)
    : QWidget(parent), m_edit(new QLineEdit(this)), m_reason(new QLabel(this)), m_suggestion(new QPushButton(this))
{
    auto* label = new QLabel(tr("Your &name"), this);
    label->setBuddy(m_edit);
    widgets::setTextLook(*label, widgets::TextLook::Strong);
    m_edit->setObjectName(u"nameEdit"_s);
    m_edit->setAccessibleName(tr("Your name"));
    m_edit->setMaxLength(kLongestTyped);
    m_edit->setPlaceholderText(tr("The name that others will see"));
    m_reason->setObjectName(u"nameReason"_s);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setWordWrap(true);
    widgets::setTextLook(*m_reason, widgets::TextLook::Secondary, widgets::Tone::Danger);
    m_suggestion->setObjectName(u"nameSuggestion"_s);
    m_suggestion->setToolTip(tr("Take this name (Alt+U)"));
    m_suggestion->setShortcut(QKeySequence(Qt::ALT | Qt::Key_U));

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(theme.metrics().unit());
    grid->setHorizontalSpacing(theme.metrics().gap());
    grid->addWidget(label, 0, 0, 1, 2);
    grid->addWidget(m_edit, 1, 0, 1, 2);
    grid->addWidget(m_reason, 2, 0);
    grid->addWidget(m_suggestion, 2, 1, Qt::AlignRight | Qt::AlignVCenter);
    grid->setColumnStretch(0, 1);

    connect(m_edit, &QLineEdit::textChanged, this, &NameField::check);
    connect(m_edit, &QLineEdit::returnPressed, this, &NameField::submitted);
    connect(m_suggestion, &QPushButton::clicked, this, [this] {
        setName(m_suggested);
        m_edit->deselect();
    });
    setFocusProxy(m_edit);
    check();
}

void NameField::setName(const QString& name)
{
    m_edit->setText(name);
    m_edit->selectAll();
    m_edit->setFocus();
}

QString NameField::name() const
{
    return m_edit->text();
}

QString NameField::reason() const
{
    return m_reason->text();
}

void NameField::showRefusal(const QString& why, const QString& suggestion)
{
    showProblem(why, suggestion);
    m_edit->selectAll();
    m_edit->setFocus();
}

void NameField::check()
{
    const auto problem = nameProblem(m_edit->text());
    showProblem(problem ? problem->reason : QString(), problem ? problem->suggestion : QString());
    if (m_isValid == !problem)
        return;
    m_isValid = !problem;
    Q_EMIT validityChanged(m_isValid);
}

void NameField::showProblem(const QString& reason, const QString& suggestion)
{
    m_suggested = suggestion;
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    QString shown = suggestion;
    m_suggestion->setText(tr("Use %1").arg(shown.replace(u'&', u"&&"_s)));
    m_suggestion->setVisible(!suggestion.isEmpty() && suggestion != m_edit->text());
    m_edit->setAccessibleDescription(reason);
    widgets::setFaulty(*m_edit, !reason.isEmpty());
}

} // namespace chatroom::clientgui
