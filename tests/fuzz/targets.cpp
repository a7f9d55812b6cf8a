#include "fuzz/targets.h"

#include "protocol/history.h"
#include "protocol/limits.h"
#include "protocol/lineframer.h"
#include "protocol/mask.h"
#include "protocol/message.h"
#include "protocol/messageid.h"
#include "protocol/parser.h"
#include "protocol/sasl.h"
#include "protocol/search.h"
#include "protocol/serializer.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace chatroom::fuzz {

using namespace chatroom::protocol;

namespace {

void hold(bool isTrue, const char* what)
{
    if (isTrue)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

bool isWithin(std::string_view part, std::string_view whole)
{
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

struct Line final
{
    QByteArray text;
    bool isTooLong = false;
    friend bool operator==(const Line&, const Line&) = default;
};

constexpr std::size_t kLineBytes = 64;

std::vector<Line> cut(std::string_view stream, std::size_t step)
{
    LineFramer framer(kLineBytes);
    std::vector<Line> lines;
    for (std::size_t at = 0; at < stream.size(); at += step) {
        framer.feed(stream.substr(at, step), [&lines](std::string_view line, bool isTooLong) {
            hold(line.size() <= kLineBytes, "a line is no longer than the bound");
            hold(!line.empty() && line.find('\n') == std::string_view::npos, "a line is not empty and has no end in it");
            lines.push_back({isTooLong ? QByteArray() : bytes(line), isTooLong}); // where a long one is cut is not promised
            return true;
        });
        hold(framer.buffered() <= kLineBytes + step + 2, "what is kept is at most a line and a read");
    }
    return lines;
}

} // namespace

void parser(std::string_view input)
{
    const auto parsed = parse(input, kFromServer);
    const bool isFramed = input.find('\n') == std::string_view::npos; // the framer leaves none
    if (!parsed || !isFramed)
        return;
    hold(isWithin(parsed->source, input) && isWithin(parsed->command, input) && isWithin(parsed->tags, input), "views lie in the line");
    hold(!parsed->command.empty(), "there is a command");
    for (std::size_t i = 0; i < parsed->parameterCount(); ++i) {
        const std::string_view parameter = parsed->parameter(i);
        hold(isWithin(parameter, input), "a parameter lies in the line");
        hold(i + 1 == parsed->parameterCount() || (!parameter.empty() && parameter.find(' ') == std::string_view::npos),
             "only the last parameter is empty or has a space");
    }
    const Message message = Message::fromView(*parsed);
    const QByteArray line = serialize(message);
    hold(line.endsWith("\r\n") && line.count('\n') == 1, "it is written as one line");
    const auto again = parse(view(line).substr(0, view(line).size() - 2), kLenient);
    if (input.find('\r') != std::string_view::npos)
        return; // it became a space, and a space in a source is another message
    hold(again.has_value(), "what is written can be read");
    hold(again->command == parsed->command && again->source == parsed->source, "its command and source come back");
    if (line.size() < 400 && isValidUtf8(input))
        hold(Message::fromView(*again) == message, "all of it comes back");
}

void tags(std::string_view input)
{
    const TagsView raw(input);
    raw.forEach([&](std::string_view key, std::string_view escaped) {
        hold(isWithin(key, input) && isWithin(escaped, input), "a tag lies in the section");
        hold(raw.contains(key), "what is visited is found");
        const QByteArray value = unescapeTagValue(escaped);
        const QByteArray back = escapeTagValue(view(value));
        hold(back.indexOf(' ') < 0 && back.indexOf(';') < 0 && back.indexOf('\n') < 0, "an escaped value breaks nothing");
        hold(value.contains('\0') || unescapeTagValue(view(back)) == value, "a value comes back"); // the parser lets no NUL in
    });
    const Tags owned = Tags::fromView(raw);
    for (const auto& [key, value] : owned.all())
        hold(raw.value(view(key)) == value, "the owned tags are those of the section");
}

void framer(std::string_view input)
{
    if (input.empty())
        return;
    const auto step = std::max<std::size_t>(1, static_cast<unsigned char>(input.front()));
    const std::string_view stream = input.substr(1);
    hold(cut(stream, step) == cut(stream, std::max<std::size_t>(1, stream.size())), "the reads do not matter");
}

void mask(std::string_view input)
{
    const std::size_t end = input.find('\n');
    const std::string_view pattern = input.substr(0, end);
    const std::string_view text = end == std::string_view::npos ? std::string_view() : input.substr(end + 1);
    const bool matches = matchesMask(pattern, text);
    hold(!matches || matchesMask(QByteArray(bytes(pattern) + '*').toStdString(), text) || pattern.ends_with('\\'),
         "a star at the end takes nothing away");
    hold(matchesMask("*", text), "a star takes everything");
    const QByteArray whole = normalizeMask(pattern);
    hold(normalizeMask(view(whole)) == whole, "a whole mask stays as it is");
}

void search(std::string_view input)
{
    if (const auto attributes = parseSearchAttributes(input)) {
        hold(!attributes->limit || *attributes->limit > 0, "a limit is above zero");
        const QByteArray written = attributes->toBytes();
        hold(written.indexOf(' ') < 0 && written.indexOf('\n') < 0, "attributes are one parameter");
        const auto again = parseSearchAttributes(view(written));
        hold(input.find('\0') != std::string_view::npos || (again && *again == *attributes), "attributes come back");
    }
    const QString text = QString::fromUtf8(input.data(), static_cast<qsizetype>(input.size()));
    const std::vector<SearchTerm> terms = parseSearchText(text);
    hold(terms.size() <= limits::kSearchTerms, "terms are bounded");
    const QStringList words = searchWords(text);
    qsizetype count = 0;
    for (const SearchTerm& term : terms) {
        hold(!term.words.isEmpty(), "a term has a word");
        for (const QString& word : term.words)
            hold(words.value(count++) == word, "terms are the words of the text, in order");
    }
}

void sasl(std::string_view input)
{
    const QByteArray response = bytes(input);
    SaslAssembler assembler;
    static_cast<void>(assembler.feed(input));
    hold(static_cast<std::size_t>(assembler.buffered()) <= limits::kSaslChunkBytes, "no more is kept than a chunk");
    if (const auto plain = parsePlain(response); plain && plain->authorization.isEmpty())
        hold(makePlain(plain->account, plain->password) == response, "what PLAIN says comes back");
    if (const auto prepared = saslPrepare(response)) {
        hold(!prepared->isEmpty() && isValidUtf8(view(*prepared)), "what is prepared is a text");
        hold(saslPrepare(*prepared).value_or(*prepared) == *prepared, "and is not prepared further");
    }
    if (const auto keys = ScramKeys::fromBytes(response))
        hold(ScramKeys::fromBytes(keys->toBytes()) == keys, "keys come back");
    ScramServer server("3rfcNHYJY1ZVvWVs7j");
    if (server.open(response))
        hold(server.challenge({4096, "salt", {}, {}}).startsWith("r="), "an opening is answered");
    ScramServer open("3rfcNHYJY1ZVvWVs7j");
    static_cast<void>(open.open("n,,n=user,r=fyko"));
    static_cast<void>(open.challenge({4096, "salt", QByteArray(32, 'a'), QByteArray(32, 'b')}));
    hold(!open.finish(response), "nobody guesses a proof");
    ScramClient client("user", "pencil", "fyko");
    static_cast<void>(client.first());
    hold(!client.verify(response), "nobody guesses a signature");
    if (response.indexOf(",i=") < 0 || response.size() < 20) // else it would do the work
        static_cast<void>(client.answer(response));
}

void selector(std::string_view input)
{
    const auto parsed = parseSelector(input);
    if (!parsed)
        return;
    const QByteArray written = parsed->toBytes();
    const auto again = parseSelector(view(written));
    hold(again && *again == *parsed, "a selector comes back");
    if (parsed->kind == HistorySelector::Kind::MessageId) {
        const auto time = timeOfMessageId(view(parsed->messageId));
        hold(!time || time->time_since_epoch().count() >= 0, "an id's moment is one");
    }
}

} // namespace chatroom::fuzz
