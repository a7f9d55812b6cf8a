// What a search found, newest first; older hits come in at the end. The request that a person typed, taken apart.
#pragma once

#include "client/chatline.h"

#include <QAbstractListModel>
#include <QSet>

#include <vector>

namespace chatroom::client {

struct SearchRequest final
{
    QString text;            // words, "a phrase", a beginning*
    QString in, from;        // a room or a person; a nickname; empty: any
    QDateTime after, before; // both inclusive; invalid: any time

    // `from:ann in:#room after:2026-01-01 before:2026-03-01 "a phrase" word wor*`; a day is local and ends at its end. What is
    // not understood is text.
    [[nodiscard]] static SearchRequest parse(const QString& typed);
    [[nodiscard]] bool isEmpty() const;
};

struct SearchHit final
{
    QString conversation; // "#lobby", "Ann"
    ChatLine line;        // without an id: it is no line of a conversation
};

class SearchModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class State : std::uint8_t { Idle, Searching, Done, Failed };
    Q_ENUM(State)
    enum Role : int { ConversationRole = Qt::UserRole + 1, AuthorRole, TimeRole, MessageIdRole };

    explicit SearchModel(QObject* parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override; // DisplayRole: the text
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QString why() const { return m_why; }      // Failed: a sentence for people
    [[nodiscard]] bool hasMore() const { return m_hasMore; } // older ones may be had
    [[nodiscard]] const SearchHit& hit(int row) const;

    // For the session.
    void begin(bool isNew);                                            // Searching; a new search takes the hits of the last away
    [[nodiscard]] bool add(std::vector<SearchHit> hits, bool hasMore); // newest first; whether one of them was new
    void fail(const QString& why);

Q_SIGNALS:
    void stateChanged();

private:
    void setState(State state, const QString& why = {});

    std::vector<SearchHit> m_hits;
    QSet<QString> m_known; // msgid, or what tells two messages apart
    State m_state = State::Idle;
    QString m_why;
    bool m_hasMore = false;
};

} // namespace chatroom::client
