#include "client-gui/account/signindialog.h"

#include "client-gui/account/accountkeeper.h"
#include "client-gui/account/signinform.h"
#include "client-gui/dialogs/fixedpage.h"
#include "widgets/theme.h"

#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Session;

SignInDialog::SignInDialog(const widgets::Theme& theme, Session& session, AccountKeeper& keeper, QWidget* parent)
    : QDialog(parent), m_form(new SignInForm(theme, this))
{
    setObjectName(u"signInDialog"_s);
    setWindowTitle(tr("Sign in"));
    const int edge = theme.metrics().margin();
    auto* column = new QVBoxLayout(fixedPage(theme, *this));
    column->setContentsMargins(edge, edge, edge, edge);
    column->addWidget(m_form);
    connect(m_form, &SignInForm::declined, this, &QDialog::reject);
    connect(m_form, &SignInForm::taken, this, [this, &keeper](const QString& account, const QString& password, bool remembers) {
        m_form->setBusy(true);
        keeper.signIn(account, password, remembers);
    });
    connect(&session, &Session::accountChanged, this, [this, &session] {
        if (session.accountState() == Session::AccountState::SignedIn)
            accept();
    });
    connect(&session, &Session::signInNeeded, this, &SignInDialog::ask);
    connect(&session, &Session::stateChanged, this, [this](Session::State state) {
        if (state != Session::State::Online)
            m_form->setBusy(false);
    });
}

void SignInDialog::ask(const QString& account, const QString& why)
{
    m_form->ask(account, why, tr("Not now"));
}

} // namespace chatroom::clientgui
