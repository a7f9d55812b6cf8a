// What OpenSSL keeps for each thread, such as its generator of random numbers, and when it goes.
#pragma once

#include <QThread>

#include <openssl/crypto.h>

namespace chatroom::server {

// Before `thread` is started. OpenSSL would tidy up when the system ends the thread; that is after QThread::wait() has returned, so it
// may meet the end of the process, which tidies up after all of them: then it leaks, or worse.
inline void tidyCryptoAtEndOf(QThread& thread)
{
    QObject::connect(
        &thread, &QThread::finished, &thread, [] { OPENSSL_thread_stop(); }, Qt::DirectConnection); // on the thread itself
}

} // namespace chatroom::server
