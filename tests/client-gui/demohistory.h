// What was said before, as a scripted server keeps it: answers CHATHISTORY and SEARCH from a list that a test fills.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QDateTime>

#include <vector>

namespace chatroom::tests {

class DemoHistory final
{
public:
    struct Entry final
    {
        QByteArray target, who, text, id;
        QDateTime time; // UTC
    };

    void add(const QByteArray& target, const QByteArray& who, const QByteArray& text, const QDateTime& at, const QByteArray& id = {});
    // `count` messages, one a minute, the last one at `end`; ids "h0" and on.
    void fill(const QByteArray& target, int count, const QDateTime& end);
    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }

    // The lines that answer "CHATHISTORY BEFORE ..." or "SEARCH ..."; `label`: "label=x", empty: none.
    [[nodiscard]] QByteArrayList answerHistory(const QByteArray& label, const QByteArray& line);
    [[nodiscard]] QByteArrayList answerSearch(const QByteArray& label, const QByteArray& line);

    int page = 50;            // most that an answer holds
    QByteArray failure;       // why no history can be had; empty: it can
    QByteArray searchFailure; // why nothing can be searched; empty: it can
    int requests = 0;         // of history, so far
    int searches = 0;

private:
    [[nodiscard]] std::vector<Entry> of(const QByteArray& target) const;
    [[nodiscard]] QByteArrayList batch(const QByteArray& label, const QByteArray& type, const std::vector<Entry>& entries);

    std::vector<Entry> m_entries; // oldest first
    int m_batches = 0;
};

} // namespace chatroom::tests
