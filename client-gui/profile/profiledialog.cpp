#include "client-gui/profile/profiledialog.h"

#include "client-gui/dialogs/fixedpage.h"
#include "client-gui/profile/personpreview.h"
#include "client-gui/profile/webaddress.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Profile;
using client::Session;

namespace {

constexpr int kLongestText = 120; // UTF-16 units; the server says so when it is too much
constexpr int kLongestAddress = 200;

} // namespace

ProfileDialog::ProfileDialog(const widgets::Theme& theme, Session& session, QWidget* parent)
    : QDialog(parent), m_session(session), m_before(session.profile(session.nickname())), m_preview(new PersonPreview(theme, this)),
      m_failure(new QLabel(this)), m_take(new QPushButton(tr("Save"), this))
{
    setObjectName(u"profileDialog"_s);
    setWindowTitle(tr("Your profile"));
    const widgets::Metrics& metrics = theme.metrics();
    auto* form = new QGridLayout;
    form->setHorizontalSpacing(metrics.groupGap());
    form->setVerticalSpacing(metrics.gap());
    m_displayName = addField(*form, tr("&Shown name"), u"profileName"_s, session.nickname(), m_before.displayName);
    m_status = addField(*form, tr("S&tatus"), u"profileStatus"_s, tr("At lunch"), m_before.status);
    m_pronouns = addField(*form, tr("&Pronouns"), u"profilePronouns"_s, tr("she, he, they"), m_before.pronouns);
    m_homepage = addField(*form, tr("&Homepage"), u"profileHomepage"_s, u"https://\u2026"_s, m_before.homepage);
    m_homepage->setMaxLength(kLongestAddress);
    m_failure->setObjectName(u"profileFailure"_s);
    m_failure->setTextFormat(Qt::PlainText);
    m_failure->setWordWrap(true);
    widgets::setTextLook(*m_failure, widgets::TextLook::Secondary, widgets::Tone::Danger);
    m_failure->hide();
    auto* hint = new QLabel(tr("Everybody here can see it."), this);
    widgets::setTextLook(*hint, widgets::TextLook::Secondary, widgets::Tone::Muted);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    m_take->setObjectName(u"profileTake"_s);
    m_take->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics.gap());
    buttons->addWidget(hint, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_take);
    auto* column = new QVBoxLayout(fixedPage(theme, *this));
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.groupGap());
    column->addWidget(m_preview);
    column->addLayout(form);
    column->addWidget(m_failure);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_take, &QPushButton::clicked, this, &ProfileDialog::take);
    connect(&session, &Session::profileChanged, this, [this](const QString& nickname) {
        if (m_isAsked && nickname == m_session.nickname() && m_session.profile(nickname) == edited())
            accept();
    });
    connect(&session, &Session::profileFailed, this, &ProfileDialog::showFailure);
    refresh();
    m_displayName->setFocus();
}

QLineEdit* ProfileDialog::addField(QGridLayout& form, const QString& label, const QString& name, const QString& hint, const QString& text)
{
    auto* edit = new QLineEdit(text, this);
    edit->setObjectName(name);
    edit->setAccessibleName(QString(label).remove(u'&'));
    edit->setPlaceholderText(hint);
    edit->setMaxLength(kLongestText);
    auto* title = new QLabel(label, this);
    title->setBuddy(edit);
    const int row = form.rowCount();
    form.addWidget(title, row, 0);
    form.addWidget(edit, row, 1);
    connect(edit, &QLineEdit::textChanged, this, &ProfileDialog::refresh);
    return edit;
}

Profile ProfileDialog::edited() const
{
    Profile profile = m_before; // with the picture that another program may have set
    profile.displayName = m_displayName->text().simplified();
    profile.status = m_status->text().simplified();
    profile.pronouns = m_pronouns->text().simplified();
    profile.homepage = m_homepage->text().trimmed();
    return profile;
}

void ProfileDialog::refresh()
{
    const Profile profile = edited();
    m_preview->showPerson(m_session.nickname(), profile);
    const bool isGood = profile.homepage.isEmpty() || isWebAddress(profile.homepage);
    widgets::setFaulty(*m_homepage, !isGood);
    m_failure->setText(isGood ? QString() : tr("A homepage is an address on the web, as https://chat.example."));
    m_failure->setVisible(!isGood);
    m_homepage->setAccessibleDescription(m_failure->text());
    m_take->setEnabled(isGood && !m_isAsked);
}

void ProfileDialog::take()
{
    if (edited() == m_before)
        return accept();
    m_isAsked = true;
    m_take->setEnabled(false);
    m_session.setProfile(edited());
}

void ProfileDialog::showFailure(const QString& why)
{
    if (!m_isAsked)
        return;
    m_isAsked = false;
    refresh();
    m_failure->setText(why);
    m_failure->show();
}

} // namespace chatroom::clientgui
