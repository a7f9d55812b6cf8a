// What is searched for, and where a text holds it: marked in messages and in results.
//
// A plain value, any thread.
#pragma once

#include <QString>
#include <QStringList>
#include <QStringMatcher>

#include <optional>
#include <vector>

namespace chatroom::clientgui {

struct FoundRange final
{
    int start = 0, length = 0; // UTF-16 units
    friend bool operator==(const FoundRange&, const FoundRange&) = default;
};

class FoundText final
{
public:
    FoundText() = default;
    // Every place where these letters stand, whatever the case.
    [[nodiscard]] static FoundText letters(const QString& text);
    // The words as a server searches them (protocol/search.h): whole, or only their beginning.
    [[nodiscard]] static FoundText words(const QString& query);

    [[nodiscard]] bool isEmpty() const { return m_parts.empty(); }
    [[nodiscard]] bool isIn(const QString& text) const; // all of it; false for nothing
    // In order, none over another.
    [[nodiscard]] std::vector<FoundRange> rangesIn(const QString& text) const;
    friend bool operator==(const FoundText&, const FoundText&) = default;

private:
    struct Part final
    {
        QStringMatcher matcher; // made once: tens of thousands of texts may be looked through for one that is not there
        bool isWord = false;    // begins where a word does
        bool isPrefix = false;  // and may go on; else it ends with the word
        friend bool operator==(const Part& a, const Part& b)
        {
            return a.matcher.pattern() == b.matcher.pattern() && a.isWord == b.isWord && a.isPrefix == b.isPrefix;
        }
    };
    [[nodiscard]] static std::optional<FoundRange> nextOf(const Part& part, const QString& text, qsizetype from);
    std::vector<Part> m_parts;
};

} // namespace chatroom::clientgui
