// Work handed to the thread of another object.
//
// Qt orders it: all that the caller did before is seen by the work, and with runOn() the other way round. Qt's locks are
// invisible to the thread sanitizer unless Qt itself is built with it, so that order is told here; a call by
// QMetaObject::invokeMethod across threads would be reported as a race.
#pragma once

#include <QMetaObject>
#include <QObject>
#include <QThread>

#include <utility>

#if defined(__SANITIZE_THREAD__)
#define CHATROOM_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CHATROOM_THREAD_SANITIZER 1
#endif
#endif
#ifdef CHATROOM_THREAD_SANITIZER
#include <sanitizer/tsan_interface.h>
#endif

namespace chatroom {

#ifdef CHATROOM_THREAD_SANITIZER
inline void tellDone(const void* what)
{
    __tsan_release(const_cast<void*>(what));
}
inline void tellSeen(const void* what)
{
    __tsan_acquire(const_cast<void*>(what));
}
#else
inline void tellDone(const void*) {}
inline void tellSeen(const void*) {}
#endif

// Work on its way to a thread. Qt copies or moves it into its own keeping, and only then is it all written.
template <typename Work>
class HandedOver final
{
public:
    HandedOver(Work work, QThread* there) : m_work(std::move(work)), m_there(there) {}
    HandedOver(const HandedOver& other) : m_work(other.m_work), m_there(other.m_there) { tellDone(m_there); }
    HandedOver(HandedOver&& other) noexcept : m_work(std::move(other.m_work)), m_there(other.m_there) { tellDone(m_there); }
    HandedOver& operator=(const HandedOver&) = delete;
    HandedOver& operator=(HandedOver&&) = delete;
    ~HandedOver() { tellSeen(this); } // whoever is the last to let go of it: here or there

    void operator()()
    {
        tellSeen(QThread::currentThread()); // before anything that was handed over is read
        m_work();
        tellDone(this);
    }

private:
    Work m_work;
    QThread* m_there;
};

// Runs `work` on the thread of `receiver`, later, in the order of the posts of one thread. Not at all when `receiver` is
// gone by then. Any thread.
template <typename Work>
void postTo(QObject& receiver, Work work)
{
    QMetaObject::invokeMethod(&receiver, HandedOver<Work>(std::move(work), receiver.thread()), Qt::QueuedConnection);
}

// Runs `work` on the thread of `receiver` and waits until it is done; plainly when that is this thread. That thread has
// an event loop and waits for nobody who waits for this one.
template <typename Work>
void runOn(QObject& receiver, const Work& work)
{
    if (receiver.thread() == QThread::currentThread()) {
        work();
        return;
    }
    const auto reported = [&work] {
        work();
        tellDone(&work);
    };
    QMetaObject::invokeMethod(&receiver, HandedOver(reported, receiver.thread()), Qt::BlockingQueuedConnection);
    tellSeen(&work);
}

} // namespace chatroom
