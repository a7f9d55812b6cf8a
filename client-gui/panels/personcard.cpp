#include "client-gui/panels/personcard.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr qsizetype kLongest = 160; // UTF-16 units of one line

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::PersonCard", text);
}

QString shown(const QString& text)
{
    const QString line = text.simplified();
    return (line.size() > kLongest ? line.first(kLongest) + u'\u2026' : line).toHtmlEscaped();
}

} // namespace

QString personCard(const client::Person& person, const client::Profile& profile, bool isSignIn)
{
    const QString displayName = profile.displayName.isEmpty() ? person.displayName : profile.displayName;
    const QString status = profile.status.isEmpty() ? person.status : profile.status;
    QStringList lines{u"<b>"_s + shown(displayName.isEmpty() ? person.nickname : displayName) + u"</b>"_s};
    if (!profile.pronouns.isEmpty())
        lines.back() += u"&nbsp; "_s + shown(profile.pronouns);
    if (!displayName.isEmpty() && displayName != person.nickname)
        lines += tr("Name here: %1").arg(shown(person.nickname));
    if (!person.account.isEmpty())
        lines += tr("Signed in as %1").arg(shown(person.account));
    else if (isSignIn && !person.isBot)
        lines += tr("Not signed in");
    if (!status.isEmpty())
        lines += shown(status);
    if (!profile.homepage.isEmpty())
        lines += shown(profile.homepage);
    QStringList facts;
    if (person.rank > client::Rank::Voice)
        facts += tr("in charge of this room");
    if (person.isAway)
        facts += tr("away");
    if (person.isBot)
        facts += tr("a bot");
    if (!facts.isEmpty()) {
        QString line = facts.join(u", "_s);
        line[0] = line[0].toUpper();
        lines += line;
    }
    return u"<qt>"_s + lines.join(u"<br>"_s) + u"</qt>"_s;
}

} // namespace chatroom::clientgui
