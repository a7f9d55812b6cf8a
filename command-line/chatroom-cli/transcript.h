// What a person reads above the line they type in: the last messages of a room when it is entered, what comes, what was missed
// while the connection was lost, what waits to be sent, and what was said earlier when they ask for it. What is printed stays: so
// each line is printed once, in its order as far as that is known by then.
#pragma once

#include "backlog.h"
#include "client/chatline.h"
#include "lineeditor.h"
#include "linefeed.h"
#include "messagewatch.h"
#include "terminaltext.h"

#include <QDate>
#include <QObject>
#include <QPointer>

#include <map>
#include <memory>
#include <set>
#include <vector>

namespace chatroom::client {
struct SearchHit;
} // namespace chatroom::client

namespace chatroom::cli {

class Transcript final : public QObject
{
    Q_OBJECT

public:
    // Both outlive this.
    Transcript(client::Session& session, LineEditor& editor, Palette palette, QObject* parent = nullptr);
    ~Transcript() override;

    void add(client::Conversation& conversation);
    void remove(client::Conversation& conversation);
    // The one that is looked at; what of it was not shown yet is shown. Null: none.
    void setCurrent(client::Conversation* conversation);

    void note(const QString& text); // from the program itself
    void note(const QStringList& rows);
    // As many more of what was said before the oldest line that was shown.
    void showOlder(client::Conversation& conversation, int count);
    void showHits(const QString& heading, const std::vector<client::SearchHit>& hits); // oldest first
    void noteUnconfirmed();                                                            // the connection is lost
    [[nodiscard]] int unsentCount() const;

private:
    using Lines = std::vector<client::ChatLine>;
    struct Place final
    {
        client::Conversation& conversation;
        std::unique_ptr<LineFeed> feed = {};
        std::unique_ptr<MessageWatch> watch = {};
        client::LineId oldest = {}, newest = {}; // that was shown
        Lines unshown = {};                      // of before one looked here for the first time
        bool hasBegun = false;
    };

    void take(Place& place, const Lines& lines);
    void showFirst(Place& place, const Lines& lines);
    void showNews(Place& place, Lines lines);
    void showMissed(Place& place, const Lines& lines);
    void showWaiting(const Place& place, const client::ChatLine& line);
    void showGathered(client::Conversation& conversation, int count, Backlog::End how);
    [[nodiscard]] Lines older(Place& place) const;
    [[nodiscard]] bool isElsewhere(const client::Conversation& conversation) const;
    [[nodiscard]] QString notice(const QString& text) const;

    // Rows are gathered and printed at once: each print draws the line that is typed again.
    void put(Place& place, const client::ChatLine& line);
    void put(const client::ChatLine& line, const QString& room, const QString& quote = {});
    [[nodiscard]] QString quoteFor(client::Conversation& conversation, const client::ChatLine& line) const; // empty: it is no reply
    void tell(const client::Conversation& conversation, const MessageEvent& event);
    void flush();

    client::Session& m_session;
    LineEditor& m_editor;
    Palette m_palette;
    QPointer<client::Conversation> m_current;
    std::map<const client::Conversation*, Place> m_places;
    std::unique_ptr<Backlog> m_backlog; // of what is being asked for
    std::set<client::LineId> m_told;    // that they wait
    QStringList m_rows;
    QDate m_day; // of the line printed last, in local time
};

} // namespace chatroom::cli
