#include "client-gui/joinrequest.h"

#include <QUrl>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

TypedTarget splitTarget(const QString& typed)
{
    const QString text = typed.trimmed();
    const qsizetype scheme = text.indexOf(u"://"_s);
    const qsizetype slash = scheme < 0 ? -1 : text.indexOf(u'/', scheme + 3);
    if (slash < 0)
        return {text, {}};
    QString room = QUrl::fromPercentEncoding(text.sliced(slash + 1).toUtf8());
    room = room.section(u',', 0, 0).section(u'?', 0, 0);
    if (!room.isEmpty() && !room.startsWith(u'#') && !room.startsWith(u'&'))
        room.prepend(u'#');
    return {text.first(slash), room};
}

} // namespace chatroom::clientgui
