// `chatroom-cli --help`.
#pragma once

#include <QString>

namespace chatroom::cli {

[[nodiscard]] QString helpText();

} // namespace chatroom::cli
