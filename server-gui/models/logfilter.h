// The rows of the log that are wanted: by group and by words.
#pragma once

#include "eventtext.h"

#include <QSet>
#include <QSortFilterProxyModel>

namespace chatroom::servergui {

class LogFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit LogFilter(QObject* parent = nullptr);

    void setGroupShown(EventGroup group, bool isShown);
    [[nodiscard]] bool isGroupShown(EventGroup group) const { return !m_hidden.contains(static_cast<int>(group)); }
    // In any of the columns, without regard to case; empty: all.
    void setWords(const QString& words);

private:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

    QSet<int> m_hidden;
    QString m_words;
};

} // namespace chatroom::servergui
