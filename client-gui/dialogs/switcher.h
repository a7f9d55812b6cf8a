// Ctrl+K: type a few letters of a room or a person, Enter goes there.
#pragma once

#include "client/session.h"

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class Switcher final : public QDialog
{
    Q_OBJECT

public:
    Switcher(const widgets::Theme& theme, client::Session& session, QWidget* parent);

Q_SIGNALS:
    void conversationChosen(chatroom::client::Conversation* conversation);
    void personChosen(const QString& nickname);
    void roomChosen(const QString& room); // one we are not in

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Target final
    {
        QString name;
        client::Conversation* conversation = nullptr;
    };
    void collect();
    void fill();
    void take();

    const widgets::Theme& m_theme;
    client::Session& m_session;
    QLineEdit* m_edit;
    QListWidget* m_list;
    QList<Target> m_targets;
};

} // namespace chatroom::clientgui
