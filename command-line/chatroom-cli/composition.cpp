#include "composition.h"

#include <algorithm>
#include <iterator>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;

namespace {

// Two backslashes at the end are two backslashes, and nothing more.
bool goesOn(const QString& line)
{
    const auto end = std::find_if(line.crbegin(), line.crend(), [](QChar c) { return c != u'\\'; });
    return std::distance(line.crbegin(), end) % 2 == 1;
}

} // namespace

std::optional<Composed> Composition::take(const QString& line)
{
    if (m_isBlock && line == u'.') {
        const Composed whole{m_lines.join(u'\n'), true};
        clear();
        return whole;
    }
    if (!m_isBlock && m_lines.isEmpty() && line.trimmed().compare("/multi"_L1, Qt::CaseInsensitive) == 0) {
        m_isBlock = true;
        return std::nullopt;
    }
    if (m_isBlock || goesOn(line)) {
        m_lines += m_isBlock ? line : line.chopped(1);
        return std::nullopt;
    }
    const Composed whole{(m_lines + QStringList{line}).join(u'\n'), false};
    clear();
    return whole;
}

void Composition::clear()
{
    m_lines.clear();
    m_isBlock = false;
}

} // namespace chatroom::cli
