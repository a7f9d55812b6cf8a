#include "client-gui/dialogs/roomrenamedialog.h"

#include "client-gui/dialogs/fixedpage.h"
#include "protocol/names.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Conversation;
using client::Session;

namespace {

constexpr std::size_t kRoomBytes = 64; // the server says so when it takes less
constexpr int kLongestName = 200;      // UTF-16 units
constexpr int kLongestReason = 200;

} // namespace

bool canRename(const Session& session, const Conversation& room)
{
    return room.kind() == Conversation::Kind::Room && room.isJoined() && room.canModerate() && session.can(Session::Feature::RoomRenaming);
}

RoomRenameDialog::RoomRenameDialog(const widgets::Theme& theme, const QString& name, QWidget* parent)
    : QDialog(parent), m_before(name), m_name(new QLineEdit(name, this)), m_reason(new QLineEdit(this)), m_problem(new QLabel(this)),
      m_take(new QPushButton(tr("Rename"), this))
{
    setObjectName(u"roomRenameDialog"_s);
    setWindowTitle(tr("Rename %1").arg(name));
    const widgets::Metrics& metrics = theme.metrics();
    m_name->setObjectName(u"roomNewName"_s);
    m_name->setAccessibleName(tr("New name"));
    m_name->setMaxLength(kLongestName);
    m_name->selectAll();
    m_reason->setObjectName(u"roomRenameReason"_s);
    m_reason->setAccessibleName(tr("Why"));
    m_reason->setMaxLength(kLongestReason);
    m_reason->setPlaceholderText(tr("Not needed; the people in the room see it"));
    m_problem->setObjectName(u"roomRenameProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    widgets::setTextLook(*m_problem, widgets::TextLook::Secondary, widgets::Tone::Danger);
    m_take->setObjectName(u"roomRenameTake"_s);
    m_take->setDefault(true);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    auto* form = new QGridLayout;
    form->setHorizontalSpacing(metrics.groupGap());
    form->setVerticalSpacing(metrics.gap());
    const auto addRow = [this, form](int row, const QString& text, QLineEdit* edit) {
        auto* label = new QLabel(text, this);
        label->setBuddy(edit);
        form->addWidget(label, row, 0);
        form->addWidget(edit, row, 1);
    };
    addRow(0, tr("New &name"), m_name);
    addRow(1, tr("&Why"), m_reason);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics.gap());
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_take);
    auto* column = new QVBoxLayout(fixedPage(theme, *this));
    column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    column->setSpacing(metrics.groupGap());
    column->addLayout(form);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(m_name, &QLineEdit::textChanged, this, &RoomRenameDialog::refresh);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_take, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT nameChosen(typedRoom(), m_reason->text().simplified());
    });
    refresh();
}

QString RoomRenameDialog::typedRoom() const
{
    const QString typed = m_name->text().trimmed();
    if (typed.isEmpty())
        return {};
    const bool hasSign = typed.startsWith(u'#') || typed.startsWith(u'&');
    const QString room = hasSign ? typed : m_before.first(1) + typed;
    return protocol::checkChannelName(room.toUtf8().toStdString(), kRoomBytes) ? room : QString();
}

void RoomRenameDialog::refresh()
{
    const QString room = typedRoom();
    const bool isWrong = room.isEmpty() && !m_name->text().trimmed().isEmpty();
    m_problem->setText(isWrong ? tr("A room's name has no spaces or commas and is not too long.") : QString());
    m_problem->setVisible(isWrong);
    m_name->setAccessibleDescription(m_problem->text());
    widgets::setFaulty(*m_name, isWrong);
    m_take->setEnabled(!room.isEmpty() && room != m_before);
}

} // namespace chatroom::clientgui
