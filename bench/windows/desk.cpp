#include "desk.h"

#include <QAbstractScrollArea>
#include <QAction>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <array>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace windowsbench {

void typeKey(QWidget& into, int key, const QString& text, Qt::KeyboardModifiers modifiers)
{
    QCoreApplication::postEvent(&into, new QKeyEvent(QEvent::KeyPress, key, modifiers, text));
    QCoreApplication::postEvent(&into, new QKeyEvent(QEvent::KeyRelease, key, modifiers, text));
}

void turnWheel(QWidget& over, int notches)
{
    const auto* area = qobject_cast<QAbstractScrollArea*>(&over);
    QWidget* at = area ? area->viewport() : &over;
    const QPointF center(at->rect().center());
    constexpr int kNotch = 120; // eighths of a degree
    QCoreApplication::postEvent(at, new QWheelEvent(center, at->mapToGlobal(center), {}, {0, notches * kNotch}, Qt::NoButton,
                                                    Qt::NoModifier, Qt::NoScrollPhase, false));
}

void moveMouse(QWidget& over, const QPoint& to)
{
    QCoreApplication::postEvent(&over,
                                new QMouseEvent(QEvent::MouseMove, to, over.mapToGlobal(to), Qt::NoButton, Qt::NoButton, Qt::NoModifier));
}

void trigger(QWidget& window, const QString& keys)
{
    for (QAction* action : window.actions()) {
        if (action->shortcut() == QKeySequence(keys, QKeySequence::PortableText))
            return action->trigger();
    }
}

bool waitUntil(const std::function<bool()>& isSo)
{
    const QDeadlineTimer deadline(10s);
    while (!isSo() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 100);
    return isSo();
}

Act resizing(QWidget& window)
{
    const QSize first = window.size();
    const auto step = [&window, first](int at) {
        constexpr std::array<QPoint, 4> kBy{{{40, 20}, {90, -30}, {-60, 50}, {-120, -60}}};
        const QPoint by = kBy[static_cast<std::size_t>(at) % kBy.size()];
        window.resize(first.width() + by.x(), first.height() + by.y());
    };
    return {u"resizing"_s, step, [&window, first] { window.resize(first); }};
}

Act lookingOn()
{
    return {u"looking on"_s, [](int) {}};
}

} // namespace windowsbench
