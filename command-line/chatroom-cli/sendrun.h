// `chatroom-cli send`: says its words, or each line of standard input, one after the other, or with --multi all of it at once. The next
// goes out when the server has confirmed the one before: that is the pace, the order, and how the end is known.
#pragma once

#include "linereader.h"
#include "run.h"

#include <memory>
#include <vector>

namespace chatroom::cli {

class SendRun final : public Run
{
    Q_OBJECT

public:
    using Run::Run;
    void stop() override;

protected:
    void entered() override;
    void lost() override;

private:
    void sendNext();
    void say(const QString& text);
    void gather();
    void checkConfirmed();

    client::Conversation* m_target = nullptr;
    std::unique_ptr<LineReader> m_input;
    std::vector<client::LineId> m_unconfirmed; // of what was said last; several when it was cut
    QString m_replyTo;                         // of what is said next
    QStringList m_gathered;                    // lines of one message
    qsizetype m_gatheredBytes = 0;
    bool m_hasSaidText = false;
};

} // namespace chatroom::cli
