// A person as others see them: disc, shown name, name, pronouns and status on a card.
#pragma once

#include "client/profile.h"

#include <QWidget>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class PersonPreview final : public QWidget
{
    Q_OBJECT

public:
    explicit PersonPreview(const widgets::Theme& theme, QWidget* parent = nullptr);

    void showPerson(const QString& nickname, const client::Profile& profile);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const widgets::Theme& m_theme;
    QString m_nickname;
    client::Profile m_profile;
};

} // namespace chatroom::clientgui
