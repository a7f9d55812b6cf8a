// Reads the project's sources and says where they break the house: the order of layers, cycles, the size of files.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace chatroom::test {

struct Violation final
{
    QString file; // from the top of the project
    int line = 0; // from 1; 0: the file as a whole
    QString what;

    [[nodiscard]] QString toString() const { return QStringLiteral("%1:%2: %3").arg(file).arg(line).arg(what); }
    friend bool operator==(const Violation&, const Violation&) = default;
};

// A folder and the folders that its files may include from, its own aside. Files elsewhere may include anything.
struct Layer final
{
    QString folder; // from the top: "common/protocol"
    QStringList mayInclude;
    bool hasWidgets = false; // may use QtWidgets
};

constexpr int kMaximumLines = 500;

// The project's own order of layers.
[[nodiscard]] std::vector<Layer> houseLayers();
// Reads every .h and .cpp below `root` (but those of build folders) and returns what is wrong, by file and line.
[[nodiscard]] std::vector<Violation> checkSources(const QString& root, const std::vector<Layer>& layers);

} // namespace chatroom::test
