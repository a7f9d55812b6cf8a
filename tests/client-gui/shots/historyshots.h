// What the windows look like around the history: loading, the beginning, gaps, what waits, the search.
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::tests {

using SaveShot = std::function<void(QWidget& widget, const QString& name)>;

void shootHistory(widgets::Theme& theme, const QString& suffix, const SaveShot& save);

} // namespace chatroom::tests
