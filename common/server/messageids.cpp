#include "server/messageids.h"

#include "protocol/messageid.h"
#include "server/passwordhash.h"

#include <QRandomGenerator>

#include <algorithm>

namespace chatroom::server {

namespace {

constexpr qsizetype kIdsAtOnce = 100; // as many as randomness is made for

} // namespace

// For many at a time, from OpenSSL's generator, which the system seeds: asking the system, or the processor (RDSEED, which is what
// QRandomGenerator::system() does), for each id took a third of all the time of a busy room.
QByteArray MessageIds::next(Timestamp time)
{
    protocol::MessageIdNonce nonce{};
    if (m_random.isEmpty())
        m_random = randomBytes(static_cast<qsizetype>(nonce.size()) * kIdsAtOnce);
    if (m_random.isEmpty()) { // OpenSSL has none, which a system that runs does not know
        QRandomGenerator::system()->generate(nonce.begin(), nonce.end());
        return protocol::makeMessageId(time, nonce);
    }
    std::copy_n(m_random.cend() - nonce.size(), nonce.size(), nonce.begin());
    m_random.chop(nonce.size());
    return protocol::makeMessageId(time, nonce);
}

} // namespace chatroom::server
