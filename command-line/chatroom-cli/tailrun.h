// `chatroom-cli tail`: prints what is said, one line or one JSON object a message, and comes back by itself when the
// connection was lost, with what was missed meanwhile. With --since what was said since then comes first.
#pragma once

#include "linefeed.h"
#include "messagewatch.h"
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
    void loadSince(client::Conversation& room, LineFeed& feed);
    using Lines = std::vector<client::ChatLine>;
    void print(const client::Conversation& conversation, Lines::const_iterator begin, Lines::const_iterator end);
    void tell(const client::Conversation& conversation, const MessageEvent& event);
    void count(); // one more was printed
    // Of the first lines of a conversation the first that is to be printed; what the history has of before it is not.
    [[nodiscard]] Lines::const_iterator first(const Lines& lines);

    QDateTime m_from; // of the first line that is printed, by the server's clock; invalid: not known yet
    int m_printed = 0;
};

} // namespace chatroom::cli
