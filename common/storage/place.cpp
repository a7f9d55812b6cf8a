#include "storage/store.h"

namespace chatroom::storage {

Place Place::direct(const protocol::FoldedName& one, const protocol::FoldedName& other)
{
    const bool isOrdered = one <= other;
    const QByteArray& first = isOrdered ? one.bytes() : other.bytes();
    const QByteArray& second = isOrdered ? other.bytes() : one.bytes();
    return {Kind::Direct, first + ' ' + second};
}

std::optional<QByteArray> Place::partnerOf(const protocol::FoldedName& account) const
{
    const qsizetype space = key.indexOf(' ');
    if (kind != Kind::Direct || space < 0)
        return std::nullopt;
    const QByteArray first = key.left(space);
    const QByteArray second = key.mid(space + 1);
    if (first == account.bytes())
        return second;
    return second == account.bytes() ? std::optional{first} : std::nullopt;
}

} // namespace chatroom::storage
