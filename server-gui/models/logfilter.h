// What is shown of the log: some groups of events, and only rows that hold what is looked for.
//
// The log grows at its end and loses rows at its front, nothing else. So the rows that are shown are kept as one ascending list, and a
// full log costs no more than a short one: what comes is looked at once, and another filter is one reset.
#pragma once

#include "eventtext.h"
#include "models/logmodel.h"

#include <QAbstractProxyModel>
#include <QSet>
#include <QString>

#include <chrono>
#include <cstdint>
#include <deque>

namespace chatroom::servergui {

class LogFilter final : public QAbstractProxyModel
{
    Q_OBJECT

public:
    explicit LogFilter(QObject* parent = nullptr);

    // A LogModel, once.
    void setSourceModel(QAbstractItemModel* source) override;

    [[nodiscard]] bool isGroupShown(EventGroup group) const { return !m_hidden.contains(static_cast<int>(group)); }
    void setGroupShown(EventGroup group, bool isShown);
    // In any of the columns, without regard to case; empty: all.
    void setWords(const QString& words);

    [[nodiscard]] QModelIndex mapToSource(const QModelIndex& index) const override;
    [[nodiscard]] QModelIndex mapFromSource(const QModelIndex& index) const override;
    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void refilter();
    void onInserted(int first, int last);
    void onAboutToBeRemoved(int first, int last);
    void onRemoved(int first, int last);
    void onChanged(int first, int last);
    [[nodiscard]] bool accepts(int sourceRow);
    [[nodiscard]] int rowFrom(int sourceRow) const; // the first that is shown of those from there on

    const LogModel* m_log = nullptr;
    QSet<int> m_hidden;
    QString m_words;
    bool m_mayBeTime = false;          // the words may be part of a time
    std::chrono::seconds m_second{-1}; // many rows are of one second: whether its time holds the words is found once
    bool m_isInSecond = false;
    std::int64_t m_gone = 0;         // rows that the log has lost at its front
    std::deque<std::int64_t> m_rows; // that are shown, by their number since the beginning; ascending
    int m_leaving = 0;               // of those, that go now
};

} // namespace chatroom::servergui
