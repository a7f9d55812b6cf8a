#include "terminal/screen.h"

#include <algorithm>

namespace chatroom::test {

namespace {

QString trimmedEnd(QString line)
{
    while (line.endsWith(u' '))
        line.chop(1);
    return line;
}

} // namespace

void Screen::feed(const QByteArray& bytes)
{
    const QString text = m_decoder.decode(bytes);
    for (const QChar c : text) {
        switch (m_state) {
        case State::Text:
            if (c == u'\033')
                m_state = State::Escape;
            else if (c.unicode() < 0x20 || c.unicode() == 0x7F)
                control(c);
            else
                put(c);
            break;
        case State::Escape:
            m_parameters.clear();
            m_state = c == u'[' ? State::Sequence : c == u']' ? State::Command : State::Text;
            break;
        case State::Sequence:
            if (c.unicode() >= 0x40 && c.unicode() <= 0x7E) {
                m_state = State::Text;
                sequence(c);
            } else {
                m_parameters += c;
            }
            break;
        case State::Command: // until BEL or ESC backslash
            if (c == u'\a' || c == u'\\')
                m_state = State::Text;
            break;
        }
    }
}

QString& Screen::row()
{
    while (m_rows.size() <= m_row)
        m_rows.emplace_back();
    return m_rows[m_row];
}

void Screen::put(QChar c)
{
    if (m_column >= static_cast<std::size_t>(m_columns)) {
        m_column = 0;
        ++m_row;
    }
    QString& line = row();
    const auto column = static_cast<qsizetype>(m_column);
    if (line.size() <= column)
        line.resize(column + 1, u' ');
    line[column] = c;
    ++m_column;
}

void Screen::control(QChar c)
{
    switch (c.unicode()) {
    case '\r': m_column = 0; break;
    case '\n':
        ++m_row;
        row();
        break;
    case '\b': m_column -= m_column > 0 ? 1 : 0; break;
    case '\t': m_column = (m_column / 8 + 1) * 8; break;
    default: break;
    }
}

std::size_t Screen::parameter() const
{
    return std::max(1U, m_parameters.section(u';', 0, 0).toUInt());
}

void Screen::eraseInLine(std::size_t from, std::size_t to)
{
    QString& line = row();
    for (std::size_t i = from; i < to && i < static_cast<std::size_t>(line.size()); ++i)
        line[static_cast<qsizetype>(i)] = u' ';
}

void Screen::sequence(QChar final)
{
    QString& line = row();
    const auto column = static_cast<qsizetype>(m_column);
    const auto count = static_cast<qsizetype>(parameter());
    switch (final.unicode()) {
    case 'A': m_row -= std::min(m_row, parameter()); break;
    case 'B': m_row += parameter(); break;
    case 'C': m_column += parameter(); break;
    case 'D': m_column -= std::min(m_column, parameter()); break;
    case 'G': m_column = parameter() - 1; break;
    case 'K':
        eraseInLine(m_parameters == QStringLiteral("1") || m_parameters == QStringLiteral("2") ? 0 : m_column,
                    m_parameters == QStringLiteral("1") ? m_column + 1 : static_cast<std::size_t>(line.size()));
        break;
    case 'J': // from the cursor on
        eraseInLine(m_column, static_cast<std::size_t>(line.size()));
        for (std::size_t i = m_row + 1; i < m_rows.size(); ++i)
            m_rows[i].clear();
        break;
    case 'P': line.remove(column, count); break;
    case '@':
        if (line.size() > column)
            line.insert(column, QString(count, u' '));
        break;
    default: break; // colours and modes change no text
    }
}

QStringList Screen::lines() const
{
    QStringList all;
    for (const QString& line : m_rows)
        all.append(trimmedEnd(line));
    return all;
}

QString Screen::cursorLine() const
{
    return m_row < m_rows.size() ? trimmedEnd(m_rows[m_row]) : QString();
}

} // namespace chatroom::test
