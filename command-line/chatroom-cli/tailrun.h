// `chatroom-cli tail`: prints what is said, one line or one JSON object a message, and comes back by itself when the
// connection was lost.
#pragma once

#include "run.h"

namespace chatroom::cli {

class TailRun final : public Run
{
    Q_OBJECT

public:
    using Run::Run;

protected:
    void entered() override;
    void lost() override;
    void conversationAdded(client::Conversation& conversation) override;

private:
    void print(const client::Conversation& conversation, const client::ChatLine& line);
    [[nodiscard]] bool isWanted(const client::ChatLine& line) const;

    int m_printed = 0;
};

} // namespace chatroom::cli
