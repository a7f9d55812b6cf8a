#include "durability/waiting.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QTimer>

#include <chrono>

namespace chatroom::test {

using namespace std::chrono_literals;

bool waitFor(const std::function<bool()>& isTrue, int milliseconds)
{
    const QDeadlineTimer deadline(milliseconds);
    QTimer wake;
    wake.start(2ms);
    while (!isTrue()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

void goOnFor(int microseconds)
{
    const QDeadlineTimer deadline(std::chrono::microseconds{microseconds}, Qt::PreciseTimer);
    while (!deadline.hasExpired())
        QCoreApplication::processEvents();
}

} // namespace chatroom::test
