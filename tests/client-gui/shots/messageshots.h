// What the list of messages looks like by itself: replies, reactions, deletion, code, long texts, and names of every kind.
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::tests {

using SaveShot = std::function<void(QWidget& widget, const QString& name)>;

void shootMessages(const widgets::Theme& theme, const QString& suffix, const SaveShot& save);

} // namespace chatroom::tests
