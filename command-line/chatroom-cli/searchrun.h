// `chatroom-cli search`: the messages that have the words, oldest first as all that is printed, and done.
#pragma once

#include "run.h"

namespace chatroom::cli {

class SearchRun final : public Run
{
    Q_OBJECT

public:
    using Run::Run;

protected:
    void entered() override;

private:
    void advance();
    [[nodiscard]] QList<int> wantedRows(); // newest first
    void print();
    void wait();
};

} // namespace chatroom::cli
