#include "client-gui/messageview/rowtext.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::ChatLine;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::MessageView", text);
}

Markup unmarked(const QString& text)
{
    Markup markup;
    for (const QString& line : text.split(u'\n'))
        markup.paragraphs.push_back({line, findLinks(line), false});
    return markup;
}

Markup actionMarkup(const ChatLine& line)
{
    Markup markup = parseMarkup(line.text);
    markup.isEmojiOnly = false;
    Paragraph& first = markup.paragraphs.front();
    if (first.isCode)
        first = {line.text, {}, false};
    const int shift = static_cast<int>(line.author.size()) + 1;
    first.text.prepend(line.author + u' ');
    for (Span& span : first.spans)
        span.start += shift;
    return markup;
}

} // namespace

Markup markupOf(const RowInput& input)
{
    switch (input.plan.shape) {
    case RowShape::Hidden: return {{Paragraph{}}, false};
    case RowShape::Lead:
    case RowShape::Follow: return parseMarkup(input.line.text);
    case RowShape::Action: return actionMarkup(input.line);
    case RowShape::Event: return unmarked(eventText(input.folded.empty() ? std::vector{std::cref(input.line)} : input.folded));
    case RowShape::Gap: return unmarked(tr("Messages in between are not loaded"));
    case RowShape::Info:
    case RowShape::Error: return unmarked(input.line.detail.isEmpty() ? input.line.text : input.line.text + u'\n' + input.line.detail);
    }
    return {};
}

QString clockTime(const QDateTime& utc)
{
    return QLocale().toString(utc.toLocalTime().time(), u"HH:mm"_s);
}

QString rowText(const RowInput& input)
{
    return plainText(markupOf(input));
}

} // namespace chatroom::clientgui
