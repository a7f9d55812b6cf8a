// What happened, newest last: a ring of rows, so that a window open for a month is as light as a new one.
#pragma once

#include "eventtext.h"
#include "server/serverevents.h"

#include <QAbstractTableModel>
#include <QString>

#include <cstddef>
#include <deque>

namespace chatroom::servergui {

class LogModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column : int { Time, Kind, Who, What, ColumnCount };
    static constexpr std::size_t kRows = 50'000;

    explicit LogModel(std::size_t capacity = kRows, QObject* parent = nullptr);

    // The oldest rows give way. `dropped`: how many events the feed left out before these; it is said in a row.
    void append(const QList<server::ServerEvent>& events, quint64 dropped);

    // While paused, what comes waits (in the same bound) and goes in when it goes on.
    [[nodiscard]] bool isPaused() const { return m_isPaused; }
    void setPaused(bool isPaused);
    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }

    // Without what people said, on screen, in searches and in a saved file.
    [[nodiscard]] bool isTextHidden() const { return m_isTextHidden; }
    void setTextHidden(bool isHidden);

    // Of a row, the fast way for a filter: no QVariant.
    [[nodiscard]] EventGroup group(int row) const;
    [[nodiscard]] Timestamp at(int row) const;
    [[nodiscard]] bool holds(int row, const QString& words) const; // in what is shown but for the time, whatever the case

    // "2026-11-23T14:03:59.123Z", kind, who and what, parted by tabs.
    [[nodiscard]] QString savedLine(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void waitingChanged();

private:
    struct Row final
    {
        Timestamp at;
        server::EventKind kind{};
        EventWords words;
    };

    void insert(std::deque<Row> rows);
    void keepWaiting(std::deque<Row> rows);
    [[nodiscard]] QString shown(const Row& row, int column) const;
    [[nodiscard]] QString what(const Row& row) const;

    std::size_t m_capacity;
    std::deque<Row> m_rows;
    std::deque<Row> m_waiting;
    bool m_isPaused = false;
    bool m_isTextHidden = false;
};

} // namespace chatroom::servergui
