// What the prompt asks a person, and what becomes of the answer.
#pragma once

#include "exitstatus.h"

#include <QString>

#include <functional>
#include <optional>

namespace chatroom::cli {

struct Question final
{
    QString prompt;
    std::function<void(const QString& answer)> take;
    bool isSecret = false; // nothing of the answer is shown
    // How the run ends when the person leaves instead of answering; none: the question goes and all else stays.
    std::optional<ExitStatus> ifLeft = std::nullopt;
};

} // namespace chatroom::cli
