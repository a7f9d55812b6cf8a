// `chatroom-cli rooms` and `chatroom-cli people`: one list, and done. Columns are separated by tabs, or one JSON object a line.
#pragma once

#include "run.h"

namespace chatroom::cli {

class RoomsRun final : public Run
{
    Q_OBJECT

public:
    explicit RoomsRun(Options options, QObject* parent = nullptr);

protected:
    void entered() override;

private:
    void print();
};

class PeopleRun final : public Run
{
    Q_OBJECT

public:
    using Run::Run;

protected:
    void entered() override;
    void conversationAdded(client::Conversation& conversation) override;

private:
    void print();

    bool m_hasList = false;
};

} // namespace chatroom::cli
