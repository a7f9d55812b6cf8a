#include "dialogs/linedialog.h"

#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;

LineDialog::LineDialog(const widgets::Theme& theme, const Words& words, QWidget* parent)
    : QDialog(parent), m_line(new QLineEdit(words.text, this)), m_buttons(new QDialogButtonBox(this)), m_maxBytes(words.maxBytes)
{
    const auto& metrics = theme.metrics();
    setObjectName(u"lineDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(words.title);
    setMinimumWidth(metrics.px(420));

    auto* title = new QLabel(words.title, this);
    auto* explanation = new QLabel(words.explanation, this);
    auto* label = new QLabel(words.label, this);
    for (auto* each : {title, explanation, label}) {
        each->setTextFormat(Qt::PlainText);
        each->setWordWrap(true);
    }
    setTextLook(*title, widgets::TextLook::Title);
    setTextLook(*explanation, widgets::TextLook::Body, widgets::Tone::Muted);
    label->setBuddy(m_line);
    m_line->setObjectName(u"line"_s);
    m_line->setAccessibleName(words.label);
    m_line->selectAll();

    auto* accept = m_buttons->addButton(words.accept, QDialogButtonBox::AcceptRole);
    accept->setObjectName(u"accept"_s);
    setButtonLook(*accept, words.isDangerous ? widgets::ButtonLook::Danger : widgets::ButtonLook::Primary);
    auto* cancel = m_buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    cancel->setObjectName(u"cancel"_s);
    cancel->setDefault(words.isFinal);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.gap());
    column->addWidget(title);
    column->addWidget(explanation);
    column->addSpacing(metrics.gap());
    column->addWidget(label);
    column->addWidget(m_line);
    column->addSpacing(metrics.groupGap());
    column->addWidget(m_buttons);

    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_line, &QLineEdit::textChanged, this, [this, words] { check(words.mayBeEmpty); });
    connect(this, &QDialog::accepted, this, [this] { Q_EMIT lineEntered(m_line->text().trimmed()); });
    check(words.mayBeEmpty);
    m_line->setFocus();
}

void LineDialog::check(bool mayBeEmpty)
{
    const QString line = m_line->text().trimmed();
    const bool isTooLong = line.toUtf8().size() > m_maxBytes;
    widgets::setFaulty(*m_line, isTooLong);
    m_line->setToolTip(isTooLong ? tr("This is too long.") : QString());
    m_buttons->findChild<QPushButton*>(u"accept"_s)->setEnabled(!isTooLong && (mayBeEmpty || !line.isEmpty()));
}

} // namespace chatroom::servergui
