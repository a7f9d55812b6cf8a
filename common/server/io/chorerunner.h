// The threads that carry out chores: passwords are hashed here and not in the hub's, and on half of the machine's cores at most, so
// that a wave of sign-ins does not take the machine from those who write.
//
// Thread: any one starts; `report` is called on the threads of this. The end drops what waits and lets finish what runs.
#pragma once

#include "server/chores.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace chatroom::server {

class ChoreRunner final
{
public:
    using Report = std::function<void(std::uint64_t number, const Outcome& outcome)>;

    explicit ChoreRunner(Report report);
    Q_DISABLE_COPY_MOVE(ChoreRunner)
    ~ChoreRunner();

    void start(Chore chore);

private:
    struct Hand final
    {
        QThread thread;
        QObject worker; // lives there
    };

    Report m_report;
    std::atomic<bool> m_isEnding = false;
    std::vector<std::unique_ptr<Hand>> m_hands;
    std::size_t m_next = 0;
};

} // namespace chatroom::server
