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
        markup.paragraphs.push_back({line, findLinks(line), false, false, {}});
    return markup;
}

constexpr qsizetype kQuoted = 300; // UTF-16 units: more than a wide window shows

QString deletedText(const RowInput& input)
{
    const QString sentence = input.isOurDeletion       ? tr("You deleted this message")
                             : input.deleter.isEmpty() ? tr("This message was deleted")
                                                       : tr("Deleted by %1").arg(input.deleter);
    return input.line.detail.isEmpty() ? sentence : tr("%1 (%2)").arg(sentence, input.line.detail.simplified());
}

Markup actionMarkup(const ChatLine& line, const QString& name)
{
    Markup markup = parseMarkup(line.text);
    markup.isEmojiOnly = false;
    Paragraph& first = markup.paragraphs.front();
    if (first.isCode)
        first = {line.text, {}, false, false, {}};
    const int shift = static_cast<int>(name.size()) + 1;
    first.text.prepend(name + u' ');
    for (Span& span : first.spans)
        span.start += shift;
    return markup;
}

} // namespace

bool isOnItsWay(client::DeliveryState state)
{
    return state == client::DeliveryState::Pending || state == client::DeliveryState::Waiting;
}

bool isLong(const ChatLine& line)
{
    const bool isSaid = isMessage(line.kind) || line.kind == client::LineKind::Action;
    return isSaid && (line.text.size() > kMostCharacters || line.text.count(u'\n') >= kMostLines);
}

Markup markupOf(const RowInput& input)
{
    if (input.line.isDeleted)
        return unmarked(deletedText(input));
    switch (input.plan.shape) {
    case RowShape::Hidden: return {{Paragraph{}}, false};
    case RowShape::Lead:
    case RowShape::Follow: return parseMarkup(input.line.text);
    case RowShape::Action: return actionMarkup(input.line, input.name);
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

QString firstWords(const QString& text)
{
    const Markup markup = parseMarkup(text.left(kQuoted * 4));
    for (const Paragraph& paragraph : markup.paragraphs) {
        const QString words = paragraph.text.left(kQuoted).simplified();
        if (!words.isEmpty() && !words.startsWith(u"```")) // a long block is cut before its end
            return words;
    }
    return {};
}

QString rowText(const RowInput& input)
{
    return plainText(markupOf(input));
}

} // namespace chatroom::clientgui
