// `chatroom-cli react` and `chatroom-cli delete`: something done to one message, and done when the server has confirmed it.
#pragma once

#include "run.h"

namespace chatroom::cli {

class MessageRun final : public Run
{
    Q_OBJECT

public:
    using Run::Run;

protected:
    void entered() override;
    void lost() override;

private:
    void begin(client::LineId line);
    void react(client::LineId line);
    void remove(client::LineId line);
    void check();
    void failIfRefused(client::Conversation& place, int first, int last);

    client::Conversation* m_place = nullptr;
    client::LineId m_line;
    QString m_emoji;
    bool m_isBegun = false;
};

} // namespace chatroom::cli
