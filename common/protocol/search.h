// What SEARCH asks for: soju.im/search, "SEARCH Command" and "Standard search attributes".
//
//   SEARCH attributes; attributes have the form of message tags: "in=#room;from=ann;text=hello\sworld;limit=20"
//
// The text is a list of terms which must all occur: words, "quoted phrases", and either with a * behind it for a beginning.
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <string_view>
#include <vector>

namespace chatroom::protocol {

struct SearchTerm final
{
    QStringList words;     // one, or those of a phrase in order; lower case, letters and digits only
    bool isPrefix = false; // the last word may go on
    friend bool operator==(const SearchTerm&, const SearchTerm&) = default;
};
// Words are what Unicode calls letters, marks and digits; all else parts them. Of scripts without spaces (Chinese, Japanese, Thai ...)
// each sign is a word, and what stands together is a phrase. At most limits::kSearchTerms terms count.
[[nodiscard]] std::vector<SearchTerm> parseSearchText(const QString& text);
// The words of a message as parseSearchText would cut them.
[[nodiscard]] QStringList searchWords(const QString& text);

struct SearchAttributes final
{
    QByteArray in, from;                    // a channel or a person; a nickname; empty: any
    QByteArray text;                        // UTF-8; empty: any
    std::optional<Timestamp> after, before; // both inclusive
    std::optional<int> limit;               // above zero

    [[nodiscard]] QByteArray toBytes() const; // escaped, as one parameter
    friend bool operator==(const SearchAttributes&, const SearchAttributes&) = default;
};
struct SearchAttributeError final
{
    QByteArray attribute; // the key of the one that is wrong
};
// Attributes that nobody has defined are passed over, as tags are.
[[nodiscard]] Result<SearchAttributes, SearchAttributeError> parseSearchAttributes(std::string_view attributes);

} // namespace chatroom::protocol
