#include "server/io/chorerunner.h"

#include "base/threads.h"
#include "server/io/cryptothread.h"

#include <algorithm>

namespace chatroom::server {

ChoreRunner::ChoreRunner(Report report) : m_report(std::move(report))
{
    constexpr int kMost = 8; // each takes 16 MiB while it works
    const int count = std::clamp(QThread::idealThreadCount() / 2, 1, kMost);
    for (int i = 0; i < count; ++i) {
        Hand& hand = *m_hands.emplace_back(std::make_unique<Hand>());
        hand.thread.setObjectName(QStringLiteral("chores-%1").arg(i));
        hand.worker.moveToThread(&hand.thread);
        tidyCryptoAtEndOf(hand.thread);
        hand.thread.start(QThread::LowPriority);
    }
}

ChoreRunner::~ChoreRunner()
{
    m_isEnding = true;
    for (const auto& hand : m_hands)
        hand->thread.quit();
    for (const auto& hand : m_hands)
        hand->thread.wait();
}

void ChoreRunner::start(Chore chore)
{
    Hand& hand = *m_hands[m_next++ % m_hands.size()];
    postTo(hand.worker, [this, chore = std::move(chore)] {
        if (!m_isEnding)
            m_report(chore.number, carryOut(chore.work));
    });
}

} // namespace chatroom::server
