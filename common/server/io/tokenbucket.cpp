#include "server/io/tokenbucket.h"

#include "protocol/casefold.h"
#include "protocol/tags.h"

namespace chatroom::server {

namespace {

constexpr double kBytesOfALine = 1024;
constexpr double kLeastCost = 1.0 / 8;

} // namespace

double costOf(std::string_view line)
{
    constexpr std::string_view kVerb = "PRIVMSG ";
    const std::size_t end = line.empty() || line.front() != '@' ? std::string_view::npos : line.find(' ');
    if (end == std::string_view::npos)
        return 1;
    const std::size_t begin = std::min(line.find_first_not_of(' ', end), line.size());
    const bool isSaid = protocol::equalsFolded(line.substr(begin, kVerb.size()), kVerb);
    if (!isSaid || !protocol::TagsView{line.substr(1, end - 1)}.contains("batch"))
        return 1;
    return std::max(kLeastCost, static_cast<double>(line.size()) / kBytesOfALine);
}

} // namespace chatroom::server
