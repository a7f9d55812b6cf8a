// What a terminal shows after some bytes: enough of ECMA-48 for programs that edit one line. Everything that scrolled away
// stays in lines(). Each character counts as one column.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringDecoder>
#include <QStringList>

#include <vector>

namespace chatroom::test {

class Screen final
{
public:
    explicit Screen(int columns = 80) : m_columns(columns) {}

    void feed(const QByteArray& bytes);
    void setColumns(int columns) { m_columns = columns; }

    // From the first to the last that was ever written, without the spaces at their ends.
    [[nodiscard]] QStringList lines() const;
    [[nodiscard]] QString cursorLine() const; // the whole line that the cursor is in
    [[nodiscard]] int cursorColumn() const { return static_cast<int>(m_column); }

private:
    void put(QChar c);
    void control(QChar c);
    void sequence(QChar final);
    [[nodiscard]] std::size_t parameter() const; // the first, at least 1
    QString& row();
    void eraseInLine(std::size_t from, std::size_t to);

    enum class State : std::uint8_t { Text, Escape, Sequence, Command } m_state = State::Text;
    QStringDecoder m_decoder{QStringDecoder::Utf8};
    QString m_parameters;
    std::vector<QString> m_rows{QString()};
    std::size_t m_row = 0;
    std::size_t m_column = 0;
    int m_columns;
};

} // namespace chatroom::test
