#include "architecture/sourcecheck.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <map>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Include final
{
    int line = 0;
    QString written;  // as it stands between the quotes
    QString resolved; // from the top of the project; empty: not one of its files
};

struct Source final
{
    QString file;
    QStringList lines;
    std::vector<Include> includes;
};

class Checker final
{
public:
    Checker(QString root, const std::vector<Layer>& layers) : m_root(std::move(root)), m_layers(layers) {}
    std::vector<Violation> run();

private:
    void read(const QString& file);
    [[nodiscard]] QString resolve(const QString& written, const QString& from) const;
    [[nodiscard]] const Layer* layerOf(const QString& file) const;
    void checkShape(const Source& source);
    void checkIncludes(const Source& source);
    void checkNames(const Source& source);
    void checkCycles();
    void visit(const QString& file, QStringList& path);
    void complain(const QString& file, int line, const QString& what) { m_found.push_back({file, line, what}); }

    enum class Mark { Unseen, Open, Done };
    QDir m_root;
    const std::vector<Layer>& m_layers;
    std::map<QString, Source> m_sources;
    std::map<QString, Mark> m_marks;
    std::vector<Violation> m_found;
};

void Checker::read(const QString& file)
{
    static const QRegularExpression quoted(uR"re(^\s*#\s*include\s*"([^"]+)")re"_s);
    QFile input(m_root.filePath(file));
    if (!input.open(QIODevice::ReadOnly))
        return complain(file, 0, u"cannot be read"_s);
    Source source{file, QString::fromUtf8(input.readAll()).split(u'\n'), {}};
    if (!source.lines.isEmpty() && source.lines.last().isEmpty())
        source.lines.removeLast();
    for (qsizetype at = 0; at < source.lines.size(); ++at) {
        if (const auto match = quoted.match(source.lines[at]); match.hasMatch())
            source.includes.push_back({static_cast<int>(at) + 1, match.captured(1), {}});
    }
    m_sources.emplace(file, std::move(source));
}

// Where the compiler finds it: beside the file, below common, below the top, or below a folder above the file.
QString Checker::resolve(const QString& written, const QString& from) const
{
    QStringList candidates{QDir::cleanPath(from.section(u'/', 0, -2) + u'/' + written), u"common/"_s + written, written,
                           u"tests/"_s + written};
    for (QString folder = from.section(u'/', 0, -2); !folder.isEmpty(); folder = folder.section(u'/', 0, -2))
        candidates.append(folder + u'/' + written);
    for (const QString& each : candidates) {
        if (m_sources.contains(each))
            return each;
    }
    return {};
}

const Layer* Checker::layerOf(const QString& file) const
{
    const auto found =
        std::find_if(m_layers.begin(), m_layers.end(), [&file](const Layer& each) { return file.startsWith(each.folder + u'/'); });
    return found == m_layers.end() ? nullptr : &*found;
}

void Checker::checkShape(const Source& source)
{
    if (source.lines.size() > kMaximumLines)
        complain(source.file, kMaximumLines + 1, u"has %1 lines; %2 are the most"_s.arg(source.lines.size()).arg(kMaximumLines));
    if (source.file.endsWith(u".h") && !source.lines.contains(u"#pragma once"_s))
        complain(source.file, 0, u"is a header without #pragma once"_s);
}

void Checker::checkIncludes(const Source& source)
{
    static const QRegularExpression widgets(uR"(^\s*#\s*include\s*<(QtWidgets|QWidget|QApplication|Q\w*(View|Dialog|Button|Layout)\b))"_s);
    const Layer* own = layerOf(source.file);
    if (!own)
        return;
    for (const Include& include : source.includes) {
        const Layer* other = layerOf(include.resolved);
        if (other && other != own && !own->mayInclude.contains(other->folder))
            complain(source.file, include.line,
                     u"%1 may not include %2, which is of %3"_s.arg(own->folder, include.written, other->folder));
        if (!include.resolved.isEmpty() && !other && !include.resolved.startsWith(own->folder + u'/'))
            complain(source.file, include.line, u"%1 may not include %2, which is of no layer"_s.arg(own->folder, include.written));
    }
    for (qsizetype at = 0; !own->hasWidgets && at < source.lines.size(); ++at) {
        if (widgets.match(source.lines[at]).hasMatch())
            complain(source.file, static_cast<int>(at) + 1, u"%1 knows no widgets"_s.arg(own->folder));
    }
}

// Names are compared by the case mapping that the server announces (protocol::FoldedName), never by a string's own.
void Checker::checkNames(const Source& source)
{
    static const QRegularExpression ownFolding(uR"(\.toLower\(|\.toCaseFolded\(|Qt::CaseInsensitive|\bstrcasecmp\b|\btolower\()"_s);
    if (!source.file.startsWith(u"common/protocol/") && !source.file.startsWith(u"common/server/"))
        return;
    for (qsizetype at = 0; at < source.lines.size(); ++at) {
        const QString& line = source.lines[at];
        if (ownFolding.match(line).hasMatch() && !line.contains(u"// not a name"))
            complain(source.file, static_cast<int>(at) + 1, u"folds case without the case mapping; say \"// not a name\" if it is none"_s);
    }
}

void Checker::visit(const QString& file, QStringList& path)
{
    Mark& mark = m_marks[file];
    if (mark == Mark::Done)
        return;
    if (mark == Mark::Open) {
        const QStringList cycle = path.mid(path.indexOf(file)) + QStringList{file};
        return complain(path.last(), 0, u"is part of a cycle: %1"_s.arg(cycle.join(u" -> ")));
    }
    mark = Mark::Open;
    path.append(file);
    for (const Include& include : m_sources.at(file).includes) {
        if (!include.resolved.isEmpty() && include.resolved != file)
            visit(include.resolved, path);
    }
    path.removeLast();
    m_marks[file] = Mark::Done;
}

void Checker::checkCycles()
{
    for (const auto& [file, source] : m_sources) {
        QStringList path;
        visit(file, path);
    }
}

std::vector<Violation> Checker::run()
{
    QDirIterator files(m_root.path(), {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = m_root.relativeFilePath(files.next());
        if (!file.startsWith(u"build/") && !file.startsWith(u'.'))
            read(file);
    }
    for (auto& [file, source] : m_sources) {
        for (Include& include : source.includes)
            include.resolved = resolve(include.written, file);
    }
    for (const auto& [file, source] : m_sources) {
        checkShape(source);
        checkIncludes(source);
        checkNames(source);
    }
    checkCycles();
    std::sort(m_found.begin(), m_found.end(),
              [](const Violation& a, const Violation& b) { return a.file == b.file ? a.line < b.line : a.file < b.file; });
    return std::move(m_found);
}

} // namespace

std::vector<Layer> houseLayers()
{
    const QString base = u"common/base"_s, protocol = u"common/protocol"_s, network = u"common/network"_s, storage = u"common/storage"_s;
    const QString server = u"common/server"_s, client = u"common/client"_s, widgets = u"common/widgets"_s;
    return {
        {base, {}, false},
        {protocol, {base}, false},
        {network, {base, protocol}, false},
        {storage, {base, protocol}, false},
        {server, {base, protocol, network, storage}, false},
        {client, {base, protocol, network, storage}, false},
        {widgets, {base}, true},
        {u"server-gui"_s, {base, protocol, network, storage, server, widgets}, true},
        {u"client-gui"_s, {base, protocol, network, storage, client, widgets}, true},
        {u"command-line/chatroomd"_s, {base, protocol, network, storage, server}, false},
        {u"command-line/chatroom-cli"_s, {base, protocol, network, storage, client}, false},
    };
}

std::vector<Violation> checkSources(const QString& root, const std::vector<Layer>& layers)
{
    return Checker(root, layers).run();
}

} // namespace chatroom::test
