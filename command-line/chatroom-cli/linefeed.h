// The lines of one conversation in the order in which they are written down: each once, older ones first. A terminal and a pipe
// cannot put a line above another later, so lines wait while others may still come in above them.
//
// What is ours comes when it is settled: confirmed or failed.
#pragma once

#include "client/chatline.h"

#include <QObject>

#include <set>
#include <vector>

namespace chatroom::client {
class Conversation;
class Session;
} // namespace chatroom::client

namespace chatroom::cli {

class LineFeed final : public QObject
{
    Q_OBJECT

public:
    enum class Gaps : std::uint8_t {
        Tell, // a gap comes as a line
        Fill, // it is loaded first; one that cannot be comes as a line
    };

    LineFeed(client::Session& session, client::Conversation& conversation, Gaps gaps, QObject* parent = nullptr);

    // While held nothing comes: older lines are being loaded.
    void setHeld(bool isHeld);
    // What came in this turn comes now, unless it waits for older lines: something is about to be told that happened after it.
    void hurry() { advance(); }
    [[nodiscard]] const std::set<client::LineId>& unsettled() const { return m_unsettled; }

Q_SIGNALS:
    void came(const std::vector<chatroom::client::ChatLine>& lines); // never empty
    // One of ours that is not confirmed; it comes again when it is.
    void waited(const chatroom::client::ChatLine& line);

private:
    void take(int first, int last);
    void settle(int first, int last);
    void forget(int first, int last);
    void advanceSoon();
    void advance();
    [[nodiscard]] bool isFillingGap();
    void write();

    client::Session& m_session;
    client::Conversation& m_conversation;
    Gaps m_gapsMode;
    std::set<client::LineId> m_waiting, m_unsettled, m_gaps;
    int m_tries = 0, m_rowsAtTry = -1;
    bool m_isHeld = false, m_isPosted = false;
    bool m_isAsking = false; // just now: what changes by it is no answer
    bool m_isAsked = false;  // a page of a gap is on its way
};

} // namespace chatroom::cli
