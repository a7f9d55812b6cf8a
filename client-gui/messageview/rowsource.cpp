#include "client-gui/messageview/rowsource.h"

#include "client-gui/messageview/pendingdeletions.h"

#include <QCoreApplication>

#include <algorithm>

namespace chatroom::clientgui {

using client::ChatLine;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::MessageView", text);
}

bool turnsText(QChar c)
{
    // Joiners are part of emoji and of some scripts' letters.
    return c.category() == QChar::Other_Format && c != QChar(0x200C) && c != QChar(0x200D);
}

} // namespace

QString shownName(const NameCards& cards, const QString& nickname, const QString& account)
{
    if (!cards || nickname.isEmpty())
        return nickname;
    QString name = cards(nickname, account).displayName.simplified();
    erase_if(name, turnsText);
    return name.trimmed().isEmpty() ? nickname : name;
}

RowInput RowSource::input(int row) const
{
    const ChatLine& line = m_lines.line(row);
    RowInput input{.line = line, .plan = m_book.plan(row), .day = QDate::fromJulianDay(m_book.day(row)), .today = QDate::currentDate()};
    if (input.plan.shape == RowShape::Event)
        input.folded = m_book.foldedInto(row);
    input.name = shownName(m_cards, line.author, line.account);
    input.leaving = m_deletions.stateOf(line.id);
    input.isUnfolded = m_unfolded.contains(line.id);
    if (line.isDeleted && !line.deletedBy.isEmpty()) {
        input.isOurDeletion = line.isOwn && line.deletedBy == line.author;
        if (m_cards && m_cards(line.deletedBy, {}).isSelf)
            input.isOurDeletion = true;
        input.deleter = shownName(m_cards, line.deletedBy, {});
    }
    // Said once, below the last of those that are alike.
    if (line.isUnseen && row + 1 < m_book.size()) {
        const ChatLine& next = m_lines.line(row + 1);
        input.goesOnUnseen = next.isUnseen && !next.isDeleted && m_book.plan(row + 1).shape == RowShape::Follow;
    }
    return input;
}

RowInput RowSource::inputWithQuote(int row) const
{
    RowInput whole = input(row);
    whole.quote = quoteOf(whole.line);
    return whole;
}

Quote RowSource::quoteOf(const ChatLine& line) const
{
    Quote quote;
    if (line.replyTo.isEmpty())
        return quote;
    quote.messageId = line.replyTo;
    const std::optional<int> row = m_lines.rowOfMessage(line.replyTo);
    if (!row) {
        quote.state = Quote::State::NotLoaded;
        quote.text = tr("A message that is not loaded");
        return quote;
    }
    const ChatLine& quoted = m_lines.line(*row);
    if (quoted.isDeleted) {
        quote.state = Quote::State::Deleted;
        quote.text = tr("Deleted message");
        return quote;
    }
    quote.state = Quote::State::Shown;
    quote.nickname = quoted.author;
    quote.name = shownName(m_cards, quoted.author, quoted.account);
    quote.text = firstWords(quoted.text);
    return quote;
}

} // namespace chatroom::clientgui
