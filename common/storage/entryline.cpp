#include "storage/entryline.h"

#include "protocol/message.h"

#include <QCoreApplication>

#include <utility>

namespace chatroom::storage {

static_assert(static_cast<int>(Verb::Privmsg) == 0 && static_cast<int>(Verb::Notice) == 1);

namespace {

// Stands for the target that nearly all have: no channel and no nickname is called so.
constexpr auto kKeyOfPlace = "=";

} // namespace

int traitsOf(const Entry& entry)
{
    return static_cast<int>(entry.verb) | static_cast<int>(entry.readers) << 8 | (entry.isFromBot ? 1 << 16 : 0);
}

int mostVerb(bool withEvents)
{
    return withEvents ? 255 : static_cast<int>(Verb::Notice);
}

QByteArray lineOf(const Entry& entry)
{
    const QByteArray target = entry.target == entry.place.key ? QByteArray(kKeyOfPlace) : entry.target;
    QByteArray line;
    line.reserve(entry.messageId.size() + entry.source.size() + entry.account.size() + target.size() + entry.tags.size() + entry.text.size()
                 + 5);
    for (const QByteArray* each : {&entry.messageId, &entry.source, &entry.account, &target, &entry.tags})
        line.append(*each).append('\n');
    line.append(entry.text);
    return line;
}

Entry entryOf(Place place, Timestamp time, int traits, const QByteArray& line)
{
    qsizetype from = 0;
    const auto next = [&line, &from] {
        const qsizetype end = line.indexOf('\n', from);
        const qsizetype start = std::exchange(from, end < 0 ? line.size() : end + 1);
        return line.mid(start, end < 0 ? -1 : end - start);
    };
    Entry entry;
    entry.place = std::move(place);
    entry.time = time;
    entry.verb = static_cast<Verb>(traits & 255);
    entry.readers = static_cast<Readers>((traits >> 8) & 255);
    entry.isFromBot = (traits >> 16) != 0;
    entry.messageId = next();
    entry.source = next();
    entry.account = next();
    entry.target = next();
    entry.tags = next();
    entry.text = line.mid(from);
    entry.target = entry.target == kKeyOfPlace ? entry.place.key : targetIn(entry.place, entry.target);
    return entry;
}

QByteArray targetIn(const Place& place, const QByteArray& target)
{
    if (place.kind != Place::Kind::Channel || place.key.isEmpty() || target.isEmpty())
        return target;
    const qsizetype name = target.indexOf(place.key.front());
    if (name < 0 || protocol::fold(protocol::view(target).substr(static_cast<std::size_t>(name))) == place.key)
        return target;
    return target.left(name) + place.key;
}

void makeTombstone(Entry& entry, const Tombstone& tombstone)
{
    entry.verb = Verb::Redact;
    entry.source = tombstone.source;
    entry.account = tombstone.account;
    entry.text = tombstone.reason.isEmpty() ? tombstone.messageId : tombstone.messageId + " :" + tombstone.reason;
    entry.tags.clear();
    entry.isFromBot = false;
}

StoreError roomIsThere(const Place& room)
{
    return {StoreError::Kind::Refused, QCoreApplication::translate("chatroom::storage::Store",
                                                                   "A room cannot be called %1: there is another one of that name already.")
                                           .arg(QString::fromUtf8(room.key))};
}

bool hasMessageId(const QByteArray& line, const QByteArray& messageId)
{
    return line.size() > messageId.size() && line.startsWith(messageId) && line[messageId.size()] == '\n';
}

QByteArray senderOf(const Entry& entry)
{
    return protocol::fold(protocol::SourceView::parse(protocol::view(entry.source)).nickname);
}

QByteArray wordsOf(const Entry& entry)
{
    return protocol::searchWords(QString::fromUtf8(entry.text)).join(u' ').toUtf8();
}

} // namespace chatroom::storage
