#include "client-gui/join/trustpage.h"

#include "network/trust.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

QLabel* plainLabel(QWidget* parent, widgets::TextLook look, widgets::Tone tone = widgets::Tone::Plain)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    widgets::setTextLook(*label, look, tone);
    return label;
}

QWidget* card(const widgets::Theme& theme, QWidget* parent, std::initializer_list<QLabel*> labels)
{
    auto* frame = new QFrame(parent);
    widgets::setGround(*frame, widgets::Ground::Card);
    auto* column = new QVBoxLayout(frame);
    const int edge = theme.metrics().px(12);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(theme.metrics().unit());
    for (QLabel* label : labels)
        column->addWidget(label);
    return frame;
}

QString words(const QByteArray& fingerprint)
{
    return network::fingerprintWords(fingerprint).join(u"  "_s);
}

} // namespace

QString fingerprintDigits(const QByteArray& fingerprint)
{
    QString digits;
    for (qsizetype i = 0; i < fingerprint.size(); i += 2) {
        if (i > 0)
            digits += i == fingerprint.size() / 2 ? u'\n' : u':';
        digits += QString::fromLatin1(fingerprint.sliced(i, std::min<qsizetype>(2, fingerprint.size() - i)));
    }
    return digits;
}

TrustPage::TrustPage(const widgets::Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_icon(new QLabel(this)), m_title(plainLabel(this, widgets::TextLook::Title)),
      m_text(plainLabel(this, widgets::TextLook::Body)), m_words(plainLabel(this, widgets::TextLook::Strong)),
      m_digits(plainLabel(this, widgets::TextLook::Secondary, widgets::Tone::Muted)),
      m_knownTitle(plainLabel(this, widgets::TextLook::Secondary, widgets::Tone::Muted)),
      m_knownWords(plainLabel(this, widgets::TextLook::Strong)),
      m_knownDigits(plainLabel(this, widgets::TextLook::Secondary, widgets::Tone::Muted)),
      m_knownCard(card(theme, this, {m_knownTitle, m_knownWords, m_knownDigits})),
      m_currentTitle(plainLabel(this, widgets::TextLook::Secondary, widgets::Tone::Muted)), m_yes(new QPushButton(this)),
      m_no(new QPushButton(tr("Do not join"), this))
{
    setObjectName(u"trustPage"_s);
    m_title->setObjectName(u"trustTitle"_s);
    m_text->setObjectName(u"trustText"_s);
    m_words->setObjectName(u"trustWords"_s);
    m_digits->setObjectName(u"trustDigits"_s);
    m_knownWords->setObjectName(u"trustKnownWords"_s);
    m_yes->setObjectName(u"trustYes"_s);
    m_no->setObjectName(u"trustNo"_s);
    for (QLabel* label : {m_words, m_digits, m_knownWords, m_knownDigits}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setCursor(Qt::IBeamCursor);
    }
    auto* head = new QHBoxLayout;
    head->setSpacing(theme.metrics().gap());
    head->addWidget(m_icon);
    head->addWidget(m_title, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(theme.metrics().gap());
    buttons->addStretch();
    buttons->addWidget(m_no);
    buttons->addWidget(m_yes);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.metrics().px(12));
    column->addLayout(head);
    column->addWidget(m_text);
    column->addWidget(m_knownCard);
    column->addWidget(card(theme, this, {m_currentTitle, m_words, m_digits}));
    column->addSpacing(theme.metrics().unit());
    column->addStretch();
    column->addLayout(buttons);
    connect(m_yes, &QPushButton::clicked, this, [this] { Q_EMIT answered(true); });
    connect(m_no, &QPushButton::clicked, this, [this] { Q_EMIT answered(false); });
    connect(&theme, &widgets::Theme::changed, this, &TrustPage::dress);
}

void TrustPage::ask(const QString& address, const QByteArray& fingerprint, const QByteArray& known)
{
    m_isChanged = !known.isEmpty();
    m_title->setText(m_isChanged ? tr("This is not the chatroom you know") : tr("Is this the right chatroom?"));
    m_text->setText(
        m_isChanged ? tr("%1 shows another fingerprint than before. Either the chatroom was set up anew, or somebody pretends to be it and "
                         "could read what you write. Ask the person who runs it before you join.")
                          .arg(address)
                    : tr("You have not been to %1 before. If you want to be sure, compare these words with those that the chatroom's "
                         "own window shows.")
                          .arg(address));
    m_knownCard->setVisible(m_isChanged);
    m_knownTitle->setText(tr("Before"));
    m_knownWords->setText(words(known));
    m_knownDigits->setText(fingerprintDigits(known));
    m_currentTitle->setText(m_isChanged ? tr("Now") : tr("Fingerprint"));
    m_words->setText(words(fingerprint));
    m_digits->setText(fingerprintDigits(fingerprint));
    m_yes->setText(m_isChanged ? tr("Join all the same") : tr("Trust and join"));
    widgets::setButtonLook(*m_yes, m_isChanged ? widgets::ButtonLook::Danger : widgets::ButtonLook::Primary);
    m_yes->setAutoDefault(!m_isChanged);
    m_no->setAutoDefault(m_isChanged);
    (m_isChanged ? m_no : m_yes)->setFocus();
    dress();
}

void TrustPage::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    const auto which = m_isChanged ? widgets::Icon::Warning : widgets::Icon::Lock;
    const auto role = m_isChanged ? widgets::Role::Danger : widgets::Role::Accent;
    m_icon->setPixmap(widgets::icon(m_theme, which, role).pixmap(QSize(metrics.icon(), metrics.icon()), devicePixelRatioF()));
}

} // namespace chatroom::clientgui
