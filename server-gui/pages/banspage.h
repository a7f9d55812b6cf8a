// Who is kept out, and until when.
#pragma once

#include "models/bansmodel.h"

#include <QWidget>

#include <chrono>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class TablePanel;

class BansPage final : public QWidget
{
    Q_OBJECT

public:
    BansPage(const widgets::Theme& theme, BansModel& model, QWidget* parent = nullptr);

    [[nodiscard]] TablePanel& panel() { return *m_panel; }

Q_SIGNALS:
    void banEntered(const QString& address, std::chrono::seconds duration, const QString& reason);
    void liftRequested(const QByteArray& address);

private:
    void askBan();
    void lift();

    const widgets::Theme& m_theme;
    BansModel& m_model;
    TablePanel* m_panel;
};

} // namespace chatroom::servergui
