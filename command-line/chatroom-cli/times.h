// A moment as a person types it on the command line. Pure.
#pragma once

#include "base/result.h"

#include <QDateTime>
#include <QString>

namespace chatroom::cli {

// Local time unless the zone is told: 2026-03-01, 2026-03-01T14:30, 2026-03-01T14:30:00Z, 14:30 (today), today, yesterday (each
// from its beginning); 90s, 10m, 2h, 3d, 1w before `now`. What comes back is UTC; the error is a sentence for people.
[[nodiscard]] Result<QDateTime, QString> parseTime(const QString& typed, const QDateTime& now);

} // namespace chatroom::cli
