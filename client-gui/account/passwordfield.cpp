#include "client-gui/account/passwordfield.h"

#include "client-gui/account/passwordstrength.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr int kLongestPassword = 300; // UTF-16 units

widgets::Tone toneOf(PasswordStrength strength)
{
    switch (strength) {
    case PasswordStrength::Empty:
    case PasswordStrength::Fair: return widgets::Tone::Muted;
    case PasswordStrength::Weak: return widgets::Tone::Danger;
    case PasswordStrength::Strong: return widgets::Tone::Good;
    }
    return widgets::Tone::Muted;
}

} // namespace

PasswordField::PasswordField(const widgets::Theme& theme, Purpose purpose, const QString& label, const QString& objectName, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_purpose(purpose), m_edit(new QLineEdit(this)), m_hint(new QLabel(this)),
      m_eye(m_edit->addAction(QIcon(), QLineEdit::TrailingPosition))
{
    auto* title = new QLabel(label, this);
    title->setBuddy(m_edit);
    widgets::setTextLook(*title, widgets::TextLook::Strong);
    m_edit->setObjectName(objectName);
    m_edit->setAccessibleName(QString(label).remove(u'&'));
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->setMaxLength(kLongestPassword);
    m_edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    m_hint->setObjectName(objectName + u"Hint"_s);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_eye->setObjectName(objectName + u"Eye"_s);
    m_eye->setShortcut(QKeySequence(Qt::ALT | Qt::Key_E));
    m_eye->setShortcutContext(Qt::WidgetShortcut);
    m_edit->QWidget::addAction(m_eye);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.metrics().unit());
    column->addWidget(title);
    column->addWidget(m_edit);
    column->addWidget(m_hint);
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        judge();
        Q_EMIT edited();
    });
    connect(m_edit, &QLineEdit::returnPressed, this, &PasswordField::submitted);
    connect(m_eye, &QAction::triggered, this, [this] {
        m_edit->setEchoMode(m_edit->echoMode() == QLineEdit::Password ? QLineEdit::Normal : QLineEdit::Password);
        dress();
    });
    connect(&theme, &widgets::Theme::changed, this, &PasswordField::dress);
    setFocusProxy(m_edit);
    dress();
    judge();
}

void PasswordField::dress()
{
    const bool isHidden = m_edit->echoMode() == QLineEdit::Password;
    m_eye->setIcon(widgets::icon(m_theme, isHidden ? widgets::Icon::Show : widgets::Icon::Hide, widgets::Role::Muted));
    const QString what = isHidden ? tr("Show the password (Alt+E)") : tr("Hide the password (Alt+E)");
    m_eye->setText(what);
    m_eye->setToolTip(what);
}

QString PasswordField::password() const
{
    return m_edit->text();
}

bool PasswordField::isUsable() const
{
    return !m_edit->text().trimmed().isEmpty();
}

void PasswordField::judge()
{
    widgets::setFaulty(*m_edit, false);
    const QString text = m_edit->text();
    if (!text.isEmpty() && !isUsable())
        return showProblem(tr("Spaces alone are no password."));
    const bool isJudged = m_purpose == Purpose::New;
    const PasswordStrength strength = passwordStrength(text, m_name);
    m_hint->setText(isJudged ? strengthText(strength) : QString());
    m_hint->setVisible(isJudged);
    widgets::setTextLook(*m_hint, widgets::TextLook::Secondary, toneOf(strength));
    m_edit->setAccessibleDescription(m_hint->text());
}

void PasswordField::showProblem(const QString& problem)
{
    if (problem.isEmpty())
        return judge();
    m_hint->setText(problem);
    m_hint->show();
    widgets::setTextLook(*m_hint, widgets::TextLook::Secondary, widgets::Tone::Danger);
    widgets::setFaulty(*m_edit, true);
    m_edit->setAccessibleDescription(problem);
}

void PasswordField::clear()
{
    m_edit->clear();
}

} // namespace chatroom::clientgui
