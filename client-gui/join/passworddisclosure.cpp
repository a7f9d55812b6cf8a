#include "client-gui/join/passworddisclosure.h"

#include "client-gui/account/passwordfield.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

PasswordDisclosure::PasswordDisclosure(const widgets::Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_toggle(new QToolButton(this)), m_inside(new QWidget(this)),
      m_password(new PasswordField(theme, PasswordField::Purpose::Known, tr("Password of your na&me"), u"accountPassword"_s, m_inside)),
      m_remember(new QCheckBox(tr("Remember it on this computer"), m_inside))
{
    m_toggle->setObjectName(u"passwordToggle"_s);
    m_toggle->setText(tr("I have a password"));
    m_toggle->setToolTip(tr("For a name that you keep there (Alt+P)"));
    m_toggle->setShortcut(QKeySequence(Qt::ALT | Qt::Key_P));
    m_toggle->setProperty("look", u"inline"_s);
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_remember->setObjectName(u"accountRemember"_s);
    m_remember->setToolTip(tr("In this computer's key ring, where other passwords are. You are signed in by yourself the next time."));
    m_remember->setChecked(true);
    auto* inside = new QVBoxLayout(m_inside);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(theme.metrics().gap());
    inside->addWidget(m_password);
    inside->addWidget(m_remember);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.metrics().gap());
    column->addWidget(m_toggle, 0, Qt::AlignLeft);
    column->addWidget(m_inside);
    connect(m_toggle, &QToolButton::clicked, this, [this] { setOpen(m_inside->isHidden()); });
    connect(m_password, &PasswordField::submitted, this, &PasswordDisclosure::submitted);
    m_inside->hide();
    dress();
}

void PasswordDisclosure::dress()
{
    const bool isOpen = !m_inside->isHidden();
    m_toggle->setIcon(widgets::icon(m_theme, isOpen ? widgets::Icon::Up : widgets::Icon::Down, widgets::Role::Muted));
    m_toggle->setAccessibleDescription(isOpen ? tr("Shown") : tr("Hidden"));
}

void PasswordDisclosure::setOpen(bool isOpen)
{
    m_inside->setVisible(isOpen);
    dress();
    if (isOpen)
        m_password->setFocus();
}

QString PasswordDisclosure::password() const
{
    return m_inside->isHidden() ? QString() : m_password->password();
}

bool PasswordDisclosure::remembers() const
{
    return m_remember->isChecked();
}

void PasswordDisclosure::clear()
{
    m_password->clear();
    setOpen(false);
}

} // namespace chatroom::clientgui
