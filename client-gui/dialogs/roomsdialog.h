// The rooms of this server: filter, see what they are about, join one, or make one by typing its name.
#pragma once

#include "client/session.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace chatroom::widgets {
class EmptyState;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::clientgui {

class RoomsDialog final : public QDialog
{
    Q_OBJECT

public:
    RoomsDialog(const widgets::Theme& theme, client::Session& session, QWidget* parent);

Q_SIGNALS:
    void roomChosen(const QString& room);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void prepareTable();
    void listen();
    void refresh();
    void take();
    [[nodiscard]] QString typedRoom() const; // "#name"; empty: none that could be made
    [[nodiscard]] QString selectedRoom() const;

    const widgets::Theme& m_theme;
    client::Session& m_session;
    QSortFilterProxyModel* m_shown;
    QLineEdit* m_edit;
    QLabel* m_reason;
    QTableView* m_table;
    widgets::EmptyState* m_empty;
    QPushButton* m_reload;
    QPushButton* m_join;
};

} // namespace chatroom::clientgui
