// The strip that says the connection is lost, how long until the next try, and offers to try now.
#pragma once

#include "client/session.h"
#include "widgets/banner.h"

#include <QTimer>

class QPushButton;

namespace chatroom::clientgui {

class ConnectionBanner final : public QWidget
{
    Q_OBJECT

public:
    ConnectionBanner(const widgets::Theme& theme, client::Session& session, QWidget* parent = nullptr);

    [[nodiscard]] widgets::Banner& banner() const { return *m_banner; }
    // Something else to say while connected: a room that could not be entered.
    void say(const QString& text);
    void sayGood(const QString& text); // goes again by itself

private:
    void showState(client::Session::State state);
    [[nodiscard]] QString waitingText(int seconds) const;

    client::Session& m_session;
    widgets::Banner* m_banner;
    QPushButton* m_retry;
    QString m_why;
    bool m_isLost = false;
    QTimer m_gone;
};

} // namespace chatroom::clientgui
