// `chatroom-cli history`: what was said in a room, oldest first, and done.
#pragma once

#include "backlog.h"
#include "run.h"

namespace chatroom::cli {

class HistoryRun final : public Run
{
    Q_OBJECT

public:
    using Run::Run;

protected:
    void entered() override;

private:
    [[nodiscard]] bool isWanted(const client::ChatLine& line) const;
    void count(int first, int last);
    [[nodiscard]] bool isEnough() const;
    void finish(Backlog::End how);
    void print();

    client::Conversation* m_room = nullptr;
    Backlog* m_backlog = nullptr; // a child
    client::LineId m_ownJoin;     // that we came just now is nothing that was said
    int m_count = 0;
};

} // namespace chatroom::cli
