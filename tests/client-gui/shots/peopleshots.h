// What the windows look like around people: writing and answering, emoji, names that are kept, profiles, signing in.
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::tests {

using SaveShot = std::function<void(QWidget& widget, const QString& name)>;

void shootPeople(widgets::Theme& theme, const QString& suffix, const SaveShot& save);

} // namespace chatroom::tests
