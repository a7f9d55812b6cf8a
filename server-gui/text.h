// How the server window writes what others said, times, durations and amounts.
#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QString>

#include <chrono>

namespace chatroom::servergui {

class Text final
{
    Q_DECLARE_TR_FUNCTIONS(chatroom::servergui::Text)

public:
    // UTF-8 as it came, without formatting codes and other control characters: one line that prints.
    [[nodiscard]] static QString fromOthers(const QByteArray& bytes);
    // The text keeps its own direction within a sentence of another (U+2068, U+2069).
    [[nodiscard]] static QString isolated(const QString& text);

    // "just now", "45 s", "3 min", "2 h 5 min", "3 days".
    [[nodiscard]] static QString duration(std::chrono::seconds duration);
    // In the local time zone, with the date, in the reader's form.
    [[nodiscard]] static QString exactTime(Timestamp at);
    // The same in short: "23/11/2026 14:03".
    [[nodiscard]] static QString shortTime(Timestamp at);
    // "14:03:59"
    [[nodiscard]] static QString clockTime(Timestamp at);
    // "1.4 MB", by thousands.
    [[nodiscard]] static QString bytes(double amount);
    // "1,234" in the reader's form.
    [[nodiscard]] static QString number(quint64 amount);
};

} // namespace chatroom::servergui
