#include "client-gui/emoji/emojitable.h"

#include <QFile>
#include <QHash>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

// Files of a static library's resource are only linked in when somebody asks for them, outside of any namespace.
static void initResources()
{
    Q_INIT_RESOURCE(emoji);
}

namespace chatroom::clientgui {

namespace {

struct Table final
{
    std::vector<Emoji> emoji;
    QStringList groups;
    QHash<QString, std::size_t> byText; // without the sign that asks for colours
};

QString bare(QString text)
{
    return text.remove(QChar(0xFE0F));
}

void readLine(Table& table, const QString& line)
{
    if (line.startsWith(u"= "_s)) {
        table.groups += line.sliced(2);
        return;
    }
    const QStringList parts = line.split(u'\t');
    if (parts.size() != 4 || table.groups.isEmpty())
        return;
    const int group = static_cast<int>(table.groups.size()) - 1;
    table.byText.insert(bare(parts[0]), table.emoji.size());
    table.emoji.push_back({parts[0], parts[1], parts[2].split(u' ', Qt::SkipEmptyParts), parts[3], group});
}

Table readTable()
{
    initResources();
    Table table;
    QFile file(u":/emoji/emoji.txt"_s);
    if (!file.open(QIODevice::ReadOnly))
        return table;
    const QString text = QString::fromUtf8(file.readAll());
    for (const QString& line : text.split(u'\n', Qt::SkipEmptyParts)) {
        if (!line.startsWith(u'#'))
            readLine(table, line);
    }
    return table;
}

const Table& table()
{
    static const Table read = readTable();
    return read;
}

bool hasWord(const QString& text, const QString& wanted)
{
    const qsizetype at = text.indexOf(wanted);
    return at == 0 || (at > 0 && (text.indexOf(u' ' + wanted) >= 0 || text.indexOf(u'-' + wanted) >= 0));
}

// 0 is best; 6: not at all.
int distance(const Emoji& emoji, const QString& wanted, const QString& spaced)
{
    const auto isShort = [&](auto test) { return std::ranges::any_of(emoji.shortNames, test); };
    if (isShort([&](const QString& name) { return name == wanted; }))
        return 0;
    if (isShort([&](const QString& name) { return name.startsWith(wanted); }))
        return 1;
    if (emoji.name.startsWith(spaced, Qt::CaseInsensitive))
        return 2;
    if (hasWord(emoji.name.toCaseFolded(), spaced))
        return 3;
    if (hasWord(emoji.keywords.toCaseFolded(), spaced))
        return 4;
    const bool isWithin =
        isShort([&](const QString& name) { return name.contains(wanted); }) || emoji.name.contains(spaced, Qt::CaseInsensitive);
    return isWithin ? 5 : 6;
}

} // namespace

const std::vector<Emoji>& allEmoji()
{
    return table().emoji;
}

const QStringList& emojiGroups()
{
    return table().groups;
}

const Emoji* emojiByText(const QString& text)
{
    const auto found = table().byText.constFind(bare(text));
    return found == table().byText.cend() ? nullptr : &table().emoji[found.value()];
}

std::vector<const Emoji*> findEmoji(const QString& typed, int most)
{
    const QString wanted = typed.trimmed().toCaseFolded();
    QString spaced = wanted;
    spaced.replace(u'_', u' ');
    std::array<std::vector<const Emoji*>, 6> byDistance;
    for (const Emoji& emoji : allEmoji()) {
        const int away = distance(emoji, wanted, spaced);
        if (away < 6)
            byDistance[static_cast<std::size_t>(away)].push_back(&emoji);
    }
    std::vector<const Emoji*> found;
    for (const auto& some : byDistance)
        found.insert(found.end(), some.begin(), some.end());
    if (found.size() > static_cast<std::size_t>(most))
        found.resize(static_cast<std::size_t>(most));
    return found;
}

QString shortName(const Emoji& emoji)
{
    if (!emoji.shortNames.isEmpty())
        return emoji.shortNames.front();
    QString name = emoji.name;
    return name.replace(u' ', u'_');
}

} // namespace chatroom::clientgui
