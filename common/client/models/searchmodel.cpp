#include "client/models/searchmodel.h"

#include <algorithm>
#include <array>
#include <iterator>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::client {

namespace {

// More is nobody's to read; a narrower search finds better.
constexpr std::size_t kMostHits = 5'000;

// Parts at blanks that stand in no quotes; the quotes stay.
QStringList typedWords(const QString& typed)
{
    QStringList words;
    QString word;
    bool isQuoted = false;
    for (const QChar c : typed) {
        isQuoted = c == u'"' ? !isQuoted : isQuoted;
        if (!c.isSpace() || isQuoted) {
            word += c;
            continue;
        }
        if (!word.isEmpty())
            words += std::exchange(word, {});
    }
    return word.isEmpty() ? words : words << word;
}

QString unquoted(QString value)
{
    return value.remove(u'"');
}

QString keyOf(const SearchHit& hit)
{
    if (!hit.line.messageId.isEmpty())
        return hit.line.messageId;
    return u"%1 %2 %3 %4"_s.arg(QString::number(hit.line.time.toMSecsSinceEpoch()), hit.conversation, hit.line.author, hit.line.text);
}

} // namespace

SearchRequest SearchRequest::parse(const QString& typed)
{
    SearchRequest request;
    QStringList rest;
    const QStringList words = typedWords(typed);
    for (const QString& word : words) {
        const QString key = word.section(u':', 0, 0).toLower(); // not a name
        const QString value = unquoted(word.section(u':', 1));
        const QDate day = QDate::fromString(value, Qt::ISODate);
        if (!word.contains(u':') || value.isEmpty())
            rest += word;
        else if (key == "from"_L1)
            request.from = value;
        else if (key == "in"_L1)
            request.in = value;
        else if (key == "after"_L1 && day.isValid())
            request.after = day.startOfDay().toUTC();
        else if (key == "before"_L1 && day.isValid())
            request.before = day.endOfDay().toUTC();
        else
            rest += word;
    }
    request.text = rest.join(u' ');
    return request;
}

bool SearchRequest::isEmpty() const
{
    return text.isEmpty() && in.isEmpty() && from.isEmpty() && !after.isValid() && !before.isValid();
}

SearchModel::SearchModel(QObject* parent) : QAbstractListModel(parent) {}

int SearchModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_hits.size());
}

QVariant SearchModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const SearchHit& each = hit(index.row());
    switch (role) {
    case Qt::DisplayRole: return each.line.text;
    case ConversationRole: return each.conversation;
    case AuthorRole: return each.line.author;
    case TimeRole: return each.line.time;
    case MessageIdRole: return each.line.messageId;
    default: return {};
    }
}

QHash<int, QByteArray> SearchModel::roleNames() const
{
    return {{Qt::DisplayRole, "text"},
            {ConversationRole, "conversation"},
            {AuthorRole, "author"},
            {TimeRole, "time"},
            {MessageIdRole, "messageId"}};
}

const SearchHit& SearchModel::hit(int row) const
{
    return m_hits.at(static_cast<std::size_t>(row));
}

void SearchModel::begin(bool isNew)
{
    if (isNew && !m_hits.empty()) {
        beginRemoveRows({}, 0, rowCount() - 1);
        m_hits.clear();
        endRemoveRows();
    }
    if (isNew) {
        m_known.clear();
        m_hasMore = false;
    }
    setState(State::Searching);
}

bool SearchModel::add(std::vector<SearchHit> hits, bool hasMore)
{
    std::erase_if(hits, [this](const SearchHit& each) {
        const QString key = keyOf(each);
        const bool isKnown = m_known.contains(key);
        m_known.insert(key);
        return isKnown;
    });
    const std::size_t room = kMostHits - std::min(kMostHits, m_hits.size());
    if (hits.size() > room)
        hits.resize(room);
    m_hasMore = hasMore && hits.size() < room;
    const bool isAnyNew = !hits.empty();
    if (isAnyNew) {
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(hits.size()) - 1);
        std::ranges::move(hits, std::back_inserter(m_hits));
        endInsertRows();
    }
    setState(State::Done);
    return isAnyNew;
}

void SearchModel::fail(const QString& why)
{
    setState(State::Failed, why);
}

void SearchModel::setState(State state, const QString& why)
{
    m_state = state;
    m_why = why;
    Q_EMIT stateChanged();
}

} // namespace chatroom::client
