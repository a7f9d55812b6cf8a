// Addresses that people give as their homepage. Pure.
#pragma once

#include <QString>
#include <QUrl>

namespace chatroom::clientgui {

// One that may be opened: on the web, with a host.
[[nodiscard]] inline bool isWebAddress(const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && !url.host().isEmpty() && (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"));
}

} // namespace chatroom::clientgui
