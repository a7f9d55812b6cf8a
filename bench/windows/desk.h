// A window with its server or its connection, and what somebody does at it.
#pragma once

#include <QJsonObject>
#include <QString>
#include <QWidget>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace windowsbench {

// Of which `step` does the next little thing, ten a second; 0 is the first.
struct Act final
{
    QString name;
    std::function<void(int step)> step;
    std::function<void()> end = {}; // leaves the window as it was
};

class Desk
{
public:
    Desk() = default;
    Q_DISABLE_COPY_MOVE(Desk)
    virtual ~Desk() = default;

    [[nodiscard]] virtual QWidget& window() = 0;
    [[nodiscard]] virtual std::uint16_t port() const = 0; // of the server that is to be loaded
    [[nodiscard]] virtual std::vector<Act> acts() = 0;
    [[nodiscard]] virtual QJsonObject figures() = 0; // rows that it holds, and the like
};

// Null, with the reason on stderr: it could not be opened.
[[nodiscard]] std::unique_ptr<Desk> openServerDesk(const QString& folder);
[[nodiscard]] std::unique_ptr<Desk> openClientDesk(const QString& folder, std::uint16_t port, bool isWatched);

inline constexpr auto kRoom = "#load";        // that the load generator speaks in
inline constexpr auto kOtherRoom = "#corner"; // a quiet one

// As the keyboard and the wheel do it, through the event loop.
void typeKey(QWidget& into, int key, const QString& text = {}, Qt::KeyboardModifiers modifiers = {});
void turnWheel(QWidget& over, int notches); // up: above 0
void moveMouse(QWidget& over, const QPoint& to);
void trigger(QWidget& window, const QString& keys); // the action with these keys; nothing where there is none
// The part with that object name, which is there.
template <typename Widget>
[[nodiscard]] Widget& partOf(QWidget& window, const QString& name)
{
    auto* found = window.findChild<Widget*>(name);
    Q_ASSERT(found);
    return *found;
}
// Runs the event loop until `isSo`, ten seconds at most; returns whether it is.
[[nodiscard]] bool waitUntil(const std::function<bool()>& isSo);
// What both windows are resized through.
[[nodiscard]] Act resizing(QWidget& window);
[[nodiscard]] Act lookingOn();

} // namespace windowsbench
