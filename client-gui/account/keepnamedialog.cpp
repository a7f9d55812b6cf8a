#include "client-gui/account/keepnamedialog.h"

#include "client-gui/account/accountkeeper.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Session;

KeepNameDialog::KeepNameDialog(const widgets::Theme& theme, Session& session, AccountKeeper& keeper, QWidget* parent)
    : AccountDialog(theme, u"keepNameDialog"_s, tr("Keep the name %1").arg(session.nickname()), parent), m_keeper(keeper)
{
    addText(tr("With a password, nobody else here can be called %1. Messages to you wait while you are not here, and you can be here on "
               "several computers at once.")
                .arg(session.nickname()));
    m_password = addPassword(PasswordField::Purpose::New, tr("&Password"), u"newPassword"_s);
    m_password->setName(session.nickname());
    m_remember = addRemember();
    if (keeper.canUseKey())
        addKeyButton();
    addButtons(tr("Keep this name"), false);
    connect(&session, &Session::accountRegistered, this, &QDialog::accept);
    connect(&session, &Session::accountFailed, this, [this](const QString& why) {
        if (m_key)
            m_key->setEnabled(true);
        showFailure(why);
    });
    m_password->setFocus();
}

void KeepNameDialog::addKeyButton()
{
    m_key = new QPushButton(widgets::icon(theme(), widgets::Icon::Computer, widgets::Role::Accent),
                            tr("Or without a password: use a key of this computer"), this);
    m_key->setObjectName(u"keepByKey"_s);
    m_key->setToolTip(tr("You are signed in from this computer only, until you set a password."));
    m_key->setAutoDefault(false);
    widgets::setButtonLook(*m_key, widgets::ButtonLook::Flat);
    column().addWidget(m_key, 0, Qt::AlignLeft);
    connect(m_key, &QPushButton::clicked, this, [this] {
        m_key->setEnabled(false);
        setBusy(tr("Asking the chatroom"));
        m_keeper.keepNameByKey();
    });
}

void KeepNameDialog::refresh()
{
    setReady(m_password->isUsable());
}

void KeepNameDialog::take()
{
    if (m_key)
        m_key->setEnabled(false);
    setBusy(tr("Asking the chatroom"));
    m_keeper.keepName(m_password->password(), m_remember->isChecked());
}

} // namespace chatroom::clientgui
