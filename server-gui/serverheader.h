// The top of the window: whether the chatroom runs, the addresses that others type, Stop and Start.
#pragma once

#include "addresses.h"

#include <QFrame>
#include <QList>
#include <QString>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace chatroom::widgets {
class FlowLayout;
class StatusDot;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::servergui {

class ServerHeader final : public QFrame
{
    Q_OBJECT

public:
    explicit ServerHeader(const widgets::Theme& theme, QWidget* parent = nullptr);

    // `name`: of the chatroom.
    void showRunning(const QString& name, const QList<ShownAddress>& addresses);
    void showStopped(const QString& name);
    // While it runs: whether what is said in rooms is refused, because it cannot be saved.
    void setSavingFailed(bool isFailed);

Q_SIGNALS:
    void startRequested();
    void stopRequested();

private:
    void dress();
    void showName(const QString& name, bool isRunning);
    void showState();
    void clearAddresses();
    void addAddress(const ShownAddress& address);
    void addMore(const QList<ShownAddress>& addresses);
    void paintEvent(QPaintEvent* event) override;

    const widgets::Theme& m_theme;
    bool m_isRunning = false;
    bool m_isSavingFailed = false;
    widgets::StatusDot* m_dot;
    QLabel* m_state;
    QLabel* m_name;
    QLabel* m_hint;
    QPushButton* m_button;
    QWidget* m_addresses;
    widgets::FlowLayout* m_flow;
    QHBoxLayout* m_row;
    QHBoxLayout* m_line;
};

} // namespace chatroom::servergui
