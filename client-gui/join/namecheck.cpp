#include "client-gui/join/namecheck.h"

#include "client-gui/settings.h"
#include "protocol/names.h"

#include <QCoreApplication>

namespace chatroom::clientgui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::JoinWindow", text);
}

QString reasonFor(const protocol::NameError& error)
{
    using protocol::NameFault;
    const QString character = QString::fromUtf8(error.character);
    switch (error.fault) {
    case NameFault::Empty: return tr("Type the name that others will see.");
    case NameFault::TooLong: return tr("That name is too long.");
    case NameFault::NotUtf8: return tr("That name has a character that cannot be sent.");
    case NameFault::NotNormalized: return tr("That name is written in an unusual way.");
    case NameFault::StartsWithDigit: return tr("A name cannot begin with a digit.");
    case NameFault::StartsWithPrefix: return tr("A name cannot begin with \"%1\".").arg(character);
    case NameFault::ForbiddenCharacter: break;
    }
    if (character == u' ')
        return tr("A name cannot have spaces.");
    const bool isVisible = !character.isEmpty() && character.front().isPrint() && !character.front().isSpace();
    return isVisible ? tr("A name cannot have \"%1\".").arg(character) : tr("A name cannot have invisible characters.");
}

} // namespace

std::optional<NameProblem> nameProblem(const QString& name)
{
    const QByteArray bytes = name.toUtf8();
    const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    const auto checked = protocol::checkNickname(view, kMostNameBytes);
    if (checked)
        return std::nullopt;
    const QString suggestion = name.trimmed().isEmpty() ? loginName() : QString::fromUtf8(protocol::suggestNickname(view, kMostNameBytes));
    return NameProblem{reasonFor(checked.error()), suggestion};
}

} // namespace chatroom::clientgui
