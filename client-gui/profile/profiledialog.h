// "Your profile": what others see of one beside the name, with a preview.
#pragma once

#include "client/session.h"

#include <QDialog>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class PersonPreview;

class ProfileDialog final : public QDialog
{
    Q_OBJECT

public:
    ProfileDialog(const widgets::Theme& theme, client::Session& session, QWidget* parent);

private:
    [[nodiscard]] QLineEdit* addField(QGridLayout& form, const QString& label, const QString& name, const QString& hint,
                                      const QString& text);
    [[nodiscard]] client::Profile edited() const;
    void refresh();
    void take();
    void showFailure(const QString& why);

    client::Session& m_session;
    client::Profile m_before;
    PersonPreview* m_preview;
    QLineEdit* m_displayName;
    QLineEdit* m_status;
    QLineEdit* m_pronouns;
    QLineEdit* m_homepage;
    QLabel* m_failure;
    QPushButton* m_take;
    bool m_isAsked = false;
};

} // namespace chatroom::clientgui
