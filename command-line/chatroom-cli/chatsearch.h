// "/search" of the interactive client: the newest of what was found, oldest first; "/search" alone goes on with older ones.
#pragma once

#include "transcript.h"

#include <QObject>

namespace chatroom::cli {

class ChatSearch final : public QObject
{
    Q_OBJECT

public:
    // Both outlive this.
    ChatSearch(client::Session& session, Transcript& transcript, QObject* parent = nullptr);

    void run(const QString& typed); // what stands behind "/search"

private:
    void advance();
    void show();

    client::Session& m_session;
    Transcript& m_transcript;
    int m_shown = 0;        // of the hits
    bool m_isAsked = false; // an answer is waited for
};

} // namespace chatroom::cli
