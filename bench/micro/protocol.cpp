#include "micro.h"
#include "protocol/casefold.h"
#include "protocol/lineframer.h"
#include "protocol/parser.h"
#include "protocol/serializer.h"
#include "protocol/tags.h"

#include <benchmark/benchmark.h>
#include <string>
#include <string_view>

namespace chatroom::bench {

using benchmark::State;

namespace {

constexpr std::string_view kText = "Has anybody seen the printer's manual? It was on the shelf beside the window, I think.";
constexpr std::string_view kTextOfManyAlphabets =
    "Größe, naïve façade, Привет, как дела? 今日はいい天気ですね。 Tschüß und bis morgen früh 👋🏽";
const std::string kPlainLine = "PRIVMSG #lobby :" + std::string(kText);
const std::string kClientTags = "label=7f3a;+draft/reply=0192f3c1-7b1c;+draft/channel-context=#lobby";
const std::string kServerTags = "time=2026-11-25T09:30:00.123Z;msgid=0192f3c17b1c4d5e8f90a1b2;account=ann";
constexpr std::string_view kEscaped = R"(two\swords\:\sone\\two\r\nand\sthree)";
constexpr std::string_view kUnescaped = "two words; one\\two\r\nand three";

void countLines(State& state, std::size_t bytes)
{
    state.SetItemsProcessed(state.iterations());
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

void parse(State& state, const std::string& line)
{
    for (auto _ : state) // NOLINT: the way of the library
        benchmark::DoNotOptimize(protocol::parse(line));
    countLines(state, line.size());
}

void cutLines(State& state, std::size_t lines, std::size_t pieceBytes)
{
    std::string bytes;
    for (std::size_t i = 0; i < lines; ++i)
        bytes += kPlainLine + "\r\n";
    protocol::LineFramer framer(protocol::limits::kClientTagBytes + protocol::limits::kMessageBytes);
    std::int64_t taken = 0;
    for (auto _ : state) { // NOLINT
        for (std::size_t at = 0; at < bytes.size(); at += pieceBytes) {
            framer.feed(std::string_view(bytes).substr(at, pieceBytes), [&taken](std::string_view line, bool) {
                benchmark::DoNotOptimize(line.data());
                ++taken;
                return true;
            });
        }
    }
    state.SetItemsProcessed(taken);
}

protocol::Message relayed()
{
    protocol::Message message{"PRIVMSG", {"#lobby", protocol::bytes(kText)}};
    message.source = "ann!ann@192.0.2.17";
    return message;
}

void serializeUntagged(State& state)
{
    const protocol::Message message = relayed();
    for (auto _ : state) // NOLINT
        benchmark::DoNotOptimize(protocol::serializeUntagged(message));
    state.SetItemsProcessed(state.iterations());
}

void serializeTagged(State& state)
{
    protocol::Message message = relayed();
    message.tags = protocol::Tags::fromView(protocol::TagsView{kServerTags});
    for (auto _ : state) // NOLINT
        benchmark::DoNotOptimize(protocol::serialize(message));
    state.SetItemsProcessed(state.iterations());
}

void walkTags(State& state)
{
    for (auto _ : state) { // NOLINT
        std::size_t bytes = 0;
        protocol::TagsView{kClientTags}.forEach(
            [&bytes](std::string_view key, std::string_view value) { bytes += key.size() + value.size(); });
        benchmark::DoNotOptimize(bytes);
    }
    state.SetItemsProcessed(state.iterations());
}

void findTag(State& state, std::string_view key)
{
    for (auto _ : state) // NOLINT
        benchmark::DoNotOptimize(protocol::TagsView{kClientTags}.value(key));
    state.SetItemsProcessed(state.iterations());
}

void ownTags(State& state)
{
    for (auto _ : state) // NOLINT
        benchmark::DoNotOptimize(protocol::Tags::fromView(protocol::TagsView{kClientTags}));
    state.SetItemsProcessed(state.iterations());
}

void rewriteTagValue(State& state, QByteArray (*rewrite)(std::string_view), std::string_view value)
{
    for (auto _ : state) // NOLINT
        benchmark::DoNotOptimize(rewrite(value));
    state.SetItemsProcessed(state.iterations());
}

void foldName(State& state, std::string_view name)
{
    for (auto _ : state) // NOLINT
        benchmark::DoNotOptimize(protocol::FoldedName{name});
    state.SetItemsProcessed(state.iterations());
}

void compareNames(State& state)
{
    constexpr std::string_view kOne = "#Second-Floor-Kitchen", kOther = "#second-floor-KITCHEN";
    for (auto _ : state) // NOLINT
        benchmark::DoNotOptimize(protocol::equalsFolded(kOne, kOther));
    state.SetItemsProcessed(state.iterations());
}

void checkUtf8(State& state, std::string_view text)
{
    for (auto _ : state) // NOLINT
        benchmark::DoNotOptimize(protocol::isValidUtf8(text));
    countLines(state, text.size());
}

} // namespace

void registerProtocol()
{
    const auto add = [](const char* name, auto measure, auto... with) { benchmark::RegisterBenchmark(name, measure, with...); };
    add("parse/message", parse, kPlainLine);
    add("parse/message-with-tags", parse, '@' + kClientTags + ' ' + kPlainLine);
    add("parse/relayed-with-tags", parse, '@' + kServerTags + " :ann!ann@192.0.2.17 " + kPlainLine);
    add("parse/ping", parse, std::string("PING :0192f3c17b1c"));
    add("frame/one-line-a-read", cutLines, std::size_t{1}, std::size_t{65536});
    add("frame/64-lines-a-read", cutLines, std::size_t{64}, std::size_t{65536});
    add("frame/in-pieces-of-100-bytes", cutLines, std::size_t{64}, std::size_t{100});
    add("serialize/untagged", serializeUntagged);
    add("serialize/with-tags", serializeTagged);
    add("tags/walk-three", walkTags);
    add("tags/find-the-first", findTag, "label");
    add("tags/find-the-last", findTag, "+draft/channel-context");
    add("tags/find-none", findTag, "batch");
    add("tags/own-three", ownTags);
    add("tags/escape", rewriteTagValue, protocol::escapeTagValue, kUnescaped);
    add("tags/unescape", rewriteTagValue, protocol::unescapeTagValue, kEscaped);
    add("casefold/lower-case-name", foldName, "#lobby");
    add("casefold/mixed-case-name", foldName, "#Second-Floor-Kitchen");
    add("casefold/compare", compareNames);
    add("utf8/ascii", checkUtf8, kText);
    add("utf8/many-alphabets", checkUtf8, kTextOfManyAlphabets);
}

} // namespace chatroom::bench
