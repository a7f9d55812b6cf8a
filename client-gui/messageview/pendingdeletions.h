// Messages that a person has deleted a moment ago: for some seconds they can take it back, then the server is asked.
//
// GUI thread.
#pragma once

#include "client-gui/messageview/rowtext.h"
#include "client/chatline.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <optional>
#include <unordered_map>

class QTimer;

namespace chatroom::clientgui {

class PendingDeletions final : public QObject
{
    Q_OBJECT

public:
    explicit PendingDeletions(QObject* parent = nullptr);
    ~PendingDeletions() override;

    void setUndoTime(std::chrono::milliseconds time) { m_undoTime = time; }
    void start(client::LineId line);
    void undo(client::LineId line); // nothing once the server has been asked
    void commitAll();
    // It is deleted, or gone: there is nothing left to wait for.
    void forget(client::LineId line);
    void clear();
    [[nodiscard]] Leaving stateOf(client::LineId line) const;
    [[nodiscard]] std::optional<client::LineId> lastUndoable() const;

Q_SIGNALS:
    void changed(chatroom::client::LineId line);
    void committed(chatroom::client::LineId line);

private:
    struct Deletion final
    {
        Leaving state = Leaving::Undoable;
        std::unique_ptr<QTimer> timer;
    };
    void onTime(client::LineId line);
    void commit(client::LineId line);

    std::chrono::milliseconds m_undoTime{std::chrono::seconds(5)};
    std::unordered_map<client::LineId, Deletion> m_deletions;
    std::vector<client::LineId> m_order; // the undoable ones, the latest last
};

} // namespace chatroom::clientgui
