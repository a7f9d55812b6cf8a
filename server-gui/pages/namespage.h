// Names that somebody keeps, and what the host of the chatroom can do when they forgot the password or are gone.
#pragma once

#include "models/namesmodel.h"

#include <QWidget>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class TablePanel;

class NamesPage final : public QWidget
{
    Q_OBJECT

public:
    NamesPage(const widgets::Theme& theme, NamesModel& model, QWidget* parent = nullptr);

    [[nodiscard]] TablePanel& panel() { return *m_panel; }
    // Whether people can keep a name; said where there is none.
    void setKeepingOpen(bool isOpen);
    // That of a reset, which nobody can look up again.
    void showPassword(const QByteArray& account, const QByteArray& password);

Q_SIGNALS:
    void resetAgreed(const QByteArray& account);
    void deleteAgreed(const QByteArray& account);

private:
    void askReset();
    void askDelete();

    const widgets::Theme& m_theme;
    NamesModel& m_model;
    TablePanel* m_panel;
};

} // namespace chatroom::servergui
